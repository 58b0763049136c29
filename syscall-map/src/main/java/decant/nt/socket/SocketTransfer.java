package decant.nt.socket;

import decant.host.Epoll;
import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.nt.NtStatus;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/** A send or a receive that may be left pending. */
public final class SocketTransfer extends IoRequest {
  private final SocketObject socket;
  private final boolean write;
  private final Buffers buffers;
  private final int flags;
  private final long total;
  private long done;

  /** Where the sender's address and its size go; 0 for nowhere. */
  private long address;

  private long addressLength;

  /** The {@code WSAMSG} of the receive; 0 for none. */
  private long message;

  /** The receiver's address in the host's form; null for the peer. */
  private byte[] to;

  SocketTransfer(SocketObject socket, IoReport report, boolean write, long buffer, int length) {
    this(socket, report, write, new Buffers(buffer, length), 0);
  }

  /**
   * A transfer.
   *
   * @param flags Windows'
   */
  public SocketTransfer(
      SocketObject socket, IoReport report, boolean write, Buffers buffers, int flags) {
    super(report);
    this.socket = socket;
    this.write = write;
    this.buffers = buffers;
    this.flags = flags;
    this.total = buffers.total();
  }

  /** Says where a receive leaves the sender's address. */
  public SocketTransfer reporting(long senderAddress, long senderLength) {
    address = senderAddress;
    addressLength = senderLength;
    return this;
  }

  /** Says where a receive leaves what it tells beside the data: a {@code WSAMSG}. */
  public SocketTransfer reporting(long wsaMessage) {
    message = wsaMessage;
    address = Memory.getLong(wsaMessage);
    addressLength = address == 0 ? 0 : wsaMessage + WsaMessage.NAME_LENGTH;
    return this;
  }

  /** Sends to the address that is in the thread's buffer. */
  public SocketTransfer to(HostBuffer buffer, int length) {
    to = new byte[length];
    for (int i = 0; i < length; i++) {
      to[i] = (byte) buffer.getByte(SocketAddress.AT + i);
    }
    return this;
  }

  @Override
  protected int awaits() {
    return write ? Epoll.EPOLLOUT : Epoll.EPOLLIN;
  }

  @Override
  protected void attempt(int events) {
    if (socket.state() == SocketObject.State.CONNECTING) {
      return;
    }
    if (socket.isStream() && socket.state() != SocketObject.State.CONNECTED) {
      done(NtStatus.INVALID_CONNECTION, 0);
      return;
    }
    if (write) {
      send();
    } else {
      receive();
    }
  }

  private void send() {
    HostBuffer buffer = HostBuffer.get();
    do {
      int length = 0;
      if (to != null) {
        for (; length < to.length; length++) {
          buffer.putByte(SocketAddress.AT + length, to[length]);
        }
      }
      long n = buffers.send(socket.fd(), SocketData.hostFlags(flags), length);
      if (n < 0) {
        failed(true);
        return;
      }
      done += n;
      if (!socket.isStream() || buffers.advance(n) == 0) {
        done(NtStatus.SUCCESS, done);
        return;
      }
    } while (true);
  }

  private void receive() {
    do {
      boolean named = address != 0;
      int n =
          (int)
              buffers.receive(socket.fd(), SocketData.hostFlags(flags), named, !socket.isStream());
      if (n == -1) {
        failed(false);
        return;
      }
      boolean cut = Buffers.isCut(n);
      done += cut ? Buffers.cut(n) : n;
      if (cut || n == 0 || (flags & SocketData.MSG_WAITALL) == 0 || buffers.advance(n) == 0) {
        tell(cut);
        done(cut ? NtStatus.BUFFER_OVERFLOW : NtStatus.SUCCESS, Math.min(done, total));
        return;
      }
    } while (true);
  }

  /** Fills what a receive tells beside the data. */
  private void tell(boolean cut) {
    if (address != 0 && !socket.isStream()) {
      HostBuffer buffer = HostBuffer.get();
      if (Memory.getInt(addressLength) >= SocketAddress.guestSize(buffer)) {
        SocketAddress.toGuest(socket.process(), buffer, address, addressLength);
      }
    }
    if (message != 0) {
      WsaMessage.received(message, buffers, cut);
    }
  }

  private void failed(boolean sending) {
    Errno errno = Errno.last();
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return;
    }
    if (errno == Errno.ECONNREFUSED && !socket.isStream()) {
      done(NtStatus.PORT_UNREACHABLE, 0);
    } else {
      done(SocketErrors.status(errno), sending ? done : 0);
    }
  }

  @Override
  protected void ended() {
    socket.reenable(write ? NetworkEvents.FD_WRITE : NetworkEvents.FD_READ);
  }
}
