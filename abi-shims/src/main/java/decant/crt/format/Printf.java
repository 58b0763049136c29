package decant.crt.format;

import decant.abi.CrtErrno;
import decant.crt.CharacterCoding;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Formats as the printf functions of Microsoft's C runtimes do.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/format-specification-syntax-printf-and-wprintf-functions">Format
 *     specification syntax</a>
 */
public final class Printf {
  private static final String NULL = "(null)";
  private static final int POINTER_DIGITS = 16;
  private static final int NO_PRECISION = -1;

  private final GuestThread t;
  private final Output out;
  private final Conversion c;
  private final boolean wide;
  private final int options;
  private final long arguments;
  private long format;
  private int next;

  private Printf(
      GuestThread t, Output out, boolean wide, long format, long arguments, int options) {
    this.t = t;
    this.out = out;
    this.c = out.conversion;
    this.wide = wide;
    this.format = format;
    this.arguments = arguments;
    this.options = options;
  }

  /**
   * Formats.
   *
   * @param wide whether the format and the result are UTF-16
   * @param format address of the format
   * @param arguments address of the first argument; every argument takes 8 bytes
   * @param options {@link PrintfOptions}
   * @return the thread's output, valid until the next call; up to a character that cannot be
   *     converted, which {@link Output#check} then reports. {@code EINVAL} for a format that is not
   *     allowed.
   */
  public static Output format(
      GuestThread t, boolean wide, long format, long arguments, int options) {
    if (format == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Output out = Output.of(t);
    try {
      new Printf(t, out, wide, format, arguments, options).run();
    } catch (CrtErrno.Failure e) {
      if (e.errno() != CrtErrno.EILSEQ) {
        throw e;
      }
      out.fail(e);
    }
    return out;
  }

  private int peek() {
    return wide ? Memory.getChar(format) : Memory.getU8(format);
  }

  private int take() {
    int unit = peek();
    format += wide ? 2 : 1;
    return unit;
  }

  private boolean universal() {
    return (options & PrintfOptions.UNIVERSAL) != 0;
  }

  private void run() {
    for (int unit = take(); unit != 0; unit = take()) {
      if (unit != '%') {
        out.add(unit);
      } else if (peek() == '%') {
        out.add(take());
      } else {
        specification();
      }
    }
  }

  /** The address of the next argument. */
  private long argument() {
    return arguments + 8L * next++;
  }

  private void specification() {
    c.reset();
    int position = position();
    for (int flag = Conversion.flag(peek()); flag != 0; flag = Conversion.flag(peek())) {
      c.flags |= flag;
      take();
    }
    if (peek() == '*') {
      c.width(Memory.getInt(starArgument()));
    } else {
      c.width = number();
    }
    if (peek() == '.') {
      take();
      if (peek() == '*') {
        c.precision = Math.max(Memory.getInt(starArgument()), NO_PRECISION);
      } else {
        c.precision = number();
      }
    }
    size();
    int letter = take();
    if (letter == 0) {
      format -= wide ? 2 : 1;
      if (universal()) {
        throw CrtErrno.EINVAL.exception();
      }
      return;
    }
    if (position > 0) {
      next = position - 1;
    }
    convert(letter);
  }

  /** The number of an argument, before a dollar sign; 0 without one. */
  private int position() {
    if ((options & PrintfOptions.POSITIONAL) == 0 || peek() < '1' || peek() > '9') {
      return 0;
    }
    long start = format;
    int n = number();
    if (peek() == '$') {
      take();
      return n;
    }
    format = start;
    return 0;
  }

  private long starArgument() {
    take();
    int position = position();
    return position > 0 ? arguments + 8L * (position - 1) : argument();
  }

  private int number() {
    int n = 0;
    for (int digit = peek() - '0'; digit >= 0 && digit <= 9; digit = peek() - '0') {
      if (n > (Integer.MAX_VALUE - digit) / 10) {
        throw CrtErrno.EINVAL.exception();
      }
      n = 10 * n + digit;
      take();
    }
    return n;
  }

  private void size() {
    while (true) {
      switch (peek()) {
        case 'h' ->
            c.size =
                c.size == Conversion.Size.SHORT && universal()
                    ? Conversion.Size.CHAR
                    : Conversion.Size.SHORT;
        case 'l' ->
            c.size =
                c.size == Conversion.Size.LONG ? Conversion.Size.LONG_LONG : Conversion.Size.LONG;
        case 'I' -> {
          take();
          integerSize();
          continue;
        }
        case 'w' -> c.size = Conversion.Size.WIDE;
        case 'L' -> c.size = Conversion.Size.LONG_DOUBLE;
        case 'z', 't', 'j' -> c.size = Conversion.Size.LONG_LONG;
        default -> {
          return;
        }
      }
      take();
    }
  }

  /** Behind an I: 64 or 32, else the size of a pointer. */
  private void integerSize() {
    int unit = wide ? 2 : 1;
    int first = peek();
    if (first == '6' || first == '3') {
      format += unit;
      if (peek() == (first == '6' ? '4' : '2')) {
        format += unit;
        c.size = first == '6' ? Conversion.Size.LONG_LONG : Conversion.Size.DEFAULT;
        return;
      }
      format -= unit;
    }
    c.size = Conversion.Size.LONG_LONG;
  }

  private void convert(int letter) {
    switch (letter) {
      case 'd', 'i' -> {
        long value = integer(true);
        integer(value < 0 ? -value : value, 10, false, value < 0 ? '-' : sign());
      }
      case 'u' -> integer(integer(false), 10, false, 0);
      case 'o' -> integer(integer(false), 8, false, 0);
      case 'x', 'X' -> integer(integer(false), 16, letter == 'X', 0);
      case 'p' -> pointer();
      case 'c', 'C' -> character(isWide(letter == 'C'));
      case 's', 'S' -> string(isWide(letter == 'S'));
      case 'Z' -> countedString();
      case 'e', 'E', 'f', 'F', 'g', 'G', 'a', 'A' ->
          Floats.format(out, c, letter, Memory.getDouble(argument()), options);
      case 'n' -> storeCount();
      default -> {
        if (universal()) {
          throw CrtErrno.EINVAL.exception();
        }
        out.add(letter);
      }
    }
  }

  private long integer(boolean signed) {
    long address = argument();
    return switch (c.size) {
      case CHAR -> signed ? Memory.getByte(address) : Memory.getU8(address);
      case SHORT -> signed ? Memory.getShort(address) : Memory.getU16(address);
      case LONG_LONG -> Memory.getLong(address);
      default -> signed ? Memory.getInt(address) : Memory.getU32(address);
    };
  }

  private int sign() {
    return c.has(Conversion.PLUS) ? '+' : c.has(Conversion.SPACE) ? ' ' : 0;
  }

  private void integer(long magnitude, int radix, boolean upper, int sign) {
    int start = out.length();
    if (sign != 0) {
      out.add(sign);
    }
    boolean alternate = c.has(Conversion.ALTERNATE);
    if (alternate && radix == 16 && magnitude != 0) {
      out.add('0');
      out.add(upper ? 'X' : 'x');
    }
    int prefix = out.length() - start;
    out.addNumber(magnitude, radix, upper, c.precision < 0 ? 1 : c.precision);
    if (alternate && radix == 8) {
      leadingZero(start + prefix);
    }
    boolean zeros = c.has(Conversion.ZERO) && c.precision < 0;
    out.pad(start, prefix, c.width, c.has(Conversion.LEFT), zeros);
  }

  private void leadingZero(int at) {
    if (out.length() == at || out.unit(at) != '0') {
      out.pad(at, 0, out.length() - at + 1, false, true);
    }
  }

  private void pointer() {
    int start = out.length();
    int prefix = 0;
    if (c.has(Conversion.ALTERNATE)) {
      out.add("0X");
      prefix = 2;
    }
    out.addNumber(Memory.getLong(argument()), 16, true, POINTER_DIGITS);
    out.pad(start, prefix, c.width, c.has(Conversion.LEFT), false);
  }

  /**
   * Whether a character or string argument is wide. {@code other}: the letter is a capital, which
   * means the opposite of what is usual in the function.
   */
  private boolean isWide(boolean other) {
    return switch (c.size) {
      case SHORT, CHAR -> false;
      case LONG, LONG_LONG, WIDE -> true;
      default -> {
        boolean usual = wide && (options & PrintfOptions.LEGACY_WIDE_SPECIFIERS) != 0;
        if (other) {
          // The capitals are wide where the ISO meaning of the small letters is in force.
          yield (options & PrintfOptions.LEGACY_WIDE_SPECIFIERS) == 0 || !wide;
        }
        yield usual;
      }
    };
  }

  private void character(boolean wideArgument) {
    int start = out.length();
    int value = Memory.getU16(argument());
    if (wideArgument == wide) {
      out.add(wide ? value : value & 0xFF);
    } else if (wideArgument) {
      addNarrowed(value, Integer.MAX_VALUE);
    } else {
      int widened = CharacterCoding.toWide(t, value & 0xFF);
      if (widened >= 0) {
        out.add(widened);
      }
    }
    padText(start);
  }

  private void padText(int start) {
    out.pad(start, 0, c.width, c.has(Conversion.LEFT), c.has(Conversion.ZERO));
  }

  /** Adds a character as bytes; the number of bytes, -1 without room or when there are none. */
  private int addNarrowed(int codePoint, int room) {
    long encoded = CharacterCoding.toBytes(t, codePoint);
    if (encoded < 0) {
      return -1;
    }
    int n = CharacterCoding.length(encoded);
    if (n > room) {
      return -1;
    }
    for (int i = 0; i < n; i++) {
      out.add((int) (encoded >>> 8 * i) & 0xFF);
    }
    return n;
  }

  private void string(boolean wideArgument) {
    long address = Memory.getLong(argument());
    int start = out.length();
    if (address == 0) {
      out.add(
          c.precision >= 0 && c.precision < NULL.length() ? NULL.substring(0, c.precision) : NULL);
    } else {
      addString(wideArgument, address, c.precision < 0 ? Integer.MAX_VALUE : c.precision, false);
    }
    padText(start);
  }

  /**
   * Adds a string.
   *
   * @param room the most units that are added; of a string of the other kind, as many as fit
   * @param counted whether {@code room} is the string's length, zeros or not
   */
  private void addString(boolean wideArgument, long address, int room, boolean counted) {
    if (wideArgument == wide) {
      int n = room;
      if (!counted) {
        n = 0;
        while (n < room
            && (wide ? Memory.getChar(address + 2L * n) : Memory.getU8(address + n)) != 0) {
          n++;
        }
      }
      out.copy(wide, address, n);
    } else if (wideArgument) {
      addWideAsBytes(address, room);
    } else {
      addBytesAsWide(address, room);
    }
  }

  private void addWideAsBytes(long address, int room) {
    long at = address;
    int left = room;
    while (left > 0) {
      int codePoint = CharacterCoding.codePoint(at);
      if (codePoint == 0) {
        return;
      }
      if (CharacterCoding.toBytes(t, codePoint) < 0) {
        throw CrtErrno.EILSEQ.exception();
      }
      int n = addNarrowed(codePoint, left);
      if (n < 0) {
        return;
      }
      left -= n;
      at += codePoint > 0xFFFF ? 4 : 2;
    }
  }

  private void addBytesAsWide(long address, int room) {
    long at = address;
    for (int left = room; left > 0 && Memory.getByte(at) != 0; ) {
      long decoded = CharacterCoding.decode(t, at);
      if (decoded < 0) {
        throw CrtErrno.EILSEQ.exception();
      }
      int codePoint = (int) decoded;
      if (codePoint > 0xFFFF) {
        if (left == 1) {
          return;
        }
        out.add(Character.highSurrogate(codePoint));
        out.add(Character.lowSurrogate(codePoint));
        left -= 2;
      } else {
        out.add(codePoint);
        left--;
      }
      at += (int) (decoded >>> 32);
    }
  }

  /** {@code ANSI_STRING}, or {@code UNICODE_STRING} with the prefix w. */
  private void countedString() {
    long structure = Memory.getLong(argument());
    int start = out.length();
    long buffer = structure == 0 ? 0 : Memory.getLong(structure + 8);
    if (buffer == 0) {
      out.add(NULL);
    } else {
      boolean unicode = c.size == Conversion.Size.WIDE || c.size == Conversion.Size.LONG;
      int bytes = Memory.getU16(structure);
      addString(unicode, buffer, unicode ? bytes / 2 : bytes, true);
    }
    padText(start);
  }

  private void storeCount() {
    if (universal()) {
      throw CrtErrno.EINVAL.exception();
    }
    long to = Memory.getLong(argument());
    switch (c.size) {
      case SHORT -> Memory.putShort(to, out.length());
      case LONG_LONG -> Memory.putLong(to, out.length());
      default -> Memory.putInt(to, out.length());
    }
  }
}
