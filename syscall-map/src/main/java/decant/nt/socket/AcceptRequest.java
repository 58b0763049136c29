package decant.nt.socket;

import decant.host.Epoll;
import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.nt.NtStatus;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/**
 * {@code AcceptEx}: a connection for a socket that the program made before, with its addresses and
 * perhaps the first data. The output is the data, then each address with its size in front:
 *
 * <pre>
 * data                    dataRoom bytes
 * u32 size, address       localRoom bytes
 * u32 size, address       remoteRoom bytes
 * </pre>
 *
 * which {@code GetAcceptExSockaddrs} takes apart again: a program may not look inside itself.
 */
public final class AcceptRequest extends IoRequest {
  /** Bytes before each address. */
  public static final int HEADER = 4;

  private final SocketObject listener;
  private final SocketObject accepted;
  private final long output;
  private final int dataRoom;
  private final int localRoom;
  private final int remoteRoom;
  private boolean connected;

  /** A connection; {@code accepted} is neither bound nor connected. */
  public AcceptRequest(
      SocketObject listener,
      SocketObject accepted,
      IoReport report,
      long output,
      int dataRoom,
      int localRoom,
      int remoteRoom) {
    super(report);
    this.listener = listener;
    this.accepted = accepted;
    this.output = output;
    this.dataRoom = dataRoom;
    this.localRoom = localRoom;
    this.remoteRoom = remoteRoom;
    Memory.require(output, (long) dataRoom + localRoom + remoteRoom);
  }

  @Override
  protected int awaits() {
    return Epoll.EPOLLIN;
  }

  @Override
  protected void attempt(int events) {
    if (!connected) {
      int fd = listener.acceptDescriptor();
      if (fd < 0) {
        Errno errno = Errno.last();
        if (errno != Errno.EAGAIN && errno != Errno.EINTR && errno != Errno.ECONNABORTED) {
          done(SocketErrors.status(errno), 0);
        }
        return;
      }
      connected = true;
      if (!accepted.tryRetain()) { // closed meanwhile
        decant.host.Unistd.close(fd);
        done(NtStatus.CANCELLED, 0);
        return;
      }
      try {
        accepted.become(fd);
        addresses();
      } finally {
        accepted.release();
      }
    }
    if (dataRoom == 0) {
      done(NtStatus.SUCCESS, 0);
    } else {
      // The listener's descriptor says nothing about data.
      handOn(accepted.queue(), new FirstData());
    }
  }

  private void addresses() {
    HostBuffer buffer = HostBuffer.get();
    long at = output + dataRoom;
    accepted.localAddress(buffer);
    put(buffer, at, localRoom);
    accepted.peerAddress(buffer);
    put(buffer, at + localRoom, remoteRoom);
  }

  private void put(HostBuffer buffer, long at, int room) {
    if (room >= HEADER + SocketAddress.guestSize(buffer)) {
      Memory.putInt(at, SocketAddress.write(listener.process(), buffer, at + HEADER));
    }
  }

  /** A receive on the new connection that is reported as the end of the accept. */
  private final class FirstData extends IoRequest {
    private final Buffers data = new Buffers(output, dataRoom);

    FirstData() {
      super(AcceptRequest.this, listener);
    }

    @Override
    protected int awaits() {
      return Epoll.EPOLLIN;
    }

    @Override
    protected void attempt(int events) {
      long n = data.receive(accepted.fd(), SocketData.hostFlags(0), false, false);
      if (n >= 0) {
        done(NtStatus.SUCCESS, n);
      } else if (Errno.last() != Errno.EAGAIN && Errno.last() != Errno.EINTR) {
        done(SocketErrors.status(Errno.last()), 0);
      }
    }
  }
}
