package decant.nt.socket;

import decant.host.Errno;
import decant.host.Poll;
import decant.host.Sockets;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** Sending and receiving on a socket, within the call that asks for it. */
public final class SocketData {
  /** Windows' flags of sends and receives. */
  public static final int MSG_OOB = 1;

  public static final int MSG_PEEK = 2;
  public static final int MSG_DONTROUTE = 4;
  public static final int MSG_WAITALL = 8;
  public static final int MSG_PARTIAL = 0x8000;

  private final SocketObject socket;

  SocketData(SocketObject socket) {
    this.socket = socket;
  }

  /**
   * Receives; returns the number of bytes, 0 when the peer has ended its side.
   *
   * @param flags Windows'
   * @param withAddress whether to leave the sender's address in the thread's buffer
   * @return the number of bytes; negative, less one, when a datagram was cut short
   */
  public int receive(GuestThread t, Buffers to, int flags, boolean withAddress) {
    try {
      int done = 0;
      while (true) {
        int n = tryReceive(to, flags, withAddress);
        if (n == Buffers.WOULD_BLOCK) {
          if (socket.isNonBlocking()) {
            if (done > 0) {
              return done;
            }
            throw Win32Error.WSAEWOULDBLOCK.exception();
          }
          socket.await(t, Poll.POLLIN, socket.options().receiveTimeout);
          continue;
        }
        done += n;
        boolean more = (flags & MSG_WAITALL) != 0 && socket.isStream() && n > 0;
        if (!more || to.advance(n) == 0) {
          return n < 0 ? n : done;
        }
      }
    } finally {
      socket.reenable(NetworkEvents.FD_READ);
    }
  }

  /** Receives what is there; {@link Buffers#WOULD_BLOCK} when there is nothing. */
  int tryReceive(Buffers to, int flags, boolean withAddress) {
    if (socket.isReceiveShut()) {
      throw Win32Error.WSAESHUTDOWN.exception();
    }
    if (socket.isStream()
        && (socket.state() == SocketObject.State.IDLE
            || socket.state() == SocketObject.State.LISTENING)) {
      throw Win32Error.WSAENOTCONN.exception(); // the host would tell the end after a failure
    }
    long n = to.receive(socket.fd(), hostFlags(flags), withAddress, !socket.isStream());
    if (n != -1) {
      return (int) n;
    }
    Errno errno = Errno.last();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return Buffers.WOULD_BLOCK;
    }
    if (errno == Errno.ECONNREFUSED && !socket.isStream()) {
      throw Win32Error.WSAECONNRESET.exception(); // a datagram before found no receiver
    }
    throw SocketErrors.of(errno).exception();
  }

  static int hostFlags(int flags) {
    int host = Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL;
    if ((flags & MSG_OOB) != 0) {
      host |= Sockets.MSG_OOB;
    }
    if ((flags & MSG_PEEK) != 0) {
      host |= Sockets.MSG_PEEK;
    }
    if ((flags & MSG_DONTROUTE) != 0) {
      host |= Sockets.MSG_DONTROUTE;
    }
    return host;
  }

  /**
   * Sends all; a socket that may not wait sends what it can.
   *
   * @param addressLength of the receiver's address in the thread's buffer, 0 for the peer
   */
  public int send(GuestThread t, Buffers from, int flags, int addressLength) {
    int done = 0;
    while (true) {
      int n = trySend(from, flags, addressLength);
      if (n == Buffers.WOULD_BLOCK) {
        if (socket.isNonBlocking()) {
          socket.reenable(NetworkEvents.FD_WRITE);
          if (done > 0) {
            return done;
          }
          throw Win32Error.WSAEWOULDBLOCK.exception();
        }
        socket.await(t, Poll.POLLOUT, socket.options().sendTimeout);
        continue;
      }
      done += n;
      if (!socket.isStream() || from.advance(n) == 0) {
        return done;
      }
    }
  }

  /** Sends what goes; {@link Buffers#WOULD_BLOCK} when nothing does. */
  int trySend(Buffers from, int flags, int addressLength) {
    if (socket.isSendShut()) {
      throw Win32Error.WSAESHUTDOWN.exception();
    }
    long n = from.send(socket.fd(), hostFlags(flags), addressLength);
    if (n >= 0) {
      return (int) n;
    }
    Errno errno = Errno.last();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return Buffers.WOULD_BLOCK;
    }
    if (errno == Errno.EPIPE && socket.state() == SocketObject.State.IDLE) {
      throw Win32Error.WSAENOTCONN.exception();
    }
    throw SocketErrors.of(errno).exception();
  }
}
