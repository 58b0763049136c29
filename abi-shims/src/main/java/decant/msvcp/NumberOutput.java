package decant.msvcp;

import decant.crt.format.Output;
import decant.crt.format.StreamNumbers;
import decant.host.Memory;
import decant.nt.GuestThread;
import java.util.Arrays;

/**
 * Writes numbers to a buffer as {@code std::num_put} does: by the flags, width and precision of a
 * stream and by its locale's {@link Punctuation}. Functions return false when the buffer fails.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/num-put-class">num_put</a>
 */
final class NumberOutput {
  private static final int DEFAULT_PRECISION = 6;
  private static final int HEXADECIMAL_PRECISION = 13;
  private static final int MAX_PRECISION = 1 << 20;

  /** Wider fields are not made; nobody has so much memory for them. */
  private static final int MAX_WIDTH = 1 << 28;

  private final GuestThread t;
  private final Element e;

  /** The {@code ios_base} that says how. */
  private final long ios;

  private final long buffer;
  private final int fill;
  private final int flags;

  NumberOutput(GuestThread t, Element e, long ios, long buffer, int fill) {
    this.t = t;
    this.e = e;
    this.ios = ios;
    this.buffer = buffer;
    this.fill = fill;
    this.flags = Ios.flags(ios);
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private int radix() {
    return switch (flags & Ios.BASE) {
      case Ios.OCTAL -> 8;
      case Ios.HEXADECIMAL -> 16;
      default -> 10;
    };
  }

  /**
   * Writes an integer.
   *
   * @param bits its size; what is not decimal has no sign
   */
  boolean integer(long value, int bits, boolean signed) {
    int radix = radix();
    boolean unsigned = !signed || radix != 10;
    long shown = unsigned && bits == 32 ? value & 0xFFFF_FFFFL : value;
    Output out = Output.of(t);
    StreamNumbers.integer(
        out,
        shown,
        !unsigned,
        radix,
        has(Ios.SHOW_BASE),
        has(Ios.SHOW_POSITIVE),
        has(Ios.UPPERCASE));
    int prefix = prefix(out, radix == 16);
    return field(out, prefix, out.length() - prefix, Punctuation.of(t, e, ios));
  }

  boolean bool(boolean value) {
    if (!has(Ios.BOOL_ALPHA)) {
      return integer(value ? 1 : 0, 32, true);
    }
    char[] name = Punctuation.of(t, e, ios).name(value).toCharArray();
    return pad(name, name.length, 0);
  }

  boolean pointer(long value) {
    Output out = Output.of(t);
    StreamNumbers.pointer(out, value);
    char[] text = text(out);
    return pad(text, text.length, 0);
  }

  boolean floating(double value) {
    int kind = flags & Ios.FLOAT;
    long asked = Memory.getLong(ios + Ios.PRECISION);
    int precision = asked < 0 ? DEFAULT_PRECISION : (int) Math.min(asked, MAX_PRECISION);
    char letter =
        switch (kind) {
          case Ios.FIXED -> 'f';
          case Ios.SCIENTIFIC -> 'e';
          case Ios.FLOAT -> 'a';
          default -> 'g';
        };
    if (kind == Ios.FLOAT) {
      precision = HEXADECIMAL_PRECISION;
    }
    Output out = Output.of(t);
    StreamNumbers.floating(
        out,
        value,
        has(Ios.UPPERCASE) ? Character.toUpperCase(letter) : letter,
        precision,
        has(Ios.SHOW_POSITIVE),
        has(Ios.SHOW_POINT));
    int prefix = prefix(out, kind == Ios.FLOAT);
    int whole = prefix;
    while (whole < out.length() && Character.isDigit(out.unit(whole))) {
      whole++;
    }
    return field(out, prefix, whole - prefix, Punctuation.of(t, e, ios));
  }

  /** How many units stand before what internal padding goes to: a sign, else a base. */
  private static int prefix(Output out, boolean hexadecimal) {
    int sign = out.length() > 0 && (out.unit(0) == '-' || out.unit(0) == '+') ? 1 : 0;
    boolean base =
        hexadecimal
            && out.length() > sign + 2
            && out.unit(sign) == '0'
            && (out.unit(sign + 1) | 0x20) == 'x';
    return base ? sign + 2 : sign;
  }

  private static char[] text(Output out) {
    char[] text = new char[out.length()];
    for (int i = 0; i < text.length; i++) {
      text[i] = out.unit(i);
    }
    return text;
  }

  /**
   * Writes digits with what a locale puts between them.
   *
   * @param whole the number of digits behind the prefix that can be grouped
   */
  private boolean field(Output out, int prefix, int whole, Punctuation locale) {
    char[] text = text(out);
    int point = prefix + whole;
    if (point < text.length && text[point] == '.') {
      text[point] = (char) locale.point;
    }
    return locale.groups()
        ? pad(group(text, point, whole, locale), prefix)
        : pad(text, text.length, prefix);
  }

  private static char[] group(char[] text, int end, int whole, Punctuation locale) {
    StringBuilder grouped = new StringBuilder().append(text);
    int at = end;
    int left = whole;
    int group = 0;
    while (true) {
      int size = locale.grouping[group];
      if (size <= 0 || size == Byte.MAX_VALUE || size >= left) {
        return grouped.toString().toCharArray();
      }
      at -= size;
      left -= size;
      grouped.insert(at, (char) locale.separator);
      group = Math.min(group + 1, locale.grouping.length - 1);
    }
  }

  private boolean pad(char[] text, int prefix) {
    return pad(text, text.length, prefix);
  }

  /** Writes a text in a field of the stream's width, which is then 0. */
  private boolean pad(char[] text, int length, int prefix) {
    int missing = missing(ios, length);
    Memory.putLong(ios + Ios.WIDTH, 0);
    if (missing == 0) {
      return StreamBuffer.write(t, e, buffer, text, length);
    }
    int at =
        switch (flags & Ios.ADJUST) {
          case Ios.LEFT -> length;
          case Ios.INTERNAL -> prefix;
          default -> 0;
        };
    char[] padded = new char[length + missing];
    System.arraycopy(text, 0, padded, 0, at);
    Arrays.fill(padded, at, at + missing, (char) fill);
    System.arraycopy(text, at, padded, at + missing, length - at);
    return StreamBuffer.write(t, e, buffer, padded, padded.length);
  }

  /** How many characters a field lacks. */
  private static int missing(long ios, int length) {
    long width = Math.min(Memory.getLong(ios + Ios.WIDTH), MAX_WIDTH);
    return (int) Math.max(width - length, 0);
  }
}
