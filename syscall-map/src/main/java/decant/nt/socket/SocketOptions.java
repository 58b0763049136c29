package decant.nt.socket;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Sockets;
import decant.nt.Win32Error;

/** The options of a socket: the host's, by its numbers, and those that are kept here. */
public final class SocketOptions {
  private final SocketObject socket;

  /** {@code SO_RCVTIMEO} and {@code SO_SNDTIMEO}: milliseconds, 0 for ever. */
  public volatile int receiveTimeout;

  public volatile int sendTimeout;

  /** What the program set as {@code SO_REUSEADDR}; the host's own setting is not its business. */
  public volatile int reuseAddress;

  public volatile int exclusiveAddressUse;

  /** The error of a connection that failed, until it is asked for. */
  private Win32Error error = Win32Error.SUCCESS;

  SocketOptions(SocketObject socket) {
    this.socket = socket;
  }

  /** A number at the socket level, -1 when the host does not say. */
  static int number(int fd, int option) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, 0);
    buffer.putInt(8, 4);
    int done =
        Sockets.getsockopt(fd, Sockets.SOL_SOCKET, option, buffer.struct(), buffer.struct() + 8);
    return done == 0 ? buffer.getInt(0) : -1;
  }

  /** Sets an option that is a number. */
  public void set(int level, int option, int value) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, value);
    set(level, option, buffer, 4);
  }

  /** Sets an option that is two numbers. */
  public void set(int level, int option, int first, int second) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, first);
    buffer.putInt(4, second);
    set(level, option, buffer, 8);
  }

  /** Sets an option that is a structure both systems have, of at most 64 bytes. */
  public void setStructure(int level, int option, long guest, int length) {
    HostBuffer buffer = HostBuffer.get();
    Memory.require(guest, length);
    buffer.fromGuest(0, guest, length);
    set(level, option, buffer, length);
  }

  private void set(int level, int option, HostBuffer buffer, int length) {
    if (Sockets.setsockopt(socket.fd(), level, option, buffer.struct(), length) != 0) {
      throw SocketErrors.last();
    }
  }

  /** The value of an option of at most eight bytes. */
  public long get(int level, int option, int length) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putLong(0, 0);
    buffer.putInt(8, length);
    int done = Sockets.getsockopt(socket.fd(), level, option, buffer.struct(), buffer.struct() + 8);
    if (done != 0) {
      throw SocketErrors.last();
    }
    return buffer.getLong(0);
  }

  /** {@code SO_ERROR}: the error of a connection that failed; forgotten when told. */
  public synchronized Win32Error takeError() {
    Errno errno = Errno.of(number(socket.fd(), Sockets.SO_ERROR));
    Win32Error fresh = errno == Errno.UNKNOWN ? Win32Error.SUCCESS : SocketErrors.of(errno);
    if (fresh == Win32Error.SUCCESS) {
      fresh = error;
    }
    error = Win32Error.SUCCESS;
    return fresh;
  }

  /** Keeps the error of a connection that the program has not been told of by its call. */
  synchronized void keepError(Win32Error failure) {
    error = failure;
  }
}
