package decant.crt;

import decant.abi.CrtErrno;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Reads floating-point numbers as {@code strtod} does: decimal, hexadecimal, infinities and NaNs,
 * each correctly rounded. Digits beyond {@link #MAX_DIGITS} count only as being zero or not.
 */
final class FloatScan {
  /** More significant digits than any exact midpoint between two doubles has. */
  private static final int MAX_DIGITS = 800;

  /** Decimal digits that always fit into a double's significand. */
  private static final int EXACT_DIGITS = 15;

  private static final int MAX_EXPONENT = 100_000;

  /** What "nan" reads as. */
  private static final double QUIET_NAN = Double.longBitsToDouble(Long.MAX_VALUE);

  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final int unit;
  private final boolean single;
  private long p;

  /** The number was too great, or too small for a normal one. */
  private boolean outOfRange;

  private FloatScan(int unit, boolean single, long p) {
    this.unit = unit;
    this.single = single;
    this.p = p;
  }

  /**
   * A number; 0 when there is none.
   *
   * @param end where to store the address behind the number, or 0
   * @param single round to a {@code float}. A result that is too great or too small sets ERANGE.
   */
  static double scan(GuestThread t, int unit, long s, long end, boolean single) {
    if (end != 0) {
      Memory.putLong(end, s);
    }
    if (s == 0) {
      InvalidParameter.raise(t);
      return 0;
    }
    FloatScan scan = new FloatScan(unit, single, IntegerScan.skipSpace(unit, s));
    boolean negative = scan.sign();
    double value = scan.unsigned();
    if (Double.isNaN(value) && scan.p == 0) {
      return 0;
    }
    if (end != 0) {
      Memory.putLong(end, scan.p);
    }
    if (scan.outOfRange) {
      CrtErrno.ERANGE.set(t);
    }
    return negative ? -value : value;
  }

  private int peek() {
    return Units.get(unit, p);
  }

  private int peek(int ahead) {
    return Units.get(unit, p + (long) ahead * unit);
  }

  private boolean sign() {
    int c = peek();
    if (c == '-' || c == '+') {
      p += unit;
    }
    return c == '-';
  }

  /** The number without its sign; NaN, and {@link #p} 0, when there is none. */
  private double unsigned() {
    int letter = peek() | 0x20;
    if (letter == 'i' && word("inf")) {
      word("inity");
      return Double.POSITIVE_INFINITY;
    }
    if (letter == 'n' && word("nan")) {
      nanPayload();
      return QUIET_NAN;
    }
    if (peek() == '0' && (peek(1) | 0x20) == 'x' && hexFollows()) {
      p += 2L * unit;
      return hexadecimal();
    }
    return decimal();
  }

  /** Skips a word of lower-case letters in any case, if it is there. */
  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((peek(i) | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    p += (long) word.length() * unit;
    return true;
  }

  /** Skips letters and digits in parentheses behind "nan". */
  private void nanPayload() {
    if (peek() != '(') {
      return;
    }
    int n = 1;
    while (IntegerScan.digit(peek(n)) < 36 || peek(n) == '_') {
      n++;
    }
    if (peek(n) == ')') {
      p += (n + 1L) * unit;
    }
  }

  private boolean hexFollows() {
    int at = peek(2) == '.' ? 3 : 2;
    return IntegerScan.digit(peek(at)) < 16;
  }

  private double decimal() {
    byte[] digits = null;
    long small = 0;
    int count = 0;
    int scale = 0;
    boolean any = false;
    boolean point = false;
    boolean sticky = false;
    for (; ; p += unit) {
      int c = peek();
      if (c == '.' && !point) {
        point = true;
        continue;
      }
      if (c < '0' || c > '9') {
        break;
      }
      any = true;
      scale -= point ? 1 : 0;
      if (c == '0' && count == 0) {
        continue;
      }
      if (count < EXACT_DIGITS) {
        small = small * 10 + (c - '0');
      } else if (count < MAX_DIGITS) {
        if (digits == null) {
          digits = new byte[MAX_DIGITS + 16];
          write(digits, small);
        }
        digits[count] = (byte) c;
      } else {
        sticky |= c != '0';
        scale++;
        continue;
      }
      count++;
    }
    if (!any) {
      p = 0;
      return Double.NaN;
    }
    int exponent = scale + exponent('e');
    if (count == 0) {
      return 0;
    }
    if (digits == null) {
      return small(small, count, exponent);
    }
    if (sticky) {
      digits[count++] = '1';
      exponent--;
    }
    return ranged(parse(digits, count, exponent));
  }

  private static void write(byte[] digits, long value) {
    long rest = value;
    for (int i = EXACT_DIGITS - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** One exact operation where both operands are exact, which rounds once. */
  private double small(long value, int count, int exponent) {
    if (!single && exponent >= -22 && exponent <= 22) {
      return exponent < 0 ? value / POWERS[-exponent] : value * POWERS[exponent];
    }
    byte[] digits = new byte[EXACT_DIGITS + 16];
    write(digits, value);
    System.arraycopy(digits, EXACT_DIGITS - count, digits, 0, count);
    return ranged(parse(digits, count, exponent));
  }

  private double parse(byte[] digits, int count, int exponent) {
    StringBuilder text = new StringBuilder(count + 16);
    for (int i = 0; i < count; i++) {
      text.append((char) digits[i]);
    }
    text.append('E').append(exponent);
    return single ? Float.parseFloat(text.toString()) : Double.parseDouble(text.toString());
  }

  /** Notes whether a number that is not zero became infinite, denormal or zero. */
  private double ranged(double value) {
    double least = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    outOfRange = value < least || Double.isInfinite(value);
    return value;
  }

  private double hexadecimal() {
    long mantissa = 0;
    int scale = 0;
    boolean point = false;
    boolean sticky = false;
    boolean nonzero = false;
    for (; ; p += unit) {
      int c = peek();
      if (c == '.' && !point) {
        point = true;
        continue;
      }
      int digit = IntegerScan.digit(c);
      if (digit >= 16) {
        break;
      }
      nonzero |= digit != 0;
      if (mantissa >>> 56 == 0) {
        mantissa = mantissa << 4 | digit;
        scale -= point ? 4 : 0;
      } else {
        sticky |= digit != 0;
        scale += point ? 0 : 4;
      }
    }
    int exponent = scale + exponent('p');
    if (!nonzero) {
      return 0;
    }
    String text = "0x" + Long.toHexString(mantissa) + (sticky ? ".1" : "") + "p" + exponent;
    return ranged(single ? Float.parseFloat(text) : Double.parseDouble(text));
  }

  /** The exponent behind a letter, 0 when there is none; limited to what no number reaches. */
  private int exponent(char letter) {
    if ((peek() | 0x20) != letter) {
      return 0;
    }
    int n = 1;
    int c = peek(n);
    boolean negative = c == '-';
    if (negative || c == '+') {
      c = peek(++n);
    }
    if (c < '0' || c > '9') {
      return 0;
    }
    int value = 0;
    for (; c >= '0' && c <= '9'; c = peek(++n)) {
      value = Math.min(value * 10 + (c - '0'), MAX_EXPONENT);
    }
    p += (long) n * unit;
    return negative ? -value : value;
  }
}
