package decant.crt;

/** Arithmetic on the parts of floating-point numbers, exact in every case. */
final class FloatBits {
  /** Results of {@code ilogb} for zero and for what is no finite number. */
  static final int ILOGB_ZERO = Integer.MIN_VALUE;

  static final int ILOGB_NAN = Integer.MAX_VALUE;

  private static final int SIGNIFICAND_BITS = 52;

  private FloatBits() {}

  /** Towards zero. */
  static double trunc(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** To the nearest integer, halves away from zero. */
  static double round(double x) {
    double whole = trunc(x);
    return Math.abs(x - whole) >= 0.5 ? whole + Math.copySign(1, x) : whole;
  }

  /** {@code Math.pow} with the results of the C standard where Java says NaN. */
  static double pow(double x, double y) {
    if (x == 1 || x == -1 && Double.isInfinite(y)) {
      return 1;
    }
    return Math.pow(x, y);
  }

  /** The exponent of a number written as 1.f times a power of two. */
  static int ilogb(double x) {
    if (x == 0) {
      return ILOGB_ZERO;
    }
    int exponent = Math.getExponent(x);
    if (exponent == Double.MAX_EXPONENT + 1) {
      return ILOGB_NAN;
    }
    return exponent >= Double.MIN_EXPONENT ? exponent : Math.getExponent(x * 0x1p64) - 64;
  }

  static double logb(double x) {
    if (x == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return x - x == 0 ? ilogb(x) : x * x;
  }

  /** A number's exponent as {@code frexp} gives it: that of a fraction from a half up to one. */
  static int exponent(double x) {
    return x == 0 || x - x != 0 ? 0 : ilogb(x) + 1;
  }

  /** A number's fraction as {@code frexp} gives it. */
  static double fraction(double x) {
    return x == 0 || x - x != 0 ? x : Math.scalb(x, -exponent(x));
  }

  /** {@code _fpclass}: one bit for each kind of number. */
  static int fpclass(double x) {
    long bits = Double.doubleToRawLongBits(x);
    if (Double.isNaN(x)) {
      return (bits >>> SIGNIFICAND_BITS - 1 & 1) == 0 ? 0x01 : 0x02;
    }
    boolean negative = bits < 0;
    if (Double.isInfinite(x)) {
      return negative ? 0x04 : 0x200;
    }
    if (x == 0) {
      return negative ? 0x20 : 0x40;
    }
    return Math.abs(x) < Double.MIN_NORMAL ? negative ? 0x10 : 0x80 : negative ? 0x08 : 0x100;
  }

  /** {@code _fpclassf}. */
  static int fpclass(float x) {
    if (Float.isNaN(x)) {
      return (Float.floatToRawIntBits(x) & 0x40_0000) == 0 ? 0x01 : 0x02;
    }
    if (x != 0 && Math.abs(x) < Float.MIN_NORMAL) {
      return x < 0 ? 0x10 : 0x80;
    }
    return fpclass((double) x);
  }

  /** The class that {@code fpclassify} names: {@code _FINITE}, {@code _INFCODE} ... */
  static int kind(int fpclass) {
    return switch (fpclass) {
      case 0x01, 0x02 -> 2;
      case 0x04, 0x200 -> 1;
      case 0x10, 0x80 -> -2;
      case 0x20, 0x40 -> 0;
      default -> -1;
    };
  }
}
