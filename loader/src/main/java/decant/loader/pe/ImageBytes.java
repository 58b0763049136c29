package decant.loader.pe;

import decant.host.Bytes;
import decant.loader.pe.BadImageException.Reason;

/**
 * The bytes of a file or of a mapped image, little-endian, every access checked. Offsets are
 * unsigned numbers of at most 32 bits in a {@code long}, so that sums of two cannot overflow.
 */
final class ImageBytes {
  final Bytes bytes;
  final long size;
  private final String name;

  ImageBytes(Bytes bytes, String name) {
    this.bytes = bytes;
    this.size = bytes.size();
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
    return bytes.get8(offset) & 0xFF;
  }

  int u16(long offset, String what) {
    check(offset, 2, what);
    return bytes.get16(offset) & 0xFFFF;
  }

  int i32(long offset, String what) {
    check(offset, 4, what);
    return bytes.get32(offset);
  }

  long u32(long offset, String what) {
    return i32(offset, what) & 0xFFFF_FFFFL;
  }

  long i64(long offset, String what) {
    check(offset, 8, what);
    return bytes.get64(offset);
  }

  void put16(long offset, int value) {
    bytes.put16(offset, value);
  }

  void put32(long offset, int value) {
    bytes.put32(offset, value);
  }

  void put64(long offset, long value) {
    bytes.put64(offset, value);
  }
}
