package decant.msvcp;

import decant.nt.GuestThread;

/**
 * Reads numbers from a buffer as {@code std::num_get} does: by the flags of a stream and its
 * locale's {@link Punctuation}. What is not part of the number stays in the buffer.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/num-get-class">num_get</a>
 */
class NumberInput {
  /** Groups of digits that are looked at; a number with more is wrong. */
  private static final int MAX_GROUPS = 1 << 16;

  private final GuestThread t;
  private final Element e;
  private final long buffer;
  private final int flags;
  private final Punctuation locale;

  /** Units of the groups of digits so far; null where there are none. */
  private StringBuilder groups;

  /** The next character. */
  private int c;

  /** What to add to the state of the stream. */
  int state;

  /** One that has its own way to read. */
  NumberInput() {
    this.t = null;
    this.e = null;
    this.buffer = 0;
    this.flags = 0;
    this.locale = null;
  }

  /**
   * @param buffer what is read from; 0 is one that is at its end
   */
  NumberInput(GuestThread t, Element e, long ios, long buffer) {
    this.t = t;
    this.e = e;
    this.buffer = buffer;
    this.flags = Ios.flags(ios);
    this.locale = Punctuation.of(t, e, ios);
    this.groups = locale.groups() ? new StringBuilder().append('\0') : null;
    this.c = buffer == 0 ? e.eof : StreamBuffer.get(t, e, buffer);
  }

  private void next() {
    c = StreamBuffer.next(t, e, buffer);
  }

  /** Whether this is the next character. */
  private boolean is(int unit) {
    return c == unit && c != e.eof;
  }

  private void end(boolean failed) {
    if (failed) {
      state |= Ios.FAIL;
    }
    if (c == e.eof) {
      state |= Ios.EOF;
    }
  }

  /** Takes a sign; returns whether it is a minus. */
  private boolean sign() {
    boolean minus = c == '-';
    if (minus || c == '+') {
      next();
    }
    return minus;
  }

  private int digit(int radix) {
    int digit = c < 0x80 && c >= 0 ? Character.digit(c, radix) : -1;
    if (digit >= 0 && groups != null) {
      int last = groups.length() - 1;
      groups.setCharAt(last, (char) (groups.charAt(last) + 1));
    }
    return digit;
  }

  /** Takes what separates two groups of digits. */
  private boolean separator() {
    if (groups == null || !is(locale.separator)) {
      return false;
    }
    if (groups.length() < MAX_GROUPS) {
      groups.append('\0');
    }
    next();
    return true;
  }

  /** Whether the groups of digits have the sizes that the locale asks for. */
  private boolean groupsAreWrong() {
    if (groups == null || groups.length() == 1) {
      return false;
    }
    if (groups.length() == MAX_GROUPS) {
      return true;
    }
    int rule = 0;
    for (int i = groups.length() - 1; i >= 0; i--) {
      int size = locale.grouping[rule];
      rule = Math.min(rule + 1, locale.grouping.length - 1);
      boolean limited = size > 0 && size != Byte.MAX_VALUE;
      int is = groups.charAt(i);
      if (is == 0 || limited && (i > 0 ? is != size : is > size)) {
        return true;
      }
    }
    return false;
  }

  /**
   * An integer.
   *
   * @param bits its size: what does not fit is the greatest or smallest one, and a failure
   */
  long integer(int bits, boolean signed) {
    return integer(flags & Ios.BASE, bits, signed);
  }

  private long integer(int base, int bits, boolean signed) {
    boolean minus = sign();
    int radix = radix(base);
    boolean seen = false;
    if (c == '0') {
      seen = true;
      digit(10);
      next();
      if ((c == 'x' || c == 'X') && (radix == 0 || radix == 16)) {
        radix = 16;
        seen = false;
        groups = groups == null ? null : new StringBuilder().append('\0');
        next();
      } else if (radix == 0) {
        radix = 8;
      }
    }
    radix = radix == 0 ? 10 : radix;
    long value = 0;
    boolean overflow = false;
    while (true) {
      int digit = digit(radix);
      if (digit >= 0) {
        seen = true;
        overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, radix)) > 0;
        value = value * radix + digit;
        next();
      } else if (!separator()) {
        break;
      }
    }
    if (!seen) {
      end(true);
      return 0;
    }
    long result = fit(value, overflow, minus, bits, signed);
    end(groupsAreWrong());
    return result;
  }

  private static int radix(int base) {
    return switch (base) {
      case Ios.OCTAL -> 8;
      case Ios.HEXADECIMAL -> 16;
      case 0 -> 0;
      default -> 10;
    };
  }

  private long fit(long value, boolean overflow, boolean minus, int bits, boolean signed) {
    if (signed) {
      long most = (1L << bits - 1) - 1;
      boolean tooGreat = overflow || Long.compareUnsigned(value, minus ? most + 1 : most) > 0;
      if (tooGreat) {
        state |= Ios.FAIL;
        return minus ? -most - 1 : most;
      }
      return minus ? -value : value;
    }
    long most = bits == 64 ? -1 : (1L << bits) - 1;
    if (overflow || Long.compareUnsigned(value, most) > 0) {
      state |= Ios.FAIL;
      return most;
    }
    return minus ? -value : value;
  }

  /** An address: hexadecimal. */
  long pointer() {
    return integer(Ios.HEXADECIMAL, 64, false);
  }

  /** A name, or 0 or 1. */
  boolean bool() {
    if ((flags & Ios.BOOL_ALPHA) == 0) {
      long value = integer(32, true);
      if (value != 0 && value != 1) {
        state |= Ios.FAIL;
      }
      return value != 0;
    }
    String no = locale.name(false);
    String yes = locale.name(true);
    boolean mayBeNo = !no.isEmpty();
    boolean mayBeYes = !yes.isEmpty();
    int n = 0;
    while (c != e.eof) {
      boolean no1 = mayBeNo && n < no.length() && no.charAt(n) == c;
      boolean yes1 = mayBeYes && n < yes.length() && yes.charAt(n) == c;
      if (!no1 && !yes1) {
        break;
      }
      mayBeNo = no1;
      mayBeYes = yes1;
      n++;
      next();
      if (mayBeNo != mayBeYes && n == (mayBeNo ? no : yes).length()) {
        break;
      }
    }
    boolean isYes = mayBeYes && n == yes.length();
    boolean isNo = mayBeNo && n == no.length();
    end(!isYes && !isNo);
    return isYes;
  }

  /** A floating-point number, rounded to a {@code float} or not. */
  double floating(boolean single) {
    boolean minus = sign();
    boolean seen = false;
    int radix = 10;
    if (c == '0') {
      next();
      if (c == 'x' || c == 'X') {
        radix = 16;
        next();
      } else {
        seen = true;
        if (groups != null) {
          groups.setCharAt(0, '\1');
        }
      }
    }
    Digits digits = new Digits(radix);
    seen |= whole(digits);
    boolean wrong = groupsAreWrong();
    groups = null;
    if (is(locale.point)) {
      next();
      seen |= fraction(digits);
    }
    if (seen && (c == digits.letter() || c == Character.toUpperCase(digits.letter()))) {
      next();
      seen = exponent(digits);
    }
    if (!seen) {
      end(true);
      return 0;
    }
    double value = digits.value(single);
    end(wrong || Double.isInfinite(value) || value == 0 && digits.kept > 0);
    return minus ? -value : value;
  }

  /** Takes the digits in front of the point; returns whether there were some. */
  private boolean whole(Digits digits) {
    boolean seen = false;
    while (true) {
      int digit = digit(digits.radix);
      if (digit >= 0) {
        seen = true;
        if (!digits.keep(digit)) {
          digits.shift(1);
        }
        next();
      } else if (!separator()) {
        return seen;
      }
    }
  }

  /** Takes the digits behind the point. */
  private boolean fraction(Digits digits) {
    boolean seen = false;
    for (int digit = digit(digits.radix); digit >= 0; digit = digit(digits.radix)) {
      seen = true;
      if (digits.keep(digit)) {
        digits.shift(-1);
      }
      next();
    }
    return seen;
  }

  /** Takes an exponent behind its letter. */
  private boolean exponent(Digits digits) {
    boolean minus = sign();
    int given = 0;
    boolean seen = false;
    for (int digit = digit(10); digit >= 0; digit = digit(10)) {
      seen = true;
      given = Math.min(10 * given + digit, Digits.MAX_EXPONENT);
      next();
    }
    digits.exponent += minus ? -given : given;
    return seen;
  }

  /** The digits of a floating-point number, without zeros in front of them, as a whole number. */
  private static final class Digits {
    /** Digits that are kept: whether others are not 0 is all that they can matter by. */
    private static final int MAX_DIGITS = 800;

    /** Far from what a sum of two overflows at. */
    static final int MAX_EXPONENT = 1 << 27;

    final int radix;
    private final StringBuilder text = new StringBuilder();

    /** How many digits are kept. */
    int kept;

    /** Whether a digit that was not kept was not 0. */
    private boolean more;

    /** Of 10, or of 2 for hexadecimal digits. */
    int exponent;

    Digits(int radix) {
      this.radix = radix;
      if (radix == 16) {
        text.append("0x");
      }
    }

    /** What an exponent begins with. */
    char letter() {
      return radix == 16 ? 'p' : 'e';
    }

    /** Adds a digit; returns whether the number has become so much greater. */
    boolean keep(int digit) {
      if (kept == 0 && digit == 0) {
        return true;
      }
      if (kept == MAX_DIGITS) {
        more |= digit != 0;
        return false;
      }
      text.append(Character.forDigit(digit, radix));
      kept++;
      return true;
    }

    /** Has the number be so many digits longer. */
    void shift(int digits) {
      int by = radix == 16 ? 4 * digits : digits;
      exponent = Math.clamp(exponent + by, -MAX_EXPONENT, MAX_EXPONENT);
    }

    double value(boolean single) {
      if (kept == 0) {
        return 0;
      }
      if (more) {
        text.append('1'); // it is beyond what lies in the middle of two numbers
        shift(-1);
      }
      String number = text.append(letter()).append(exponent).toString();
      return single ? Float.parseFloat(number) : Double.parseDouble(number);
    }
  }
}
