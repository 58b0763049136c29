package decant.crt.format;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The decimal digits of a double, rounded where a conversion wants them to be. Reusable; usual
 * magnitudes need no allocation.
 *
 * <p>The value is {@code 0.d1d2d3… × 10^point}; digits behind the last one are zeros.
 */
public final class Decimal {
  /** How digits are dropped. */
  public enum Rounding {
    /** The exact value to nearest, ties to even: what C99 asks for. */
    HALF_EVEN,
    /** The exact value to nearest, ties away from zero: the universal CRT before 2020. */
    HALF_UP,
    /**
     * As {@link #HALF_UP}, of the value's first 17 significant digits: what msvcrt.dll prints,
     * where all further digits are zeros.
     */
    SEVENTEEN_DIGITS
  }

  private static final int LEGACY_DIGITS = 17;

  /** With a binary exponent from here on, a digit times ten fits into 64 bits. */
  private static final int MIN_FAST_EXPONENT = -60;

  private static final int MAX_FAST_EXPONENT = 10;
  private static final int BIAS = 1075;
  private static final long FRACTION = (1L << 52) - 1;

  private byte[] digits = new byte[64];
  private int count;
  private int point;

  /** The digit at an index from 0, as a character. */
  public int digit(int index) {
    return index >= 0 && index < count ? digits[index] : '0';
  }

  /** The number of digits, without zeros behind them that rounding left out. */
  public int count() {
    return count;
  }

  /** How many digits stand before the decimal point; 0 or less for values below 0.1. */
  public int point() {
    return point;
  }

  /** Takes characters that stand for a number: msvcrt rounds its names of infinities too. */
  void name(String name) {
    for (int i = 0; i < name.length(); i++) {
      digits[i] = (byte) name.charAt(i);
    }
    count = name.length();
    point = 1;
  }

  /** Rounds to a number of digits behind the decimal point. {@code magnitude}: finite, not -0. */
  public void fixed(double magnitude, int fraction, Rounding rounding) {
    generate(magnitude, fraction, true, rounding);
    round(point + fraction, rounding == Rounding.HALF_EVEN);
  }

  /** Rounds to a number of significant digits, at least 1. */
  public void significant(double magnitude, int n, Rounding rounding) {
    generate(magnitude, n, false, rounding);
    round(n, rounding == Rounding.HALF_EVEN);
  }

  private void generate(double magnitude, int wanted, boolean fixed, Rounding rounding) {
    count = 0;
    point = 1;
    if (magnitude == 0) {
      return;
    }
    boolean legacy = rounding == Rounding.SEVENTEEN_DIGITS;
    long bits = Double.doubleToRawLongBits(magnitude);
    int exponent = Math.max((int) (bits >>> 52), 1) - BIAS;
    long mantissa = bits & FRACTION | (bits >>> 52 == 0 ? 0 : 1L << 52);
    if (exponent >= MIN_FAST_EXPONENT && exponent <= MAX_FAST_EXPONENT) {
      fast(mantissa, exponent, legacy ? LEGACY_DIGITS : wanted, fixed && !legacy);
    } else {
      exact(magnitude);
    }
    if (legacy) {
      round(LEGACY_DIGITS, false);
    }
  }

  /** Produces digits up to one behind the last wanted one, and one more if anything is left. */
  private void fast(long mantissa, int exponent, int wanted, boolean fixed) {
    int shift = Math.max(-exponent, 0);
    long whole = exponent >= 0 ? mantissa << exponent : shift > 52 ? 0 : mantissa >>> shift;
    long mask = (1L << shift) - 1;
    long rest = exponent >= 0 ? 0 : mantissa & mask;
    point = 0;
    if (whole != 0) {
      int n = decimalDigits(whole);
      for (int i = n - 1; i >= 0; i--) {
        digits[i] = (byte) ('0' + whole % 10);
        whole /= 10;
      }
      count = n;
      point = n;
    }
    while (rest != 0) {
      int limit = fixed ? point + wanted : wanted;
      if (count > limit) {
        add('1'); // something that is not zero follows
        return;
      }
      rest *= 10;
      int digit = (int) (rest >>> shift);
      rest &= mask;
      if (count == 0 && digit == 0) {
        point--;
      } else {
        add('0' + digit);
      }
      if (limit < 0) {
        return;
      }
    }
  }

  private static int decimalDigits(long value) {
    int n = 1;
    for (long v = value; v >= 10; v /= 10) {
      n++;
    }
    return n;
  }

  private void add(int digit) {
    if (count == digits.length) {
      digits = Arrays.copyOf(digits, 2 * count);
    }
    digits[count++] = (byte) digit;
  }

  private void exact(double magnitude) {
    BigDecimal value = new BigDecimal(magnitude);
    String all = value.unscaledValue().toString();
    if (all.length() > digits.length) {
      digits = new byte[all.length() + 1];
    }
    for (int i = 0; i < all.length(); i++) {
      digits[i] = (byte) all.charAt(i);
    }
    count = all.length();
    point = count - value.scale();
  }

  /** Drops the digits from an index on. */
  void round(int limit, boolean halfEven) {
    if (limit >= count) {
      return;
    }
    if (limit < 0) {
      count = 0;
      return;
    }
    boolean up = digits[limit] >= '5';
    if (up && halfEven && digits[limit] == '5' && isTie(limit)) {
      up = limit > 0 && (digits[limit - 1] & 1) != 0;
    }
    count = limit;
    if (!up) {
      return;
    }
    int i = limit - 1;
    while (i >= 0 && digits[i] == '9') {
      i--;
    }
    count = i + 1;
    if (i >= 0) {
      digits[i]++;
    } else {
      digits[0] = '1';
      count = 1;
      point++;
    }
  }

  private boolean isTie(int five) {
    for (int i = five + 1; i < count; i++) {
      if (digits[i] != '0') {
        return false;
      }
    }
    return true;
  }
}
