package decant.crt;

import decant.abi.CrtErrno;
import decant.host.Memory;
import decant.nt.GuestThread;

/** Reads integers as {@code strtol} does, for all widths of characters and of results. */
final class IntegerScan {
  private IntegerScan() {}

  /**
   * A signed number.
   *
   * @param end where to store the address behind the number, or 0
   * @param max the greatest result; the least is {@code -max - 1}. Beyond them errno is ERANGE.
   */
  static long signed(GuestThread t, int unit, long s, long end, int base, long max) {
    return scan(t, unit, s, end, base, max, true);
  }

  /** An unsigned number; a minus sign negates it. */
  static long unsigned(GuestThread t, int unit, long s, long end, int base, long max) {
    return scan(t, unit, s, end, base, max, false);
  }

  private static long scan(
      GuestThread t, int unit, long s, long end, int base, long max, boolean signed) {
    if (end != 0) {
      Memory.putLong(end, s);
    }
    if (s == 0 || base < 0 || base == 1 || base > 36) {
      InvalidParameter.raise(t);
      return 0;
    }
    long p = skipSpace(unit, s);
    int sign = Units.get(unit, p);
    boolean negative = sign == '-';
    if (negative || sign == '+') {
      p += unit;
    }
    int radix = base;
    if ((base == 0 || base == 16) && hasHexPrefix(unit, p)) {
      radix = 16;
      p += 2 * unit;
    } else if (base == 0) {
      radix = Units.get(unit, p) == '0' ? 8 : 10;
    }
    long limit = negative && signed ? max + 1 : max;
    long most = Long.divideUnsigned(limit, radix);
    long last = Long.remainderUnsigned(limit, radix);
    long value = 0;
    boolean overflow = false;
    long first = p;
    for (int digit; (digit = digit(unit, Units.get(unit, p))) < radix; p += unit) {
      int order = Long.compareUnsigned(value, most);
      overflow |= order > 0 || order == 0 && digit > last;
      value = value * radix + digit;
    }
    if (p == first) {
      return 0;
    }
    if (end != 0) {
      Memory.putLong(end, p);
    }
    if (overflow) {
      CrtErrno.ERANGE.set(t);
      return limit;
    }
    return negative ? -value : value;
  }

  /** Whether "0x" and a digit follow; without the digit, the zero is the number. */
  private static boolean hasHexPrefix(int unit, long p) {
    return Units.get(unit, p) == '0'
        && (Units.get(unit, p + unit) | 0x20) == 'x'
        && digit(Units.get(unit, p + 2L * unit)) < 16;
  }

  /** As {@link #digit(int)}; wide digits may be those of any script. */
  private static int digit(int unit, int c) {
    if (unit != Units.WIDE || c < 0x80) {
      return digit(c);
    }
    return Character.isDigit((char) c) ? Character.digit((char) c, 10) : 36;
  }

  /** The value of a digit of the bases up to 36; 36 for any other character. */
  static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'z' && c < 0x80 ? letter - 'a' + 10 : 36;
  }

  static long skipSpace(int unit, long s) {
    long p = s;
    while (isSpace(unit, Units.get(unit, p))) {
      p += unit;
    }
    return p;
  }

  private static boolean isSpace(int unit, int c) {
    return CharTypes.isSpace(c)
        || unit == Units.WIDE && c >= 0x80 && (CharTypes.wide(c) & CharTypes.SPACE) != 0;
  }
}
