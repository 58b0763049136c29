package decant.crt.format;

/** Numbers as the streams of C++ format them, before they are padded: as {@code printf} does. */
public final class StreamNumbers {
  private StreamNumbers() {}

  /**
   * An integer.
   *
   * @param value extended to 64 bits by its sign, or by zeros
   * @param signed whether it may be negative
   * @param base whether the digits show their base
   */
  public static void integer(
      Output out,
      long value,
      boolean signed,
      int radix,
      boolean base,
      boolean plus,
      boolean upper) {
    long digits = value;
    if (signed && radix == 10) {
      if (value < 0) {
        out.add('-');
        digits = -value;
      } else if (plus) {
        out.add('+');
      }
    }
    if (base && radix == 16 && value != 0) {
      out.add(upper ? "0X" : "0x");
    } else if (base && radix == 8 && value != 0) {
      out.add('0');
    }
    out.addNumber(digits, radix, upper, 1);
  }

  /** An address: all its digits. */
  public static void pointer(Output out, long value) {
    out.addNumber(value, 16, true, 16);
  }

  /**
   * A floating-point number.
   *
   * @param letter the conversion of {@code printf}
   * @param point whether there always is a decimal point
   */
  public static void floating(
      Output out, double value, int letter, int precision, boolean plus, boolean point) {
    Conversion c = out.conversion;
    c.reset();
    c.precision = precision;
    c.flags = (plus ? Conversion.PLUS : 0) | (point ? Conversion.ALTERNATE : 0);
    int options = PrintfOptions.UNIVERSAL | PrintfOptions.STANDARD_ROUNDING;
    Floats.format(out, c, letter, value, options);
  }
}
