package decant.nt.memory;

/**
 * How the heap's blocks look, and which sizes they come in. {@code layout.inc} and the tables of
 * {@code heap.S} say the same to the machine code; a test compares the two.
 *
 * <p>Before every block lies a header of 16 bytes: state and class, the tag of the heap that the
 * block belongs to, and the size as asked for. In a free block the size makes room for the address
 * of the next free block of a list.
 *
 * <p>Classes: blocks (with header) of 16, 32 … 512 bytes; then four classes per doubling up to 32
 * KiB; then, for large blocks, eight per doubling up to 1 TiB.
 */
final class HeapLayout {
  static final int HEADER = 16;

  /** Offsets from the address of a block. */
  static final int STATE = -16;

  static final int TAG = -12;
  static final int SIZE = -8;

  /** States, to which the class is added. */
  static final int ALLOCATED = 0xDECA_A100;

  static final int FREE = 0xDECA_FE00;

  /** Small blocks go through the lists of the threads. */
  static final int SMALL_CLASSES = 56;

  static final int CLASSES = 256;

  /** The largest small block, without its header. */
  static final int SMALL_MAX = 0x7FF0;

  /** The largest block, without its header. */
  static final long MAX = (1L << 40) - HEADER;

  /** A heap handle is the address of a structure: offsets, and the signatures found there. */
  static final int SIGNATURE_AT = 0x10;

  static final int TAG_AT = 0x14;

  /** The process heap and heaps that can grow: machine code serves them. */
  static final int SIGNATURE = 0xFFEE_FFEE;

  /** Heaps with a maximum size: only Java serves them. */
  static final int BOUNDED_SIGNATURE = 0xFFEE_FFED;

  /** Where programs that look into {@code _HEAP} find Flags ({@code HEAP_GROWABLE}). */
  static final int FLAGS_AT = 0x70;

  static final int HEAP_GROWABLE = 2;
  static final int DESCRIPTOR_SIZE = 0x100;
  static final int PROCESS_TAG = 1;

  private HeapLayout() {}

  /** The class of a block of {@code size} bytes, 0 to {@link #MAX}. */
  static int classOf(long size) {
    long last = size + HEADER - 1; // offset of the last byte, counted from the header
    if (size <= 512 - HEADER) {
      return (int) (last >>> 4);
    }
    int e = 63 - Long.numberOfLeadingZeros(last);
    return size <= SMALL_MAX
        ? 32 + 4 * (e - 9) + (int) (last >>> (e - 2) & 3)
        : SMALL_CLASSES + 8 * (e - 15) + (int) (last >>> (e - 3) & 7);
  }

  /** The bytes of a block of a class, with its header. */
  static long bytes(int sizeClass) {
    if (sizeClass < 32) {
      return 16L * (sizeClass + 1);
    }
    if (sizeClass < SMALL_CLASSES) {
      int i = sizeClass - 32;
      return (5L + (i & 3)) << (7 + (i >> 2));
    }
    int i = sizeClass - SMALL_CLASSES;
    return (9L + (i & 7)) << (12 + (i >> 3));
  }

  /** The most that a block of a class can hold. */
  static long capacity(int sizeClass) {
    return bytes(sizeClass) - HEADER;
  }
}
