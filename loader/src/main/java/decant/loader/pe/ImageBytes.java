package decant.loader.pe;

import decant.loader.pe.BadImageException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The bytes of a file or of a mapped image, little-endian, every access checked. Offsets are
 * unsigned numbers of at most 32 bits in a {@code long}, so that sums of two cannot overflow.
 */
final class ImageBytes {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  final MemorySegment segment;
  final long size;
  private final String name;

  ImageBytes(MemorySegment segment, String name) {
    this.segment = segment;
    this.size = segment.byteSize();
    this.name = name;
  }

  boolean has(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
  }

  private void check(long offset, long length, String what) {
    if (!has(offset, length)) {
      throw new BadImageException(
          Reason.TRUNCATED,
          name
              + " is cut off: its "
              + what
              + " at 0x"
              + Long.toHexString(offset)
              + " lies beyond the end (0x"
              + Long.toHexString(size)
              + ")");
    }
  }

  int u8(long offset, String what) {
    check(offset, 1, what);
    return segment.get(BYTE, offset) & 0xFF;
  }

  int u16(long offset, String what) {
    check(offset, 2, what);
    return segment.get(SHORT, offset) & 0xFFFF;
  }

  int i32(long offset, String what) {
    check(offset, 4, what);
    return segment.get(INT, offset);
  }

  long u32(long offset, String what) {
    return i32(offset, what) & 0xFFFF_FFFFL;
  }

  long i64(long offset, String what) {
    check(offset, 8, what);
    return segment.get(LONG, offset);
  }

  void put16(long offset, int value) {
    segment.set(SHORT, offset, (short) value);
  }

  void put32(long offset, int value) {
    segment.set(INT, offset, value);
  }

  void put64(long offset, long value) {
    segment.set(LONG, offset, value);
  }
}
