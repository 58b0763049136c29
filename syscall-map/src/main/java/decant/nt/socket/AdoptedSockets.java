package decant.nt.socket;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Sockets;
import decant.nt.GuestProcess;
import decant.nt.NtObject;
import decant.nt.pipe.PipeObject;
import decant.nt.process.HandOver;

/** Sockets whose descriptors another process has made. */
public final class AdoptedSockets {
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_PROTOCOL = 38;
  private static final int SO_DOMAIN = 39;

  private AdoptedSockets() {}

  /**
   * Takes over a descriptor that another process made; null when it is no internet socket. What it
   * does is found out.
   */
  public static SocketObject adopt(GuestProcess process, int fd) {
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
    Fcntl.fcntl(fd, Fcntl.F_SETFL, Fcntl.O_NONBLOCK | 2);
    if (SocketOptions.number(fd, SO_ACCEPTCONN) == 1) {
      socket.state(SocketObject.State.LISTENING);
    } else {
      HostBuffer buffer = HostBuffer.get();
      long length = SocketAddress.expect(buffer);
      if (Sockets.getpeername(fd, SocketAddress.host(buffer), length) == 0) {
        socket.state(SocketObject.State.CONNECTED);
      }
    }
    return socket;
  }

  /** The socket that {@link SocketObject#handOver} put into a message. */
  public static NtObject handedOver(GuestProcess process, HandOver in, int fd) {
    boolean nonBlocking = in.getInt() != 0;
    boolean synchronous = in.getInt() != 0;
    SocketObject socket = adopt(process, fd);
    if (socket == null) {
      return new PipeObject(fd);
    }
    socket.setNonBlocking(nonBlocking);
    if (synchronous) {
      socket.makeSynchronous();
    }
    return socket;
  }
}
