package decant.nls;

import decant.abi.Text;
import decant.host.Memory;

/**
 * The formats of {@code wsprintf}, which the inserts of {@code FormatMessage} use too: integers,
 * characters, strings and pointers; no floating-point numbers. Arguments are 8-byte slots.
 */
public final class SimplePrintf {
  private static final int MAX_WIDTH = 0xFFFF;

  private final Text text;
  private final StringBuilder out;
  private long arguments;

  private boolean left;
  private boolean alternate;
  private boolean zero;
  private char sign;
  private int width;
  private int precision;

  /**
   * A formatter.
   *
   * @param text what a plain {@code %s} points to
   * @param out what is appended to
   * @param arguments address of the next argument's slot
   */
  public SimplePrintf(Text text, StringBuilder out, long arguments) {
    this.text = text;
    this.out = out;
    this.arguments = arguments;
  }

  /** Appends a whole format with its arguments. */
  public void format(String format) {
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i++);
      if (c != '%') {
        out.append(c);
      } else if (i < format.length() && format.charAt(i) == '%') {
        out.append('%');
        i++;
      } else {
        i = one(format, i);
      }
    }
  }

  private long next() {
    long value = Memory.getLong(arguments);
    arguments += 8;
    return value;
  }

  /** Appends one conversion, given the index behind its percent sign; returns the index after. */
  public int one(String format, int start) {
    int i = flags(format, start);
    width = 0;
    precision = -1;
    if (at(format, i) == '*') {
      int value = (int) next();
      left |= value < 0;
      width = Math.min(Math.abs(value), MAX_WIDTH);
      i++;
    } else {
      for (; isDigit(at(format, i)); i++) {
        width = Math.min(width * 10 + format.charAt(i) - '0', MAX_WIDTH);
      }
    }
    if (at(format, i) == '.') {
      precision = 0;
      i++;
      if (at(format, i) == '*') {
        precision = Math.clamp((int) next(), -1, MAX_WIDTH);
        i++;
      }
      for (; isDigit(at(format, i)); i++) {
        precision = Math.min(precision * 10 + format.charAt(i) - '0', MAX_WIDTH);
      }
    }
    return conversion(format, i);
  }

  private int flags(String format, int start) {
    left = false;
    alternate = false;
    zero = false;
    sign = 0;
    int i = start;
    while (true) {
      switch (at(format, i)) {
        case '-' -> left = true;
        case '#' -> alternate = true;
        case '0' -> zero = true;
        case '+' -> sign = '+';
        case ' ' -> sign = sign == '+' ? '+' : ' ';
        default -> {
          return i;
        }
      }
      i++;
    }
  }

  private static char at(String format, int i) {
    return i < format.length() ? format.charAt(i) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private int conversion(String format, int start) {
    int i = start;
    boolean wide = false;
    boolean narrow = false;
    boolean big = false;
    while (true) {
      char c = at(format, i);
      if (c == 'l' || c == 'w') {
        big |= wide && c == 'l';
        wide = true;
      } else if (c == 'h') {
        narrow = true;
      } else if (c == 'I' && format.startsWith("64", i + 1)) {
        big = true;
        i += 2;
      } else if (c == 'I' && format.startsWith("32", i + 1)) {
        i += 2;
      } else if (c == 'I') {
        big = true;
      } else {
        break;
      }
      i++;
    }
    Text plain = wide ? Text.WIDE : narrow ? Text.ANSI : text;
    Text other = wide ? Text.WIDE : narrow || text == Text.WIDE ? Text.ANSI : Text.WIDE;
    char c = at(format, i);
    switch (c) {
      case 'd', 'i' -> signed(big ? next() : (int) next());
      case 'u' -> unsigned(big ? next() : next() & 0xFFFF_FFFFL, 10, false);
      case 'x' -> unsigned(big ? next() : next() & 0xFFFF_FFFFL, 16, false);
      case 'X' -> unsigned(big ? next() : next() & 0xFFFF_FFFFL, 16, true);
      case 'o' -> unsigned(big ? next() : next() & 0xFFFF_FFFFL, 8, false);
      case 'p' -> {
        precision = 16;
        unsigned(next(), 16, true);
      }
      case 'c' -> character(plain);
      case 'C' -> character(other);
      case 's' -> string(plain);
      case 'S' -> string(other);
      case 0 -> {
        return i;
      }
      default -> out.append(c);
    }
    return i + 1;
  }

  private void signed(long value) {
    String digits = value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
    number(value < 0 ? "-" : sign == 0 ? "" : String.valueOf(sign), digits);
  }

  private void unsigned(long value, int radix, boolean upper) {
    String digits = Long.toUnsignedString(value, radix);
    String prefix = alternate && radix == 16 && value != 0 ? "0x" : "";
    number(
        upper ? prefix.toUpperCase(java.util.Locale.ROOT) : prefix,
        upper ? digits.toUpperCase(java.util.Locale.ROOT) : digits);
  }

  private void number(String prefix, String digits) {
    int zeros = Math.max(precision - digits.length(), 0);
    if (zero && !left && precision < 0) {
      zeros = Math.max(width - prefix.length() - digits.length(), 0);
    }
    int blanks = Math.max(width - prefix.length() - zeros - digits.length(), 0);
    if (!left) {
      out.repeat(' ', blanks);
    }
    out.append(prefix).repeat('0', zeros).append(digits);
    if (left) {
      out.repeat(' ', blanks);
    }
  }

  private void character(Text of) {
    long value = next();
    String c =
        of == Text.WIDE ? String.valueOf((char) value) : Text.decode(new byte[] {(byte) value});
    padded(c);
  }

  private void string(Text of) {
    long address = next();
    if (address == 0) {
      padded(cut("(null)"));
      return;
    }
    if (precision < 0) {
      padded(of.read(address));
      return;
    }
    // With a precision, the string need not end with a zero.
    int length = 0;
    while (length < precision
        && (of == Text.WIDE
                ? Memory.getChar(address + 2L * length)
                : Memory.getByte(address + length))
            != 0) {
      length++;
    }
    padded(of.read(address, length));
  }

  private String cut(String value) {
    return precision >= 0 && precision < value.length() ? value.substring(0, precision) : value;
  }

  private void padded(String value) {
    int blanks = Math.max(width - value.length(), 0);
    if (!left) {
      out.repeat(zero ? '0' : ' ', blanks);
    }
    out.append(value);
    if (left) {
      out.repeat(' ', blanks);
    }
  }
}
