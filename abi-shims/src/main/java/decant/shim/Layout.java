package decant.shim;

/**
 * Computes the offsets of a structure's fields as C does: fields in order, each aligned to its own
 * size.
 *
 * <pre>
 * final class Point {                          // struct { BYTE kind; int x; double weight; }
 *   private static final Layout LAYOUT = new Layout();
 *   static final int KIND = LAYOUT.i8();       // 0
 *   static final int X = LAYOUT.i32();         // 4
 *   static final int WEIGHT = LAYOUT.f64();    // 8
 *   static final int SIZE = LAYOUT.size();     // 16
 * }
 * … Memory.getInt(point + Point.X) …
 * </pre>
 */
public final class Layout {
  private final int packing;
  private int offset;
  private int alignment = 1;

  /** Of a structure with the usual alignment, 8. */
  public Layout() {
    this(8);
  }

  /**
   * Of a structure that is declared within {@code #pragma pack(packing)}.
   *
   * @param packing 1, 2, 4, 8 or 16
   */
  public Layout(int packing) {
    this.packing = packing;
  }

  /** The offset of a field of 8 bits. */
  public int i8() {
    return field(1, 1);
  }

  /** The offset of a field of 16 bits. */
  public int i16() {
    return field(2, 2);
  }

  /** The offset of a field of 32 bits. */
  public int i32() {
    return field(4, 4);
  }

  /** The offset of a field of 64 bits. */
  public int i64() {
    return field(8, 8);
  }

  /** The offset of a pointer or handle. */
  public int pointer() {
    return i64();
  }

  /** The offset of a {@code float}. */
  public int f32() {
    return i32();
  }

  /** The offset of a {@code double}. */
  public int f64() {
    return i64();
  }

  /**
   * The offset of an array or of a structure within.
   *
   * @param size in bytes
   * @param unit the alignment: the size of its largest number
   */
  public int field(int size, int unit) {
    int boundary = Math.min(unit, packing);
    alignment = Math.max(alignment, boundary);
    int at = (offset + boundary - 1) & -boundary;
    offset = at + size;
    return at;
  }

  /** The size of the structure, when all fields have been asked for. */
  public int size() {
    return (offset + alignment - 1) & -alignment;
  }
}
