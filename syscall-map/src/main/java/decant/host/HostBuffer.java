package decant.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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

  private final MemorySegment memory = Arena.ofAuto().allocate(DATA + DATA_SIZE, 64);

  /** Address of the memory. */
  private final long address = memory.address();

  private HostBuffer() {}

  /** The calling thread's buffer. */
  public static HostBuffer get() {
    return OF_THREAD.get();
  }

  /** Places a path name; returns its address, or 0 when it is longer than the host takes. */
  public long path(byte[] path) {
    return place(0, path);
  }

  /** Places a second path name beside {@link #path}. */
  public long path2(byte[] path) {
    return place(PATH2, path);
  }

  private long place(int offset, byte[] path) {
    int length = path.length;
    if (length >= PATH_MAX) {
      return 0;
    }
    MemorySegment.copy(path, 0, memory, ValueLayout.JAVA_BYTE, offset, length);
    memory.set(ValueLayout.JAVA_BYTE, offset + length, (byte) 0);
    return address + offset;
  }

  /** Address of the part for a structure. */
  public long struct() {
    return address + STRUCT;
  }

  public int getInt(int offset) {
    return memory.get(ValueLayout.JAVA_INT_UNALIGNED, STRUCT + offset);
  }

  public int getU16(int offset) {
    return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, STRUCT + offset) & 0xFFFF;
  }

  public long getLong(int offset) {
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, STRUCT + offset);
  }

  public void putLong(int offset, long value) {
    memory.set(ValueLayout.JAVA_LONG_UNALIGNED, STRUCT + offset, value);
  }

  public void putInt(int offset, int value) {
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, STRUCT + offset, value);
  }

  public void putShort(int offset, int value) {
    memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, STRUCT + offset, (short) value);
  }

  /** Address of the part for data. */
  public long data() {
    return address + DATA;
  }

  /** Copies {@code length} bytes out of the data part. */
  public byte[] data(int offset, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, DATA + offset, bytes, 0, length);
    return bytes;
  }

  /** Copies bytes into the data part. */
  public void putData(byte[] bytes) {
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, DATA, bytes.length);
  }

  public int dataU8(int offset) {
    return memory.get(ValueLayout.JAVA_BYTE, DATA + offset) & 0xFF;
  }

  public int dataU16(int offset) {
    return memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, DATA + offset) & 0xFFFF;
  }
}
