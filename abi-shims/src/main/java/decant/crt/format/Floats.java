package decant.crt.format;

/** The floating-point conversions: e, f, g, a. */
final class Floats {
  private static final int DEFAULT_PRECISION = 6;
  private static final int HEX_DIGITS = 13;
  private static final int QUIET_BIT_SHIFT = 51;
  private static final long FRACTION = (1L << 52) - 1;

  private Floats() {}

  static void format(Output out, Conversion c, int letter, double value, int options) {
    int start = out.length();
    long bits = Double.doubleToRawLongBits(value);
    boolean negative = bits < 0;
    if (negative) {
      out.add('-');
    } else if (c.has(Conversion.PLUS)) {
      out.add('+');
    } else if (c.has(Conversion.SPACE)) {
      out.add(' ');
    }
    boolean universal = (options & PrintfOptions.UNIVERSAL) != 0;
    boolean finite = (bits >>> 52 & 0x7FF) != 0x7FF;
    boolean upper = letter < 'a';
    int kind = letter | 0x20;
    boolean zeros = c.has(Conversion.ZERO);
    if (!finite && universal) {
      String name = universalName(bits);
      out.add(upper ? name.toUpperCase(java.util.Locale.ROOT) : name);
      out.pad(start, 0, c.width, c.has(Conversion.LEFT), false);
      return;
    }
    int prefix = out.length() - start;
    if (finite && kind == 'a') {
      out.add(upper ? "0X" : "0x");
      prefix += 2;
      hexadecimal(out, c, upper, bits);
    } else {
      decimal(out, c, kind, upper, Math.abs(value), finite ? null : legacyName(bits), options);
    }
    out.pad(start, prefix, c.width, c.has(Conversion.LEFT), zeros);
  }

  private static String universalName(long bits) {
    long fraction = bits & FRACTION;
    if (fraction == 0) {
      return "inf";
    }
    if (fraction >>> QUIET_BIT_SHIFT == 0) {
      return "nan(snan)";
    }
    return bits < 0 && fraction == 1L << QUIET_BIT_SHIFT ? "nan(ind)" : "nan";
  }

  /** The digits that msvcrt prints for what is no number. */
  private static String legacyName(long bits) {
    long fraction = bits & FRACTION;
    if (fraction == 0) {
      return "1#INF";
    }
    if (fraction >>> QUIET_BIT_SHIFT == 0) {
      return "1#SNAN";
    }
    return bits < 0 && fraction == 1L << QUIET_BIT_SHIFT ? "1#IND" : "1#QNAN";
  }

  private static Decimal.Rounding rounding(int options) {
    if ((options & PrintfOptions.UNIVERSAL) == 0) {
      return Decimal.Rounding.SEVENTEEN_DIGITS;
    }
    return (options & PrintfOptions.STANDARD_ROUNDING) != 0
        ? Decimal.Rounding.HALF_EVEN
        : Decimal.Rounding.HALF_UP;
  }

  private static void decimal(
      Output out, Conversion c, int kind, boolean upper, double value, String name, int options) {
    Decimal d = out.decimal;
    int precision = c.precision < 0 ? DEFAULT_PRECISION : c.precision;
    boolean alternate = c.has(Conversion.ALTERNATE);
    Decimal.Rounding rounding = rounding(options);
    if (kind == 'f') {
      if (name != null) {
        d.name(name);
        d.round(1 + precision, false);
      } else {
        d.fixed(value, precision, rounding);
      }
      fixed(out, d, precision, alternate);
      return;
    }
    int significant = kind == 'e' || kind == 'a' ? precision + 1 : Math.max(precision, 1);
    if (name != null) {
      d.name(name);
      d.round(significant, false);
    } else {
      d.significant(value, significant, rounding);
    }
    int exponent = d.point() - 1;
    int digits = (options & PrintfOptions.THREE_DIGIT_EXPONENTS) != 0 ? 3 : 2;
    if (kind != 'g') {
      scientific(out, d, precision, alternate, upper ? 'E' : 'e', exponent, digits);
      return;
    }
    int shown = alternate ? significant : significantDigits(d);
    if (exponent < -4 || exponent >= significant) {
      int fraction = Math.max(shown - 1, 0);
      scientific(out, d, fraction, alternate, upper ? 'E' : 'e', exponent, digits);
    } else {
      fixed(out, d, Math.max(shown - 1 - exponent, 0), alternate);
    }
  }

  private static int significantDigits(Decimal d) {
    int n = d.count();
    while (n > 0 && d.digit(n - 1) == '0') {
      n--;
    }
    return n;
  }

  private static void fixed(Output out, Decimal d, int fraction, boolean alternate) {
    int whole = d.point();
    if (whole <= 0) {
      out.add('0');
    }
    for (int i = 0; i < whole; i++) {
      out.add(d.digit(i));
    }
    if (fraction > 0 || alternate) {
      out.add('.');
    }
    out.room(fraction);
    for (int i = 0; i < fraction; i++) {
      out.add(d.digit(whole + i));
    }
  }

  private static void scientific(
      Output out, Decimal d, int fraction, boolean alternate, int e, int exponent, int digits) {
    out.add(d.digit(0));
    if (fraction > 0 || alternate) {
      out.add('.');
    }
    out.room(fraction);
    for (int i = 1; i <= fraction; i++) {
      out.add(d.digit(i));
    }
    out.add(e);
    out.add(exponent < 0 ? '-' : '+');
    out.addNumber(Math.abs(exponent), 10, false, digits);
  }

  private static void hexadecimal(Output out, Conversion c, boolean upper, long bits) {
    int biased = (int) (bits >>> 52 & 0x7FF);
    long mantissa = bits & FRACTION | (biased == 0 ? 0 : 1L << 52);
    int exponent = mantissa == 0 ? 0 : Math.max(biased, 1) - 1023;
    int precision = c.precision < 0 ? HEX_DIGITS : c.precision;
    if (precision < HEX_DIGITS) {
      int dropped = 4 * (HEX_DIGITS - precision);
      mantissa = mantissa + (1L << dropped - 1) >>> dropped << dropped;
    }
    out.add((int) ('0' + (mantissa >>> 52)));
    if (precision > 0 || c.has(Conversion.ALTERNATE)) {
      out.add('.');
    }
    int shown = Math.min(precision, HEX_DIGITS);
    if (shown > 0) {
      out.addNumber((mantissa & FRACTION) >>> 4 * (HEX_DIGITS - shown), 16, upper, shown);
    }
    out.add('0', precision - shown);
    out.add(upper ? 'P' : 'p');
    out.add(exponent < 0 ? '-' : '+');
    out.addNumber(Math.abs(exponent), 10, false, 1);
  }
}
