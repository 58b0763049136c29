package decant.crt;

import decant.host.Memory;
import java.nio.charset.StandardCharsets;

/**
 * Strings in guest memory by the size of their units: what the narrow and the wide twin of a CRT
 * function share. A count or a room is unsigned and in units.
 */
public final class Units {
  /** {@code char}. */
  public static final int NARROW = 1;

  /** {@code wchar_t}. */
  public static final int WIDE = 2;

  private Units() {}

  /** The unit at an address, without sign. */
  public static int get(int unit, long address) {
    return unit == NARROW ? Memory.getU8(address) : Memory.getU16(address);
  }

  public static void put(int unit, long address, int value) {
    if (unit == NARROW) {
      Memory.putByte(address, value);
    } else {
      Memory.putShort(address, value);
    }
  }

  /** The address of the terminating zero. */
  public static long end(int unit, long s) {
    long p = s;
    while (get(unit, p) != 0) {
      p += unit;
    }
    return p;
  }

  /** The number of units before the terminating zero. */
  public static long length(int unit, long s) {
    return (end(unit, s) - s) / unit;
  }

  /** The number of units before the terminating zero, at most {@code count}. */
  public static long length(int unit, long s, long count) {
    long n = 0;
    while (n != count && get(unit, s + n * unit) != 0) {
      n++;
    }
    return n;
  }

  /** The first occurrence of {@code value} before the terminating zero, or 0. */
  static boolean contains(int unit, long set, int value) {
    for (long p = set; ; p += unit) {
      int c = get(unit, p);
      if (c == 0) {
        return false;
      }
      if (c == value) {
        return true;
      }
    }
  }

  /** The number of leading units that are, or are not, in {@code set}. */
  public static long span(int unit, long s, long set, boolean in) {
    long p = s;
    for (int c; (c = get(unit, p)) != 0 && contains(unit, set, c) == in; ) {
      p += unit;
    }
    return (p - s) / unit;
  }

  /** Sets units up to the terminating zero, at most {@code count}. */
  public static void set(int unit, long s, int value, long count) {
    long p = s;
    for (long n = 0; n != count && get(unit, p) != 0; n++) {
      put(unit, p, value);
      p += unit;
    }
  }

  public static void reverse(int unit, long s) {
    long low = s;
    long high = end(unit, s) - unit;
    while (low < high) {
      int c = get(unit, low);
      put(unit, low, get(unit, high));
      put(unit, high, c);
      low += unit;
      high -= unit;
    }
  }

  /** Compares at most {@code count} units as unsigned numbers: -1, 0 or 1. */
  public static int compare(int unit, long s1, long s2, long count) {
    for (long n = 0; n != count; n++) {
      int a = get(unit, s1 + n * unit);
      int b = get(unit, s2 + n * unit);
      if (a != b) {
        return a < b ? -1 : 1;
      }
      if (a == 0) {
        break;
      }
    }
    return 0;
  }

  /** Writes a string of ASCII characters with its zero; returns the address of the zero. */
  public static long putZ(int unit, long address, CharSequence text) {
    long p = address;
    for (int i = 0; i < text.length(); i++) {
      put(unit, p, text.charAt(i));
      p += unit;
    }
    put(unit, p, 0);
    return p;
  }

  /**
   * {@code strtok}: the next token, its end replaced by zero; returns 0 when there is none. {@code
   * context} is where the caller keeps the place to go on from.
   */
  public static long token(int unit, long start, long delimiters, long context) {
    long p = start != 0 ? start : Memory.getLong(context);
    if (p == 0) {
      return 0;
    }
    p += span(unit, p, delimiters, true) * unit;
    if (get(unit, p) == 0) {
      Memory.putLong(context, p);
      return 0;
    }
    long stop = p + span(unit, p, delimiters, false) * unit;
    if (get(unit, stop) != 0) {
      put(unit, stop, 0);
      stop += unit;
    }
    Memory.putLong(context, stop);
    return p;
  }

  /** The zero-terminated string at an address, a character for each unit. */
  static String text(int unit, long address) {
    return unit == WIDE
        ? Memory.wide(address)
        : new String(Memory.narrow(address), StandardCharsets.ISO_8859_1);
  }
}
