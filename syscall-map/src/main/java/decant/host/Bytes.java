package decant.host;

import java.util.Objects;
import jdk.internal.misc.Unsafe;

/**
 * A range of bytes, in a Java array or at an address of this process, every access checked against
 * its bounds; little-endian, at any alignment. The memory behind an address must outlive its use.
 *
 * <p>Why not {@code java.lang.foreign.MemorySegment}: every program's start would wait for the
 * several hundred classes and the method handles that its first accesses bring up.
 */
public final class Bytes {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Up to here moving bytes one by one takes less than calling what moves them. */
  private static final int SHORT = 128;

  private final byte[] array;
  private final long start;
  private final long size;

  private Bytes(byte[] array, long start, long size) {
    this.array = array;
    this.start = start;
    this.size = size;
  }

  /** The bytes of an array. */
  public static Bytes of(byte[] array) {
    return new Bytes(array, Unsafe.ARRAY_BYTE_BASE_OFFSET, array.length);
  }

  /** The {@code size} bytes at an address. */
  public static Bytes at(long address, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("a size of " + size);
    }
    return new Bytes(null, address, size);
  }

  /** New native memory, all zero, until {@link #free}. */
  public static Bytes allocate(long size) {
    long address = UNSAFE.allocateMemory(Math.max(size, 1));
    UNSAFE.setMemory(address, size, (byte) 0);
    return new Bytes(null, address, size);
  }

  /** Gives back what {@link #allocate} has made. */
  public void free() {
    UNSAFE.freeMemory(start);
  }

  /** The number of bytes. */
  public long size() {
    return size;
  }

  /** The address of the first byte; 0 for an array, which has none. */
  public long address() {
    return array == null ? start : 0;
  }

  /** A part of this range. */
  public Bytes slice(long offset, long length) {
    return new Bytes(array, check(offset, length), length);
  }

  /** The UTF-16 units of a text; as Java's encoder would, which takes a call for each. */
  public static byte[] utf16(String text) {
    char[] units = text.toCharArray();
    byte[] bytes = new byte[2 * units.length];
    UNSAFE.copyMemory(
        units, Unsafe.ARRAY_CHAR_BASE_OFFSET, bytes, Unsafe.ARRAY_BYTE_BASE_OFFSET, bytes.length);
    return bytes;
  }

  /**
   * Copies between arrays and memory, which do not overlap; what is short, without a call of native
   * code.
   */
  static void move(Object from, long at, Object to, long place, long length) {
    if (length > SHORT) {
      UNSAFE.copyMemory(from, at, to, place, length);
      return;
    }
    int i = 0;
    for (; i <= length - 8; i += 8) {
      UNSAFE.putLong(to, place + i, UNSAFE.getLong(from, at + i));
    }
    if ((length & 4) != 0) {
      UNSAFE.putInt(to, place + i, UNSAFE.getInt(from, at + i));
      i += 4;
    }
    for (; i < length; i++) {
      UNSAFE.putByte(to, place + i, UNSAFE.getByte(from, at + i));
    }
  }

  private long check(long offset, long length) {
    if ((offset | length) < 0 || offset > size - length) {
      Objects.checkFromIndexSize(offset, length, size); // which says what is wrong
    }
    return start + offset;
  }

  public byte get8(long offset) {
    return UNSAFE.getByte(array, check(offset, 1));
  }

  public short get16(long offset) {
    return UNSAFE.getShort(array, check(offset, 2));
  }

  public int get32(long offset) {
    return UNSAFE.getInt(array, check(offset, 4));
  }

  public long get64(long offset) {
    return UNSAFE.getLong(array, check(offset, 8));
  }

  public void put8(long offset, int value) {
    UNSAFE.putByte(array, check(offset, 1), (byte) value);
  }

  public void put16(long offset, int value) {
    UNSAFE.putShort(array, check(offset, 2), (short) value);
  }

  public void put32(long offset, int value) {
    UNSAFE.putInt(array, check(offset, 4), value);
  }

  public void put64(long offset, long value) {
    UNSAFE.putLong(array, check(offset, 8), value);
  }

  /**
   * The text up to the next zero byte, one character per byte.
   *
   * @param limit where to stop looking, in bytes from {@code offset}
   * @return null when no byte before the limit is zero
   */
  public String string(long offset, long limit) {
    long at = check(offset, limit);
    int length = 0;
    while (length < limit && UNSAFE.getByte(array, at + length) != 0) {
      length++;
    }
    if (length == limit) {
      return null;
    }
    byte[] text = new byte[length];
    UNSAFE.copyMemory(array, at, text, Unsafe.ARRAY_BYTE_BASE_OFFSET, length);
    return Latin1.string(text);
  }

  /** Copies {@code length} bytes from here into another range; the two may overlap. */
  public void copyTo(long offset, Bytes to, long toOffset, long length) {
    UNSAFE.copyMemory(array, check(offset, length), to.array, to.check(toOffset, length), length);
  }

  /** Copies {@code length} bytes into an array. */
  public void read(long offset, byte[] to, int toOffset, int length) {
    Objects.checkFromIndexSize(toOffset, length, to.length);
    move(array, check(offset, length), to, Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) toOffset, length);
  }

  /** Copies {@code count} words of eight bytes into an array. */
  void read(long offset, long[] to, int count) {
    Objects.checkFromIndexSize(0, count, to.length);
    long length = (long) count * Long.BYTES;
    UNSAFE.copyMemory(array, check(offset, length), to, Unsafe.ARRAY_LONG_BASE_OFFSET, length);
  }

  /** Copies {@code length} bytes of an array to here. */
  public void write(long offset, byte[] from, int fromOffset, int length) {
    Objects.checkFromIndexSize(fromOffset, length, from.length);
    move(
        from,
        Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) fromOffset,
        array,
        check(offset, length),
        length);
  }
}
