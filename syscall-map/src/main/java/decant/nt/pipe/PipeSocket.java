package decant.nt.pipe;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Poll;
import decant.host.Sockets;
import java.nio.ByteBuffer;
import sun.nio.ch.DirectBuffer;

/**
 * A local socket as one end of a pipe: a stream of bytes, or messages (a {@code SOCK_SEQPACKET}).
 * Nothing here waits. Of a message that a program reads in parts, the rest is kept here: only
 * handles of this process see it.
 */
final class PipeSocket {
  /** Results of {@link #read} and {@link #write} that are no number of bytes. */
  static final int WOULD_BLOCK = -1;

  /** The other end is gone. */
  static final int BROKEN = -2;

  /** The buffer is full, and there is more of the message. */
  static final int MORE = -3;

  /** The host refused, {@link Errno#last} says why. */
  static final int FAILED = -4;

  private static final int SO_TYPE = 3;
  private static final int POLLRDHUP = 0x2000;
  private static final int NOW = Sockets.MSG_DONTWAIT | Sockets.MSG_NOSIGNAL;
  private static final int IOVEC_SIZE = 16;

  /** What is left of the message being read; null for nothing. Guarded by this. */
  private byte[] rest;

  private int restAt;

  /** The type of a socket ({@code SOCK_*}), -1 for a descriptor that is none. */
  static int type(int fd) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(8, 4);
    int done =
        Sockets.getsockopt(fd, Sockets.SOL_SOCKET, SO_TYPE, buffer.struct(), buffer.struct() + 8);
    return done == 0 ? buffer.getInt(0) : -1;
  }

  /**
   * Reads what is there.
   *
   * @param messages whether the socket has messages
   * @param byMessage whether a read ends with its message, so that {@link #MORE} says it does not
   */
  synchronized int read(int fd, long buffer, int length, boolean messages, boolean byMessage) {
    if (!messages) {
      return result(Sockets.recv(fd, buffer, length, NOW), length == 0);
    }
    if (rest == null) {
      int size = nextSize(fd);
      if (size < 0) {
        return size;
      }
      if (size <= length) {
        return result(Sockets.recv(fd, buffer, length, NOW), true);
      }
      receive(fd, buffer, length, size);
    } else {
      int n = Math.min(length, rest.length - restAt);
      Memory.write(buffer, rest, restAt, n);
      restAt += n;
      if (restAt == rest.length) {
        rest = null;
        return n;
      }
      if (!byMessage) {
        return n;
      }
    }
    return byMessage ? MORE : length;
  }

  private static int result(long n, boolean mayBeNothing) {
    if (n > 0 || n == 0 && mayBeNothing) {
      return (int) n;
    }
    if (n == 0) {
      return BROKEN;
    }
    Errno errno = Errno.last();
    return switch (errno) {
      case EAGAIN, EINTR -> WOULD_BLOCK;
      case EPIPE, ECONNRESET, ENOTCONN -> BROKEN;
      default -> FAILED;
    };
  }

  /** The size of the next message, or one of the results. */
  private static int nextSize(int fd) {
    long n =
        Sockets.recv(fd, HostBuffer.get().struct(), 0, NOW | Sockets.MSG_PEEK | Sockets.MSG_TRUNC);
    if (n == 0 && isHungUp(fd)) {
      return BROKEN;
    }
    return result(n, true);
  }

  /** Whether the other end is gone and nothing is left to read. */
  static boolean isHungUp(int fd) {
    int events = poll(fd, Poll.POLLIN | POLLRDHUP);
    return (events & (Poll.POLLHUP | POLLRDHUP)) != 0;
  }

  /** The events of a descriptor now. */
  static int poll(int fd, int events) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, fd);
    buffer.putInt(4, events);
    return Poll.poll(buffer.struct(), 1, 0) > 0 ? buffer.getU16(6) : 0;
  }

  /** Takes a message that is longer than the program's buffer. */
  private void receive(int fd, long buffer, int length, int size) {
    ByteBuffer more = ByteBuffer.allocateDirect(size - length);
    HostBuffer host = HostBuffer.get();
    host.putDataLong(0, buffer);
    host.putDataLong(8, length);
    host.putDataLong(IOVEC_SIZE, ((DirectBuffer) more).address());
    host.putDataLong(IOVEC_SIZE + 8, size - length);
    for (int i = 0; i < Sockets.MSGHDR_SIZE; i += 8) {
      host.putLong(i, 0);
    }
    host.putLong(Sockets.MSG_IOV, host.data());
    host.putLong(Sockets.MSG_IOVLEN, 2);
    long n = Sockets.recvmsg(fd, host.struct(), NOW);
    int left = (int) Math.max(0, Math.min(n, size) - length);
    rest = new byte[left];
    restAt = 0;
    more.get(rest);
  }

  /** Writes what goes; a message as a whole. */
  static int write(int fd, long buffer, int length) {
    return result(Sockets.send(fd, buffer, length, NOW), true);
  }

  /** Bytes that are left of the message being read. */
  synchronized int restLength() {
    return rest == null ? 0 : rest.length - restAt;
  }

  /** Copies from what is left of the message being read. */
  synchronized int peekRest(long buffer, int length) {
    int n = Math.min(length, restLength());
    if (n > 0) {
      Memory.write(buffer, rest, restAt, n);
    }
    return n;
  }

  /** The size of the next message, 0 when there is none. */
  static int messageSize(int fd) {
    return Math.max(0, nextSize(fd));
  }
}
