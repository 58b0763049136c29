package decant.crt.format;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Reads by a format as the scanf functions of Microsoft's C runtimes do.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/format-specification-fields-scanf-and-wscanf-functions">Format
 *     specification fields</a>
 */
public final class Scanf {
  /** {@code _CRT_INTERNAL_SCANF_SECURECRT}: strings are followed by the room for them. */
  public static final int SECURE = 1;

  /** {@code _CRT_INTERNAL_SCANF_LEGACY_WIDE_SPECIFIERS}: %s is wide in the wide functions. */
  public static final int LEGACY_WIDE_SPECIFIERS = 2;

  private static final int NO_WIDTH = Integer.MAX_VALUE;

  private final GuestThread t;
  private final ScanSource source;
  private final boolean wide;
  private final int options;
  private final int unit;
  private long format;
  private long arguments;

  /** Units taken from the source, for %n. */
  private int taken;

  private int stored;
  private boolean matchedAny;
  private boolean ended;

  private boolean suppressed;
  private int width;
  private int size;
  private boolean isLong;
  private boolean isShort;

  private Scanf(
      GuestThread t, ScanSource source, boolean wide, long format, long arguments, int options) {
    this.t = t;
    this.source = source;
    this.wide = wide;
    this.unit = wide ? 2 : 1;
    this.format = format;
    this.arguments = arguments;
    this.options = options;
  }

  /**
   * Reads.
   *
   * @param wide whether format and source are UTF-16
   * @param arguments address of the first argument; every argument takes 8 bytes
   * @return the number of values stored; -1 when the source ended before the first one
   */
  public static int scan(
      GuestThread t, ScanSource source, boolean wide, long format, long arguments, int options) {
    Scanf scan = new Scanf(t, source, wide, format, arguments, options);
    scan.run();
    return scan.stored == 0 && scan.ended && !scan.matchedAny ? -1 : scan.stored;
  }

  private int peek() {
    return wide ? Memory.getChar(format) : Memory.getU8(format);
  }

  private int take() {
    int c = peek();
    format += unit;
    return c;
  }

  private int next() {
    int c = source.next();
    if (c == ScanSource.END) {
      ended = true;
    } else {
      taken++;
    }
    return c;
  }

  private void back(int c) {
    if (c != ScanSource.END) {
      source.back(c);
      taken--;
    }
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private void skipSpace() {
    int c = next();
    while (isSpace(c)) {
      c = next();
    }
    back(c);
  }

  private void run() {
    for (int c = take(); c != 0; c = take()) {
      if (isSpace(c)) {
        skipSpace();
      } else if (c == '%' && peek() != '%') {
        if (!specification()) {
          return;
        }
      } else {
        if (c == '%') {
          take();
        }
        int got = next();
        if (got != c) {
          back(got);
          return;
        }
      }
    }
  }

  /** One conversion; false when it does not match, which ends the scan. */
  private boolean specification() {
    suppressed = peek() == '*';
    if (suppressed) {
      take();
    }
    width = width();
    size();
    int letter = take();
    if (letter != 'c' && letter != 'C' && letter != '[' && letter != 'n') {
      skipSpace();
    }
    boolean matched =
        switch (letter) {
          case 'd', 'u' -> integer(10);
          case 'i' -> integer(0);
          case 'o' -> integer(8);
          case 'x', 'X' -> integer(16);
          case 'p' -> {
            size = 8;
            yield integer(16);
          }
          case 'e', 'E', 'f', 'F', 'g', 'G', 'a', 'A' -> floatingPoint();
          case 'c', 'C' -> text(letter == 'C', letter, 0, 0);
          case 's', 'S' -> text(letter == 'S', letter, 0, 0);
          case '[' -> set();
          case 'n' -> {
            if (!suppressed) {
              Memory.putInt(pointer(), taken);
            }
            yield true;
          }
          default -> false;
        };
    if (matched && letter != 'n') {
      matchedAny = true;
      stored += suppressed ? 0 : 1;
    }
    return matched;
  }

  private int width() {
    int n = 0;
    boolean given = false;
    for (int digit = peek() - '0'; digit >= 0 && digit <= 9; digit = peek() - '0') {
      n = n > (NO_WIDTH - digit) / 10 ? NO_WIDTH : 10 * n + digit;
      given = true;
      take();
    }
    return given ? n : NO_WIDTH;
  }

  private void size() {
    size = 4;
    isLong = false;
    isShort = false;
    while (true) {
      switch (peek()) {
        case 'h' -> {
          size = size == 2 ? 1 : 2;
          isShort = true;
        }
        case 'l' -> {
          size = isLong ? 8 : 4;
          isLong = true;
        }
        case 'I' -> {
          take();
          integerSize();
          continue;
        }
        case 'w', 'L' -> isLong = true;
        case 'z', 't', 'j' -> size = 8;
        default -> {
          return;
        }
      }
      take();
    }
  }

  /** Behind an I: 64 or 32, else the size of a pointer. */
  private void integerSize() {
    int first = peek();
    size = 8;
    if (first == '6' || first == '3') {
      format += unit;
      if (peek() == (first == '6' ? '4' : '2')) {
        format += unit;
        size = first == '6' ? 8 : 4;
      } else {
        format -= unit;
      }
    }
  }

  private long pointer() {
    long pointer = Memory.getLong(arguments);
    arguments += 8;
    return pointer;
  }

  // --- numbers ----------------------------------------------------------------------------------

  private int left;

  private int limited() {
    if (left == 0) {
      return ScanSource.END;
    }
    left--;
    return next();
  }

  /** Reads an integer; too great a one wraps. {@code radix} 0: as its prefix says. */
  private boolean integer(int radix) {
    left = width;
    int c = limited();
    boolean negative = c == '-';
    if (negative || c == '+') {
      c = limited();
    }
    int base = radix;
    boolean any = false;
    if (c == '0' && (base == 0 || base == 16)) {
      any = true;
      c = limited();
      if (c == 'x' || c == 'X') {
        base = 16;
        c = limited();
      } else if (base == 0) {
        base = 8;
      }
    }
    base = base == 0 ? 10 : base;
    long value = 0;
    for (int digit = digit(c); digit < base; digit = digit(c)) {
      value = value * base + digit;
      any = true;
      c = limited();
    }
    back(c);
    if (!any) {
      return false;
    }
    if (!suppressed) {
      store(negative ? -value : value);
    }
    return true;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return c > 0 && letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : Integer.MAX_VALUE;
  }

  private void store(long value) {
    long to = pointer();
    switch (size) {
      case 1 -> Memory.putByte(to, (int) value);
      case 2 -> Memory.putShort(to, (int) value);
      case 8 -> Memory.putLong(to, value);
      default -> Memory.putInt(to, (int) value);
    }
  }

  private boolean floatingPoint() {
    ScanFloat number = ScanFloat.read(source, width);
    taken += number.taken;
    if (!number.matched()) {
      int c = next();
      back(c);
      return false;
    }
    if (!suppressed) {
      long to = pointer();
      if (isLong || size == 8) {
        Memory.putDouble(to, number.value());
      } else {
        Memory.putFloat(to, (float) number.value());
      }
    }
    return true;
  }

  // --- text -------------------------------------------------------------------------------------

  private boolean set() {
    long start = format;
    if (peek() == '^') {
      take();
    }
    if (peek() == ']') {
      take();
    }
    while (peek() != ']') {
      if (peek() == 0) {
        return false;
      }
      take();
    }
    long end = format;
    take();
    return text(false, '[', start, end);
  }

  private int setUnit(long at) {
    return wide ? Memory.getChar(at) : Memory.getU8(at);
  }

  /** Whether a unit is in the set whose text lies between two addresses of the format. */
  private boolean inSet(int c, long start, long end) {
    boolean inverted = setUnit(start) == '^';
    long first = inverted ? start + unit : start;
    boolean found = false;
    for (long at = first; at < end && !found; at += unit) {
      int from = setUnit(at);
      int to = from;
      if (at + 2L * unit < end && setUnit(at + unit) == '-') {
        to = setUnit(at + 2L * unit);
        at += 2L * unit;
      }
      found = c >= Math.min(from, to) && c <= Math.max(from, to);
    }
    return found != inverted;
  }

  /** Whether the argument is wide; a capital letter means the opposite of the usual. */
  private boolean isWide(boolean capital) {
    if (isShort) {
      return false;
    }
    if (isLong) {
      return true;
    }
    boolean usual = wide && (options & LEGACY_WIDE_SPECIFIERS) != 0;
    return capital != usual;
  }

  /** Reads a string, a set or characters. */
  private boolean text(boolean capital, int letter, long setStart, long setEnd) {
    boolean target = isWide(capital);
    boolean characters = letter == 'c' || letter == 'C';
    long to = 0;
    long room = Long.MAX_VALUE;
    if (!suppressed) {
      to = pointer();
      if ((options & SECURE) != 0) {
        room = Memory.getU32(arguments);
        arguments += 8;
      }
    }
    left = characters && width == NO_WIDTH ? 1 : width;
    TextStore store = new TextStore(t, wide, target, to, characters ? room : room - 1);
    int n = 0;
    while (left > 0) {
      int c = limited();
      if (c == ScanSource.END) {
        break;
      }
      boolean belongs = characters || (letter == '[' ? inSet(c, setStart, setEnd) : !isSpace(c));
      if (!belongs) {
        back(c);
        break;
      }
      if (!suppressed && !store.add(c)) {
        store.clear();
        return false;
      }
      n++;
    }
    if (n == 0 || characters && left > 0) {
      return false;
    }
    if (!suppressed && !characters) {
      store.end();
    }
    return true;
  }
}
