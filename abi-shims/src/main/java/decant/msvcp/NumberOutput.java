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

  /** Wider fields are written in pieces of so many characters. */
  private static final int PIECE = 4096;

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
    Punctuation locale = Punctuation.of(t, e, ios); // first: it may have the program write numbers
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
    return field(out, prefix, out.length() - prefix, locale);
  }

  boolean bool(boolean value) {
    if (!has(Ios.BOOL_ALPHA)) {
      return integer(value ? 1 : 0, 32, true);
    }
    return pad(Punctuation.of(t, e, ios).name(value).toCharArray(), 0);
  }

  boolean pointer(long value) {
    Punctuation locale = Punctuation.of(t, e, ios);
    Output out = Output.of(t);
    StreamNumbers.pointer(out, value);
    return field(out, 0, out.length(), locale);
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
    Punctuation locale = Punctuation.of(t, e, ios);
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
    return field(out, prefix, whole - prefix, locale);
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

  /**
   * Writes digits with what a locale puts between them.
   *
   * @param whole the number of digits behind the prefix that can be grouped
   */
  private boolean field(Output out, int prefix, int whole, Punctuation locale) {
    int point = prefix + whole;
    int length = out.length();
    // a buffer of the program's own may use the thread's output while it is given this text
    boolean copies = locale.groups() || !FileBufferH.is(t, buffer);
    char[] text = copies ? Arrays.copyOf(out.units(), length) : out.units();
    if (point < length && text[point] == '.') {
      text[point] = (char) locale.point;
    }
    return locale.groups()
        ? pad(group(text, point, whole, locale), prefix)
        : pad(text, length, prefix);
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
    long width = Memory.getLong(ios + Ios.WIDTH);
    Memory.putLong(ios + Ios.WIDTH, 0);
    if (width <= length) {
      return write(text, 0, length);
    }
    long missing = width - length;
    int at =
        switch (flags & Ios.ADJUST) {
          case Ios.LEFT -> length;
          case Ios.INTERNAL -> prefix;
          default -> 0;
        };
    if (missing > PIECE) {
      return padInPieces(text, length, at, missing);
    }
    int behind = at + (int) missing;
    char[] padded = new char[length + (int) missing];
    System.arraycopy(text, 0, padded, 0, at);
    Arrays.fill(padded, at, behind, (char) fill);
    System.arraycopy(text, at, padded, behind, length - at);
    return write(padded, 0, padded.length);
  }

  private boolean padInPieces(char[] text, int length, int at, long missing) {
    boolean standard = FileBufferH.is(t, buffer);
    if (standard) {
      FileBufferH.lock(t, buffer); // nobody else's text gets in between
    }
    try {
      char[] filled = new char[PIECE];
      Arrays.fill(filled, (char) fill);
      boolean written = write(text, 0, at);
      for (long left = missing; written && left > 0; left -= PIECE) {
        written = write(filled, 0, (int) Math.min(left, PIECE));
      }
      return written && write(text, at, length);
    } finally {
      if (standard) {
        FileBufferH.unlock(t, buffer);
      }
    }
  }

  private boolean write(char[] text, int from, int to) {
    return StreamBuffer.write(t, e, buffer, text, from, to);
  }
}
