package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.socket.SocketObject;

/** winsock2.h: options of sockets. */
@Library({"ws2_32", "wsock32"})
public final class WinSock2Options {
  private static final int SOL_SOCKET = 0xFFFF;
  private static final int SO_ACCEPTCONN = 0x2;
  private static final int SO_REUSEADDR = 0x4;
  private static final int SO_LINGER = 0x80;
  private static final int SO_DONTLINGER = ~SO_LINGER;
  private static final int SO_EXCLUSIVEADDRUSE = ~SO_REUSEADDR;
  private static final int SO_SNDBUF = 0x1001;
  private static final int SO_RCVBUF = 0x1002;
  private static final int SO_SNDTIMEO = 0x1005;
  private static final int SO_RCVTIMEO = 0x1006;
  private static final int SO_ERROR = 0x1007;
  private static final int SO_TYPE = 0x1008;
  private static final int SO_GROUP_ID = 0x2001;
  private static final int SO_GROUP_PRIORITY = 0x2002;
  private static final int SO_MAX_MSG_SIZE = 0x2003;
  private static final int SO_PROTOCOL_INFOA = 0x2004;
  private static final int SO_PROTOCOL_INFOW = 0x2005;
  private static final int SO_CONDITIONAL_ACCEPT = 0x3002;
  private static final int SO_RANDOMIZE_PORT = 0x3005;
  private static final int SO_PORT_SCALABILITY = 0x3006;
  private static final int SO_REUSE_UNICASTPORT = 0x3007;
  private static final int SO_CONNECT_TIME = 0x700C;
  private static final int SO_UPDATE_ACCEPT_CONTEXT = 0x700B;
  private static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;
  private static final int MAX_DATAGRAM = 65507;

  /** Socket options of the host. */
  private static final int HOST_SOCKET = 1;

  private static final int HOST_SNDBUF = 7;
  private static final int HOST_RCVBUF = 8;
  private static final int HOST_LINGER = 13;
  private static final int HOST_REUSEADDR = 2;

  /** Options whose values are structures with addresses. */
  private static final int IPPROTO_IP = 0;

  private static final int IPPROTO_IPV6 = 41;
  private static final int IP_MULTICAST_IF = 9;
  private static final int ADD_MEMBERSHIP = 12;
  private static final int DROP_MEMBERSHIP = 13;
  private static final int IP_DONTFRAGMENT = 14;

  private WinSock2Options() {}

  /**
   * Sets an option.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-setsockopt">setsockopt</a>
   */
  @Export(
      ordinal = 21,
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "The usual options of sockets, TCP, IP and IPv6; others are WSAENOPROTOOPT.")
  static int setsockopt(
      GuestThread t,
      @Handle long s,
      int level,
      int optname,
      @In(size = "optlen") long optval,
      int optlen) {
    SocketObject socket = Ws2.socket(t, s);
    if (level == SOL_SOCKET && optname == SO_UPDATE_CONNECT_CONTEXT) {
      return 0; // the host knows the peer of a socket that ConnectEx has connected
    }
    if (optval == 0 || optlen <= 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    if (level == SOL_SOCKET && setSocketOption(t, socket, optname, optval, optlen)) {
      return 0;
    }
    if (setAddressOption(socket, level, optname, optval, optlen)) {
      return 0;
    }
    SocketOption option = SocketOption.of(level, optname);
    if (option == null) {
      throw Win32Error.WSAENOPROTOOPT.exception();
    }
    socket.options().set(option.hostLevel, option.hostOption, value(optval, optlen));
    return 0;
  }

  /** A BOOL or number of one to four bytes. */
  private static int value(long at, int length) {
    return length >= 4 ? Memory.getInt(at) : length >= 2 ? Memory.getU16(at) : Memory.getU8(at);
  }

  private static boolean setSocketOption(
      GuestThread t, SocketObject socket, int option, long at, int length) {
    switch (option) {
      case SO_REUSEADDR -> {
        socket.options().reuseAddress = value(at, length);
        if (!socket.isStream()) {
          socket.options().set(HOST_SOCKET, HOST_REUSEADDR, value(at, length));
        }
      }
      case SO_EXCLUSIVEADDRUSE -> socket.options().exclusiveAddressUse = value(at, length);
      case SO_LINGER -> {
        if (length < 4) {
          throw Win32Error.WSAEFAULT.exception();
        }
        socket.options().set(HOST_SOCKET, HOST_LINGER, Memory.getU16(at), Memory.getU16(at + 2));
      }
      case SO_DONTLINGER ->
          socket.options().set(HOST_SOCKET, HOST_LINGER, value(at, length) == 0 ? 1 : 0, 0);
      case SO_SNDBUF -> socket.options().set(HOST_SOCKET, HOST_SNDBUF, value(at, length));
      case SO_RCVBUF -> socket.options().set(HOST_SOCKET, HOST_RCVBUF, value(at, length));
      case SO_SNDTIMEO -> socket.options().sendTimeout = value(at, length);
      case SO_RCVTIMEO -> socket.options().receiveTimeout = value(at, length);
      case SO_UPDATE_ACCEPT_CONTEXT -> Ws2.socket(t, Memory.getLong(at));
      case SO_CONDITIONAL_ACCEPT,
          SO_GROUP_PRIORITY,
          SO_RANDOMIZE_PORT,
          SO_PORT_SCALABILITY,
          SO_REUSE_UNICASTPORT -> {
        // How ports are chosen is the host's business.
      }
      case SO_ACCEPTCONN, SO_ERROR, SO_TYPE, SO_MAX_MSG_SIZE ->
          throw Win32Error.WSAENOPROTOOPT.exception();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean setAddressOption(
      SocketObject socket, int level, int option, long at, int length) {
    boolean ip = level == IPPROTO_IP;
    if (ip && option == IP_DONTFRAGMENT) {
      socket.options().set(0, 10, value(at, length) != 0 ? 2 : 0); // IP_MTU_DISCOVER
      return true;
    }
    if (ip && option == IP_MULTICAST_IF) {
      socket.options().setStructure(0, 32, at, Math.min(length, 4));
      return true;
    }
    if (ip && (option == ADD_MEMBERSHIP || option == DROP_MEMBERSHIP)) {
      socket.options().setStructure(0, option == ADD_MEMBERSHIP ? 35 : 36, at, Math.min(length, 8));
      return true;
    }
    if (level == IPPROTO_IPV6 && (option == ADD_MEMBERSHIP || option == DROP_MEMBERSHIP)) {
      socket
          .options()
          .setStructure(41, option == ADD_MEMBERSHIP ? 20 : 21, at, Math.min(length, 20));
      return true;
    }
    return false;
  }

  /**
   * The value of an option.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getsockopt">getsockopt</a>
   */
  @Export(
      ordinal = 7,
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "The usual options of sockets, TCP, IP and IPv6; others are WSAENOPROTOOPT.")
  static int getsockopt(
      GuestThread t,
      @Handle long s,
      int level,
      int optname,
      @Out(size = "*optlen") long optval,
      @In @Out long optlen) {
    SocketObject socket = Ws2.socket(t, s);
    if (optval == 0 || optlen == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int room = Memory.getInt(optlen);
    if (level == SOL_SOCKET && (optname == SO_PROTOCOL_INFOA || optname == SO_PROTOCOL_INFOW)) {
      boolean wide = optname == SO_PROTOCOL_INFOW;
      requireRoom(room, ProtocolInfo.size(wide));
      ProtocolInfo.write(optval, wide, ProtocolInfo.of(socket));
      Memory.putInt(optlen, ProtocolInfo.size(wide));
      return 0;
    }
    if (level == SOL_SOCKET && optname == SO_LINGER) {
      requireRoom(room, 4);
      long both = socket.options().get(HOST_SOCKET, HOST_LINGER, 8);
      Memory.putShort(optval, (int) both);
      Memory.putShort(optval + 2, (int) (both >>> 32));
      Memory.putInt(optlen, 4);
      return 0;
    }
    int value = level == SOL_SOCKET ? socketOption(socket, optname) : other(socket, level, optname);
    if (room >= 4) {
      Memory.putInt(optval, value);
      Memory.putInt(optlen, 4);
    } else {
      requireRoom(room, 1);
      Memory.putByte(optval, value);
      Memory.putInt(optlen, 1);
    }
    return 0;
  }

  private static void requireRoom(int room, int needed) {
    if (room < needed) {
      throw Win32Error.WSAEFAULT.exception();
    }
  }

  private static int socketOption(SocketObject socket, int option) {
    return switch (option) {
      case SO_ACCEPTCONN -> socket.state() == SocketObject.State.LISTENING ? 1 : 0;
      case SO_REUSEADDR -> socket.options().reuseAddress;
      case SO_EXCLUSIVEADDRUSE -> socket.options().exclusiveAddressUse;
      case SO_DONTLINGER -> (int) socket.options().get(HOST_SOCKET, HOST_LINGER, 8) == 0 ? 1 : 0;
      // Linux doubles what was set, for its own use.
      case SO_SNDBUF -> (int) socket.options().get(HOST_SOCKET, HOST_SNDBUF, 4) / 2;
      case SO_RCVBUF -> (int) socket.options().get(HOST_SOCKET, HOST_RCVBUF, 4) / 2;
      case SO_SNDTIMEO -> socket.options().sendTimeout;
      case SO_RCVTIMEO -> socket.options().receiveTimeout;
      case SO_ERROR -> socket.options().takeError().code();
      case SO_TYPE -> socket.type;
      case SO_MAX_MSG_SIZE -> MAX_DATAGRAM;
      case SO_CONNECT_TIME -> socket.state() == SocketObject.State.CONNECTED ? 0 : -1;
      case SO_GROUP_ID,
          SO_GROUP_PRIORITY,
          SO_CONDITIONAL_ACCEPT,
          SO_RANDOMIZE_PORT,
          SO_PORT_SCALABILITY,
          SO_REUSE_UNICASTPORT ->
          0;
      default -> other(socket, SOL_SOCKET, option);
    };
  }

  private static int other(SocketObject socket, int level, int option) {
    if (level == IPPROTO_IP && option == IP_DONTFRAGMENT) {
      return socket.options().get(0, 10, 4) == 2 ? 1 : 0;
    }
    if (level == IPPROTO_IP && option == IP_MULTICAST_IF) {
      return (int) socket.options().get(0, 32, 4);
    }
    SocketOption known = SocketOption.of(level, option);
    if (known == null) {
      throw Win32Error.WSAENOPROTOOPT.exception();
    }
    return (int) socket.options().get(known.hostLevel, known.hostOption, 4);
  }
}
