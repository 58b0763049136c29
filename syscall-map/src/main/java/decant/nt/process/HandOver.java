package decant.nt.process;

import decant.host.Bytes;
import decant.host.DescriptorPassing;
import decant.host.Errno;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message between two processes of Decant: bytes, and descriptors of the host. What is put in on
 * one side is got in the same order on the other. For one thread.
 *
 * <p>On the socket it is a header (sizes of both) with the first descriptors, one byte for each
 * further batch of descriptors, and the bytes.
 */
public final class HandOver {
  private static final int HEADER = 8;
  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_FDS = 1 << 16;

  private byte[] bytes;
  private int size;
  private int[] fds;
  private int fdCount;

  /** Objects whose descriptors are in the message: they stay open until it is sent. */
  private final List<NtObject> held = new ArrayList<>();

  /** Descriptors that are closed when the message is sent. */
  private final List<Integer> owned = new ArrayList<>();

  private GuestProcess sender;
  private int receiver = -1;

  /** A message to be filled. */
  public HandOver() {
    bytes = new byte[1024];
    fds = new int[8];
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }

  public void putInt(int value) {
    room(4);
    for (int i = 0; i < 4; i++) {
      bytes[size++] = (byte) (value >>> 8 * i);
    }
  }

  public void putLong(long value) {
    putInt((int) value);
    putInt((int) (value >>> 32));
  }

  /** Adds a text, which may have any UTF-16 units; null is kept apart from empty. */
  public void putText(String text) {
    if (text == null) {
      putInt(-1);
      return;
    }
    int n = text.length();
    putInt(n);
    room(2 * n);
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      bytes[size++] = (byte) c;
      bytes[size++] = (byte) (c >>> 8);
    }
  }

  public void putBytes(byte[] data) {
    putInt(data.length);
    room(data.length);
    System.arraycopy(data, 0, bytes, size, data.length);
    size += data.length;
  }

  /** Says who sends the message and which row of the family receives it, before objects go in. */
  void between(GuestProcess from, int row) {
    sender = from;
    receiver = row;
  }

  /** The process that sends the message. */
  public GuestProcess sender() {
    return sender;
  }

  /** The row of the family that receives it. */
  public int receiver() {
    return receiver;
  }

  /** Adds a descriptor, which must stay open until the message is sent; -1 is none. */
  public void putDescriptor(int fd) {
    putInt(fd < 0 ? 0 : 1);
    if (fd >= 0) {
      if (fdCount == fds.length) {
        fds = Arrays.copyOf(fds, 2 * fdCount);
      }
      fds[fdCount++] = fd;
    }
  }

  /** Adds a descriptor that the message closes when it is sent; -1 is none. */
  public void putOwned(int fd) {
    putDescriptor(fd);
    if (fd >= 0) {
      owned.add(fd);
    }
  }

  /** Keeps an object until the message is sent; {@code STATUS_INVALID_HANDLE} if it is gone. */
  public void hold(NtObject object) {
    if (!object.tryRetain()) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    held.add(object);
  }

  /** Adds all of another message, which is not used any more. */
  void append(HandOver other) {
    room(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
    fds = Arrays.copyOf(fds, fdCount + other.fdCount + 1);
    System.arraycopy(other.fds, 0, fds, fdCount, other.fdCount);
    fdCount += other.fdCount;
    held.addAll(other.held);
    owned.addAll(other.owned);
  }

  /** Lets go of what the message held. */
  public void release() {
    held.forEach(NtObject::release);
    held.clear();
    owned.forEach(Unistd::close);
    owned.clear();
  }

  /** Sends the message; returns false when the other side is gone. */
  public boolean send(int socket) {
    Bytes all = Bytes.allocate(HEADER + (long) size);
    try {
      all.put32(0, size);
      all.put32(4, fdCount);
      all.write(HEADER, bytes, 0, size);
      int batch = Math.min(fdCount, DescriptorPassing.MAX_DESCRIPTORS);
      if (sendAll(socket, all.slice(0, HEADER), fds, 0, batch) < HEADER) {
        return false;
      }
      for (int from = batch; from < fdCount; from += batch) {
        batch = Math.min(fdCount - from, DescriptorPassing.MAX_DESCRIPTORS);
        if (sendAll(socket, all.slice(0, 1), fds, from, batch) < 1) {
          return false;
        }
      }
      return sendAll(socket, all.slice(HEADER, size), fds, 0, 0) == size;
    } finally {
      all.free();
    }
  }

  private static long sendAll(int socket, Bytes data, int[] fds, int from, int count) {
    long done = 0;
    int with = count;
    while (done < data.size()) {
      Bytes rest = data.slice(done, data.size() - done);
      long n = DescriptorPassing.send(socket, rest, fds, from, with);
      if (n >= 0) {
        done += n;
        with = 0;
      } else if (Errno.last() != Errno.EINTR) {
        break;
      }
    }
    return done;
  }

  /** Waits for a message; null when the other side is gone. */
  public static HandOver receive(int socket) {
    HandOver message = new HandOver();
    int[] received = new int[1];
    Bytes header = Bytes.allocate(HEADER);
    try {
      message.fds = new int[DescriptorPassing.MAX_DESCRIPTORS];
      if (!message.receiveAll(socket, header, received)) {
        return null;
      }
      int length = header.get32(0);
      int descriptors = header.get32(4);
      if (length < 0 || length > MAX_BYTES || descriptors < 0 || descriptors > MAX_FDS) {
        return null;
      }
      message.fds = Arrays.copyOf(message.fds, Math.max(message.fdCount, descriptors));
      while (message.fdCount < descriptors) {
        int before = message.fdCount;
        if (!message.receiveAll(socket, header.slice(0, 1), received)
            || message.fdCount == before) {
          message.closeRest(0);
          return null;
        }
      }
      message.bytes = new byte[length];
      message.fdCount = 0; // from here on the place of the next one to be got
      return message.receiveBody(socket, received) ? message : null;
    } finally {
      header.free();
    }
  }

  private boolean receiveBody(int socket, int[] received) {
    Bytes body = Bytes.allocate(bytes.length);
    try {
      if (!receiveAll(socket, body, received)) {
        return false;
      }
      body.read(0, bytes, 0, bytes.length);
      return true;
    } finally {
      body.free();
    }
  }

  private boolean receiveAll(int socket, Bytes data, int[] received) {
    long done = 0;
    while (done < data.size()) {
      Bytes rest = data.slice(done, data.size() - done);
      long n = DescriptorPassing.receive(socket, rest, fds, fdCount, received);
      if (n > 0) {
        done += n;
        fdCount += received[0];
      } else if (n == 0 || Errno.last() != Errno.EINTR) {
        return false;
      }
    }
    return true;
  }

  private void closeRest(int from) {
    for (int i = from; i < fdCount; i++) {
      Unistd.close(fds[i]);
    }
  }

  public int getInt() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value |= (bytes[size++] & 0xFF) << 8 * i;
    }
    return value;
  }

  public long getLong() {
    return getInt() & 0xFFFF_FFFFL | (long) getInt() << 32;
  }

  public String getText() {
    int n = getInt();
    if (n < 0) {
      return null;
    }
    char[] text = new char[n];
    for (int i = 0; i < n; i++) {
      text[i] = (char) (bytes[size] & 0xFF | bytes[size + 1] << 8);
      size += 2;
    }
    return new String(text);
  }

  public byte[] getBytes() {
    int n = getInt();
    size += n;
    return Arrays.copyOfRange(bytes, size - n, size);
  }

  /** The next descriptor, which the caller owns; -1 for none. */
  public int getDescriptor() {
    return getInt() == 0 ? -1 : fds[fdCount++];
  }
}
