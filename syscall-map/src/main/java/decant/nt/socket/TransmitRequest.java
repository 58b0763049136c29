package decant.nt.socket;

import decant.host.Epoll;
import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Poll;
import decant.host.Sockets;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.FileObject;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/** {@code TransmitFile}: data, a file, data – each sent by the host as far as it goes. */
public final class TransmitRequest extends IoRequest {
  private static final long MOST = 0x4000_0000L;

  private final SocketObject socket;
  private final FileObject file;
  private final Buffers head;
  private final Buffers tail;
  private long offset;
  private long left;
  private long sent;

  /**
   * A transmission.
   *
   * @param file null for none
   * @param count bytes of it, 0 for all from the offset on
   * @param head null for none, as {@code tail}
   */
  public TransmitRequest(
      SocketObject socket,
      IoReport report,
      FileObject file,
      long offset,
      long count,
      Buffers head,
      Buffers tail) {
    super(report);
    this.socket = socket;
    this.file = file;
    this.head = head;
    this.tail = tail;
    this.offset = offset;
    this.left = file == null ? 0 : count == 0 ? Math.max(0, file.size() - offset) : count;
    if (file != null) {
      file.retain();
    }
  }

  /** Sends all before it returns, the file from its position on. */
  public static void send(
      GuestThread t, SocketObject socket, FileObject file, long count, Buffers head, Buffers tail) {
    if (head != null) {
      socket.data().send(t, head, 0, 0);
    }
    if (file != null) {
      long at = file.position();
      long rest = count == 0 ? Math.max(0, file.size() - at) : count;
      while (rest > 0) {
        long n = sendfile(socket, file, at, rest);
        if (n == 0) {
          break;
        } else if (n > 0) {
          at += n;
          rest -= n;
        } else if (Errno.last() == Errno.EAGAIN) {
          socket.await(t, Poll.POLLOUT, socket.options().sendTimeout);
        } else if (Errno.last() != Errno.EINTR) {
          throw SocketErrors.last();
        }
      }
      file.setPosition(at);
    }
    if (tail != null) {
      socket.data().send(t, tail, 0, 0);
    }
  }

  private static long sendfile(SocketObject socket, FileObject file, long at, long count) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putLong(0, at);
    return Sockets.sendfile(socket.fd(), file.fd(), buffer.struct(), Math.min(count, MOST));
  }

  @Override
  protected int awaits() {
    return Epoll.EPOLLOUT;
  }

  @Override
  protected void attempt(int events) {
    if (!memory(head)) {
      return;
    }
    while (left > 0) {
      long n = sendfile(socket, file, offset, left);
      if (n < 0) {
        failed();
        return;
      }
      if (n == 0) {
        break; // the file is shorter than was asked for
      }
      offset += n;
      left -= n;
      sent += n;
    }
    if (memory(tail)) {
      done(NtStatus.SUCCESS, sent);
    }
  }

  /** Sends memory; returns whether all of it is gone. */
  private boolean memory(Buffers data) {
    while (data != null && data.total() > 0) {
      long n = data.send(socket.fd(), SocketData.hostFlags(0), 0);
      if (n < 0) {
        failed();
        return false;
      }
      sent += n;
      data.advance(n);
    }
    return true;
  }

  private void failed() {
    Errno errno = Errno.last();
    if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
      done(SocketErrors.status(errno), sent);
    }
  }

  @Override
  protected void ended() {
    if (file != null) {
      file.release();
    }
  }
}
