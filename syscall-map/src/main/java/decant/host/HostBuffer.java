package decant.host;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sun.nio.ch.DirectBuffer;

/**
 * Native memory of one host thread for the arguments and results of file calls: two path names, a
 * structure, and a block for data. It lies outside of guest memory, so that file services need no
 * guest thread. Contents last until the next call that uses the same part.
 */
public final class HostBuffer {
  /** The longest path that the host takes, with its terminating zero ({@code PATH_MAX}). */
  public static final int PATH_MAX = 4096;

  /** Size of the part for a structure. */
  public static final int STRUCT_SIZE = 1024;

  /** Size of the part for data. */
  public static final int DATA_SIZE = 0x8000;

  private static final int PATH2 = PATH_MAX + 64;
  private static final int STRUCT = 2 * PATH2;
  private static final int DATA = STRUCT + STRUCT_SIZE;
  private static final ThreadLocal<HostBuffer> OF_THREAD = ThreadLocal.withInitial(HostBuffer::new);

  /** That of a thread that asked for its own of late: mostly the one that asks next. */
  private static HostBuffer recent;

  /** The working directory with a slash behind it; empty when it is not known. */
  private static volatile byte[] above = {};

  private final Thread thread = Thread.currentThread();

  /** Keeps the memory; it goes with the thread, at a collection. */
  private final ByteBuffer owner = ByteBuffer.allocateDirect(DATA + DATA_SIZE);

  private final long address = ((DirectBuffer) owner).address();
  private final Bytes memory = Bytes.at(address, DATA + DATA_SIZE);
  private final long[] words = new long[64];

  private HostBuffer() {}

  /** The calling thread's buffer. */
  public static HostBuffer get() {
    HostBuffer buffer = recent;
    if (buffer == null || buffer.thread != Thread.currentThread()) {
      buffer = OF_THREAD.get();
      recent = buffer;
    }
    return buffer;
  }

  /**
   * The directory that the JVM was started in, null when it has gone. Names in it are given to the
   * host from there on: it then looks up no directory above, which takes as long as all the rest.
   */
  public static byte[] workingDirectory() {
    HostBuffer buffer = get();
    if (FileCalls.getcwd(buffer.data(), PATH_MAX) == 0) {
      return null;
    }
    int length = 0;
    while (buffer.dataU8(length) != 0) {
      length++;
    }
    byte[] directory = buffer.data(0, length);
    // A Java program that guests are libraries of may go elsewhere.
    if (length > 1 && directory[0] == '/' && !Boolean.getBoolean(Memory.HOSTED)) {
      above = Arrays.copyOf(directory, length + 1);
      above[length] = '/';
    }
    return directory;
  }

  /** Places a path name; returns its address, or 0 when it is longer than the host takes. */
  public long path(byte[] path) {
    return place(0, path, fromHere(path));
  }

  /** Places a second path name beside {@link #path}. */
  public long path2(byte[] path) {
    return place(PATH2, path, 0);
  }

  /** How much of a path the host need not look up: that of the working directory, or nothing. */
  private static int fromHere(byte[] path) {
    byte[] directory = above;
    int n = directory.length;
    if (path.length <= n || path[n] == '/') {
      return 0;
    }
    for (int i = n - 1; i >= 0; i--) {
      if (path[i] != directory[i]) {
        return 0;
      }
    }
    return n;
  }

  private long place(int offset, byte[] path, int from) {
    int length = path.length - from;
    if (path.length >= PATH_MAX) {
      return 0;
    }
    memory.write(offset, path, from, length);
    memory.put8(offset + length, 0);
    return address + offset;
  }

  /** Address of the part for a structure. */
  public long struct() {
    return address + STRUCT;
  }

  /**
   * The first words of the part for a structure, by one copy: what is interpreted takes its time
   * for each access to memory. The array is this buffer's, and is filled anew by the next call.
   *
   * @param count 64 at most
   */
  public long[] words(int count) {
    memory.read(STRUCT, words, count);
    return words;
  }

  public int getInt(int offset) {
    return memory.get32(STRUCT + offset);
  }

  public int getU16(int offset) {
    return memory.get16(STRUCT + offset) & 0xFFFF;
  }

  public long getLong(int offset) {
    return memory.get64(STRUCT + offset);
  }

  public void putLong(int offset, long value) {
    memory.put64(STRUCT + offset, value);
  }

  public void putInt(int offset, int value) {
    memory.put32(STRUCT + offset, value);
  }

  public void putShort(int offset, int value) {
    memory.put16(STRUCT + offset, value);
  }

  /** Address of the part for data. */
  public long data() {
    return address + DATA;
  }

  /** Copies {@code length} bytes out of the data part. */
  public byte[] data(int offset, int length) {
    byte[] bytes = new byte[length];
    memory.read(DATA + offset, bytes, 0, length);
    return bytes;
  }

  /** Copies {@code length} bytes from the beginning of the data part into an array. */
  void data(byte[] to, int at, int length) {
    memory.read(DATA, to, at, length);
  }

  /** Copies bytes into the data part. */
  public void putData(byte[] bytes) {
    memory.write(DATA, bytes, 0, bytes.length);
  }

  public int dataU8(int offset) {
    return memory.get8(DATA + offset) & 0xFF;
  }

  public int dataU16(int offset) {
    return memory.get16(DATA + offset) & 0xFFFF;
  }

  public void putDataInt(int offset, int value) {
    memory.put32(DATA + offset, value);
  }

  public void putDataLong(int offset, long value) {
    memory.put64(DATA + offset, value);
  }

  public int dataInt(int offset) {
    return memory.get32(DATA + offset);
  }

  public long dataLong(int offset) {
    return memory.get64(DATA + offset);
  }

  public int getByte(int offset) {
    return memory.get8(STRUCT + offset) & 0xFF;
  }

  public void putByte(int offset, int value) {
    memory.put8(STRUCT + offset, value);
  }

  /** Copies guest memory into the part for a structure. */
  public void fromGuest(int offset, long guest, int length) {
    for (int i = 0; i < length; i++) {
      putByte(offset + i, Memory.getByte(guest + i));
    }
  }

  /** Copies from the part for a structure into guest memory. */
  public void toGuest(int offset, long guest, int length) {
    for (int i = 0; i < length; i++) {
      Memory.putByte(guest + i, getByte(offset + i));
    }
  }
}
