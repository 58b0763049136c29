package decant.demo.x86;

/**
 * What arithmetic leaves behind for the conditional instructions that follow. All numbers are
 * unsigned here: a value of {@code size} bytes stands in a {@code long} with zeros above it. (The
 * auxiliary carry is not kept: only decimal arithmetic reads it, which 64-bit code does not have.)
 */
public final class Flags {
  /** The bits of RFLAGS. */
  public static final int CARRY = 1;

  public static final int PARITY = 1 << 2;
  public static final int ZERO = 1 << 6;
  public static final int SIGN = 1 << 7;
  public static final int OVERFLOW = 1 << 11;

  /** An unsigned result did not fit: one was carried out, or borrowed. */
  boolean carry;

  /** The number of ones in the lowest byte is even. */
  boolean parity;

  boolean zero;

  /** The highest bit: the result is negative, if it is meant to be signed. */
  boolean sign;

  /** A signed result did not fit. */
  boolean overflow;

  /** The bit that is the sign of a number of {@code size} bytes. */
  static long signBit(int size) {
    return 1L << 8 * size - 1;
  }

  /** The bits of a number of {@code size} bytes. */
  static long mask(int size) {
    return -1L >>> 64 - 8 * size;
  }

  /**
   * Sets all flags for {@code a + b}, where {@code result} is what was left of it in {@code size}
   * bytes. It wrapped around if it came out smaller than what went in; it overflowed if both
   * numbers had the same sign and the result has the other.
   */
  void afterAddition(long a, long b, long result, int size) {
    carry = Long.compareUnsigned(result, a) < 0;
    overflow = ((a ^ result) & (b ^ result) & signBit(size)) != 0;
    of(result, size);
  }

  /**
   * Sets all flags for {@code a - b}. One was borrowed if more was taken than there was; it
   * overflowed if the numbers had different signs and the result does not have that of {@code a}.
   */
  void afterSubtraction(long a, long b, long result, int size) {
    carry = Long.compareUnsigned(a, b) < 0;
    overflow = ((a ^ b) & (a ^ result) & signBit(size)) != 0;
    of(result, size);
  }

  /** Sets all flags for the result of a logical operation, which neither carries nor overflows. */
  void afterLogic(long result, int size) {
    carry = false;
    overflow = false;
    of(result, size);
  }

  /** Sets the flags that depend on the result alone. */
  void of(long result, int size) {
    zero = result == 0;
    sign = (result & signBit(size)) != 0;
    parity = (Integer.bitCount((int) result & 0xFF) & 1) == 0;
  }

  /**
   * Whether a condition holds, as {@code Jcc}, {@code SETcc} and {@code CMOVcc} have it in the
   * lowest four bits of their opcodes. The names are those of the comparison {@code a - b} before.
   */
  boolean holds(int condition) {
    boolean holds =
        switch (condition >> 1) {
          case 0 -> overflow;
          case 1 -> carry; // below: unsigned a < b
          case 2 -> zero; // equal
          case 3 -> carry || zero; // below or equal
          case 4 -> sign;
          case 5 -> parity;
          case 6 -> sign != overflow; // less: signed a < b
          default -> zero || sign != overflow; // less or equal
        };
    return holds != ((condition & 1) != 0); // every second condition is the opposite of the first
  }

  /** The flags as the bits of RFLAGS that they are. */
  public int bits() {
    return (carry ? CARRY : 0)
        | (parity ? PARITY : 0)
        | (zero ? ZERO : 0)
        | (sign ? SIGN : 0)
        | (overflow ? OVERFLOW : 0);
  }

  /** Sets the flags from bits of RFLAGS. */
  public void bits(int bits) {
    carry = (bits & CARRY) != 0;
    parity = (bits & PARITY) != 0;
    zero = (bits & ZERO) != 0;
    sign = (bits & SIGN) != 0;
    overflow = (bits & OVERFLOW) != 0;
  }
}
