package decant.nt.socket;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Sockets;
import decant.nt.GuestProcess;

/** Sockets that another process made: what they are is asked of the host. */
public final class AdoptedSocket {
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_PROTOCOL = 38;
  private static final int SO_DOMAIN = 39;

  private AdoptedSocket() {}

  /** Takes over a descriptor; null when it is no internet socket. */
  public static SocketObject of(GuestProcess process, int fd) {
    int domain = SocketOptions.number(fd, SO_DOMAIN);
    if (domain != Sockets.AF_INET && domain != Sockets.AF_INET6) {
      return null;
    }
    SocketObject socket =
        new SocketObject(
            process,
            SocketAddress.family(domain),
            SocketOptions.number(fd, SO_TYPE),
            SocketOptions.number(fd, SO_PROTOCOL),
            fd);
    Fcntl.fcntl(fd, Fcntl.F_SETFL, Fcntl.O_NONBLOCK | Fcntl.O_RDWR);
    if (SocketOptions.number(fd, SO_ACCEPTCONN) == 1) {
      socket.found(SocketObject.State.LISTENING);
    } else {
      HostBuffer buffer = HostBuffer.get();
      long length = SocketAddress.expect(buffer);
      if (Sockets.getpeername(fd, SocketAddress.host(buffer), length) == 0) {
        socket.found(SocketObject.State.CONNECTED);
      }
    }
    return socket;
  }
}
