package decant.nt.socket;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Sockets;
import decant.nt.Win32Error;

/**
 * The memory of one send or receive: one buffer, or the several of a {@code WSABUF} array, which is
 * read when the call is made, as Windows does.
 */
public final class Buffers {
  /** The result of an attempt that has to wait. */
  public static final int WOULD_BLOCK = Integer.MIN_VALUE;

  /** {@code IOV_MAX}: more the host does not take at once. */
  private static final int MOST = 1024;

  /** More buffers of a stream, which may be sent in parts, are a program's mistake. */
  private static final int MOST_OF_STREAM = 1 << 16;

  private static final int WSABUF_SIZE = 16;
  private static final int IOVEC_SIZE = 16;
  private static final int MESSAGE = 0;

  private long address;
  private long length;

  /** Addresses and lengths when there is more than one, else null. */
  private long[] many;

  /** Where in {@link #many} the buffers begin that are not done. */
  private int first;

  /** Control data: where, and how much room there is. */
  private long control;

  private int controlLength;

  private int receivedControl;
  private int receivedFlags;

  /** One buffer. */
  public Buffers(long address, int length) {
    this.address = address;
    this.length = length & 0xFFFF_FFFFL;
    check(address, length);
  }

  private Buffers() {}

  /** The buffers of a {@code WSABUF} array, for a stream or for a datagram. */
  public static Buffers of(long array, int count, boolean stream) {
    int most = stream ? MOST_OF_STREAM : MOST;
    if (count < 0 || count > most || array == 0 && count != 0) {
      throw (count > most ? Win32Error.WSAEINVAL : Win32Error.WSAEFAULT).exception();
    }
    if (count == 1) {
      return new Buffers(Memory.getLong(array + 8), Memory.getInt(array));
    }
    Buffers b = new Buffers();
    b.many = new long[2 * count];
    for (int i = 0; i < count; i++) {
      int size = Memory.getInt(array + (long) WSABUF_SIZE * i);
      long at = Memory.getLong(array + (long) WSABUF_SIZE * i + 8);
      check(at, size);
      b.many[2 * i] = at;
      b.many[2 * i + 1] = size & 0xFFFF_FFFFL;
    }
    return b;
  }

  /** Adds a program's control data: to be sent, or room for what is received. */
  public Buffers withControl(long at, int length) {
    if (at != 0 && length > 0) {
      check(at, length);
      control = at;
      controlLength = length;
    }
    return this;
  }

  /** The bytes of control data that were received; negative, less one, when they were cut. */
  public int receivedControl() {
    return receivedControl;
  }

  /** {@code msg_flags} of the last receive. */
  public int receivedFlags() {
    return receivedFlags;
  }

  /** Leaves out what is done; returns how much is left. */
  long advance(long done) {
    if (many == null) {
      address += done;
      length -= done;
      return length;
    }
    long left = 0;
    long skip = done;
    for (int i = first; i < many.length; i += 2) {
      long n = Math.min(skip, many[i + 1]);
      many[i] += n;
      many[i + 1] -= n;
      skip -= n;
      left += many[i + 1];
    }
    while (first < many.length && many[first + 1] == 0) {
      first += 2;
    }
    return left;
  }

  /** All bytes. */
  public long total() {
    if (many == null) {
      return length;
    }
    long sum = 0;
    for (int i = 1; i < many.length; i += 2) {
      sum += many[i];
    }
    return sum;
  }

  /** {@code recvmsg} or {@code recv}; a cut datagram's bytes are negative, less one. */
  long receive(int fd, int flags, boolean withAddress, boolean datagram) {
    if (many == null && !withAddress && !datagram && controlLength == 0) {
      return Sockets.recv(fd, address, length, flags);
    }
    HostBuffer buffer = HostBuffer.get();
    message(buffer, withAddress ? 112 : 0, false);
    long n = Sockets.recvmsg(fd, buffer.struct() + MESSAGE, flags);
    if (n < 0) {
      return n;
    }
    receivedFlags = buffer.getInt(MESSAGE + Sockets.MSG_FLAGS);
    if (controlLength != 0) {
      int used = (int) buffer.getLong(MESSAGE + Sockets.MSG_CONTROLLEN);
      receivedControl = ControlData.toGuest(buffer, used, control, controlLength);
    }
    buffer.putInt(SocketAddress.LENGTH_AT, buffer.getInt(MESSAGE + Sockets.MSG_NAMELEN));
    return datagram && (receivedFlags & Sockets.MSG_TRUNC) != 0 ? -n - 2 : n;
  }

  /** The bytes of a result of {@link #receive} for a cut datagram. */
  static int cut(int result) {
    return -result - 2;
  }

  /** Whether a result of {@link #receive} says that a datagram was cut short. */
  public static boolean isCut(int result) {
    return result < -1 && result != WOULD_BLOCK;
  }

  /**
   * {@code sendmsg} or {@code send}. The host lets a datagram fail because one before it has found
   * nobody, which Windows tells receives alone: it is sent after all.
   */
  long send(int fd, int flags, int addressLength) {
    long n = trySend(fd, flags, addressLength);
    return n < 0 && Errno.last() == Errno.ECONNREFUSED ? trySend(fd, flags, addressLength) : n;
  }

  private long trySend(int fd, int flags, int addressLength) {
    if (many == null && addressLength == 0 && controlLength == 0) {
      return Sockets.send(fd, address, length, flags);
    }
    HostBuffer buffer = HostBuffer.get();
    message(buffer, addressLength, true);
    return Sockets.sendmsg(fd, buffer.struct() + MESSAGE, flags);
  }

  /** Builds a {@code struct msghdr}, with the vectors in the buffer's data. */
  private void message(HostBuffer buffer, int addressLength, boolean sending) {
    int count = 1;
    if (many == null) {
      buffer.putDataLong(0, address);
      buffer.putDataLong(8, length);
    } else {
      count = Math.min((many.length - first) / 2, MOST);
      for (int i = 0; i < count; i++) {
        buffer.putDataLong(IOVEC_SIZE * i, many[first + 2 * i]);
        buffer.putDataLong(IOVEC_SIZE * i + 8, many[first + 2 * i + 1]);
      }
    }
    buffer.putLong(MESSAGE + Sockets.MSG_NAME, addressLength == 0 ? 0 : SocketAddress.host(buffer));
    buffer.putLong(MESSAGE + Sockets.MSG_NAMELEN, addressLength);
    buffer.putLong(MESSAGE + Sockets.MSG_IOV, buffer.data());
    buffer.putLong(MESSAGE + Sockets.MSG_IOVLEN, count);
    int controlBytes = 0;
    if (controlLength != 0) {
      controlBytes =
          sending ? ControlData.toHost(buffer, control, controlLength) : ControlData.ROOM;
    }
    buffer.putLong(
        MESSAGE + Sockets.MSG_CONTROL, controlBytes == 0 ? 0 : buffer.data() + ControlData.AT);
    buffer.putLong(MESSAGE + Sockets.MSG_CONTROLLEN, controlBytes);
    buffer.putLong(MESSAGE + Sockets.MSG_FLAGS, 0);
  }

  /** {@code WSAEFAULT} for what cannot be the guest's memory. */
  private static void check(long address, int length) {
    try {
      Memory.require(address, length & 0xFFFF_FFFFL);
    } catch (decant.host.GuestFault e) {
      throw Win32Error.WSAEFAULT.exception();
    }
  }
}
