package decant.host;

import java.util.Objects;
import jdk.internal.misc.Unsafe;

/**
 * Memory that several processes map: aligned words, each read and written at once and in order, as
 * by {@code volatile} fields. Offsets are checked against its bounds.
 */
public final class SharedWords {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private final long start;
  private final long size;

  private SharedWords(long start, long size) {
    this.start = start;
    this.size = size;
  }

  /** Maps the first {@code size} bytes of a file, for good; null when the host does not. */
  public static SharedWords map(int fd, long size) {
    int protection = Mman.PROT_READ | Mman.PROT_WRITE;
    long address = Mman.mmap(0, size, protection, Mman.MAP_SHARED, fd, 0);
    return address == -1 ? null : new SharedWords(address, size);
  }

  /** The address of a word. */
  public long address(long offset) {
    return start + Objects.checkIndex(offset, size);
  }

  private long at(long offset, int length) {
    return start + Objects.checkFromIndexSize(offset, length, size);
  }

  public int getInt(long offset) {
    return UNSAFE.getIntVolatile(null, at(offset, 4));
  }

  public void putInt(long offset, int value) {
    UNSAFE.putIntVolatile(null, at(offset, 4), value);
  }

  public boolean compareAndSetInt(long offset, int expected, int value) {
    return UNSAFE.compareAndSetInt(null, at(offset, 4), expected, value);
  }

  /** Returns the value before. */
  public int getAndSetInt(long offset, int value) {
    return UNSAFE.getAndSetInt(null, at(offset, 4), value);
  }

  /** Returns the value before. */
  public int getAndAddInt(long offset, int delta) {
    return UNSAFE.getAndAddInt(null, at(offset, 4), delta);
  }

  public long getLong(long offset) {
    return UNSAFE.getLongVolatile(null, at(offset, 8));
  }

  public void putLong(long offset, long value) {
    UNSAFE.putLongVolatile(null, at(offset, 8), value);
  }

  public boolean compareAndSetLong(long offset, long expected, long value) {
    return UNSAFE.compareAndSetLong(null, at(offset, 8), expected, value);
  }

  public char getChar(long offset) {
    return UNSAFE.getChar(null, at(offset, 2));
  }

  public void putChar(long offset, char value) {
    UNSAFE.putChar(null, at(offset, 2), value);
  }
}
