package decant.nt.socket;

import decant.host.Errno;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;

/** Host errors of sockets as Windows Sockets has them, and statuses of operations that ended. */
public final class SocketErrors {
  private SocketErrors() {}

  /** The {@code WSAE*} error of a host error. */
  public static Win32Error of(Errno errno) {
    return switch (errno) {
      case EINTR -> Win32Error.WSAEINTR;
      case EBADF, ENOTSOCK -> Win32Error.WSAENOTSOCK;
      case EACCES, EPERM -> Win32Error.WSAEACCES;
      case EFAULT -> Win32Error.WSAEFAULT;
      case EINVAL -> Win32Error.WSAEINVAL;
      case EMFILE, ENFILE -> Win32Error.WSAEMFILE;
      case EAGAIN -> Win32Error.WSAEWOULDBLOCK;
      case EINPROGRESS -> Win32Error.WSAEWOULDBLOCK;
      case EALREADY -> Win32Error.WSAEALREADY;
      case EDESTADDRREQ -> Win32Error.WSAENOTCONN;
      case EMSGSIZE -> Win32Error.WSAEMSGSIZE;
      case EPROTOTYPE -> Win32Error.WSAEPROTOTYPE;
      case ENOPROTOOPT -> Win32Error.WSAENOPROTOOPT;
      case EPROTONOSUPPORT -> Win32Error.WSAEPROTONOSUPPORT;
      case ESOCKTNOSUPPORT -> Win32Error.WSAESOCKTNOSUPPORT;
      case EOPNOTSUPP -> Win32Error.WSAEOPNOTSUPP;
      case EPFNOSUPPORT -> Win32Error.WSAEPFNOSUPPORT;
      case EAFNOSUPPORT -> Win32Error.WSAEAFNOSUPPORT;
      case EADDRINUSE, EEXIST -> Win32Error.WSAEADDRINUSE;
      case EADDRNOTAVAIL -> Win32Error.WSAEADDRNOTAVAIL;
      case ENETDOWN -> Win32Error.WSAENETDOWN;
      case ENETUNREACH -> Win32Error.WSAENETUNREACH;
      case ENETRESET -> Win32Error.WSAENETRESET;
      case ECONNABORTED -> Win32Error.WSAECONNABORTED;
      case EPIPE, ECONNRESET -> Win32Error.WSAECONNRESET;
      case ENOBUFS, ENOMEM -> Win32Error.WSAENOBUFS;
      case EISCONN -> Win32Error.WSAEISCONN;
      case ENOTCONN -> Win32Error.WSAENOTCONN;
      case ESHUTDOWN -> Win32Error.WSAESHUTDOWN;
      case ETIMEDOUT -> Win32Error.WSAETIMEDOUT;
      case ECONNREFUSED, ENOENT -> Win32Error.WSAECONNREFUSED;
      case ELOOP -> Win32Error.WSAELOOP;
      case ENAMETOOLONG -> Win32Error.WSAENAMETOOLONG;
      case EHOSTDOWN -> Win32Error.WSAEHOSTDOWN;
      case EHOSTUNREACH -> Win32Error.WSAEHOSTUNREACH;
      default -> Win32Error.WSAENOBUFS;
    };
  }

  /** The exception for this thread's last failed host call. */
  static Win32Exception last() {
    return of(Errno.last()).exception();
  }

  /** The status with which an operation ends that failed so on the host. */
  static NtStatus status(Errno errno) {
    return switch (errno) {
      case EFAULT -> NtStatus.ACCESS_VIOLATION;
      case EPIPE, ECONNRESET -> NtStatus.CONNECTION_RESET;
      case ECONNREFUSED, ENOENT -> NtStatus.CONNECTION_REFUSED;
      case ECONNABORTED -> NtStatus.CONNECTION_ABORTED;
      case ENETUNREACH, ENETDOWN -> NtStatus.NETWORK_UNREACHABLE;
      case EHOSTUNREACH, EHOSTDOWN -> NtStatus.HOST_UNREACHABLE;
      case ETIMEDOUT -> NtStatus.IO_TIMEOUT;
      case EADDRINUSE -> NtStatus.ADDRESS_ALREADY_EXISTS;
      case EINVAL, EISCONN -> NtStatus.INVALID_PARAMETER;
      case ENOTCONN, EDESTADDRREQ -> NtStatus.INVALID_CONNECTION;
      case EMSGSIZE -> NtStatus.INVALID_USER_BUFFER;
      case ENOMEM, ENOBUFS -> NtStatus.INSUFFICIENT_RESOURCES;
      case EBADF -> NtStatus.INVALID_HANDLE;
      default -> NtStatus.UNSUCCESSFUL;
    };
  }

  /** The error that Windows Sockets makes of the status of an operation that ended. */
  public static Win32Error of(NtStatus status) {
    return switch (status) {
      case SUCCESS -> Win32Error.SUCCESS;
      case PENDING -> Win32Error.IO_PENDING;
      case CANCELLED -> Win32Error.OPERATION_ABORTED;
      case FILE_CLOSED -> Win32Error.WSAEINTR;
      case INVALID_HANDLE, OBJECT_TYPE_MISMATCH -> Win32Error.WSAENOTSOCK;
      case ACCESS_VIOLATION -> Win32Error.WSAEFAULT;
      case ACCESS_DENIED -> Win32Error.WSAEACCES;
      case INVALID_PARAMETER -> Win32Error.WSAEINVAL;
      case BUFFER_OVERFLOW, INVALID_USER_BUFFER -> Win32Error.WSAEMSGSIZE;
      case CONNECTION_RESET, CONNECTION_DISCONNECTED, PIPE_BROKEN -> Win32Error.WSAECONNRESET;
      case CONNECTION_REFUSED -> Win32Error.WSAECONNREFUSED;
      case CONNECTION_ABORTED -> Win32Error.WSAECONNABORTED;
      case NETWORK_UNREACHABLE -> Win32Error.WSAENETUNREACH;
      case HOST_UNREACHABLE -> Win32Error.WSAEHOSTUNREACH;
      case PORT_UNREACHABLE -> Win32Error.WSAECONNRESET;
      case IO_TIMEOUT -> Win32Error.WSAETIMEDOUT;
      case INVALID_ADDRESS -> Win32Error.WSAEADDRNOTAVAIL;
      case ADDRESS_ALREADY_EXISTS -> Win32Error.WSAEADDRINUSE;
      case INVALID_CONNECTION -> Win32Error.WSAENOTCONN;
      case INSUFFICIENT_RESOURCES -> Win32Error.WSAENOBUFS;
      case TOO_MANY_OPENED_FILES -> Win32Error.WSAEMFILE;
      default -> status.error();
    };
  }
}
