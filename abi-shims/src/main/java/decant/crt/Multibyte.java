package decant.crt;

import decant.host.Memory;

/**
 * Multibyte characters of a locale in guest memory: one byte, or one to four in UTF-8. UTF-16 pairs
 * stand for what lies beyond the first 65536 characters.
 */
final class Multibyte {
  /** The bytes are no character. */
  static final int INVALID = -1;

  /** The bytes may begin a character. */
  static final int INCOMPLETE = -2;

  private static final int REPLACEMENT = 0xFFFD;

  private Multibyte() {}

  /**
   * Decodes the character at an address.
   *
   * @param count how many bytes may be read, at least 1
   * @return its length in the upper half and the character in the lower one (a zero byte is a
   *     character of length 1), or {@link #INVALID} or {@link #INCOMPLETE}
   */
  static long decode(CrtLocale locale, long address, long count) {
    int first = Memory.getU8(address);
    if (locale.codePage != CrtLocale.UTF8 || first < 0x80) {
      int c = locale.fromByte(first);
      return c < 0 ? INVALID : 1L << 32 | c;
    }
    int length = utf8Length(first);
    if (length == 0) {
      return INVALID;
    }
    int c = first & 0x7F >> length;
    for (int i = 1; i < length; i++) {
      if (i == count) {
        return INCOMPLETE;
      }
      int next = Memory.getU8(address + i);
      if ((next & 0xC0) != 0x80 || i == 1 && !isSecond(first, next)) {
        return INVALID;
      }
      c = c << 6 | next & 0x3F;
    }
    return (long) length << 32 | c;
  }

  /** The length that the first byte of a UTF-8 character announces; 0 for one that is none. */
  static int utf8Length(int first) {
    if (first < 0x80) {
      return 1;
    }
    return first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  }

  /** Whether a second byte makes no overlong form, surrogate or character beyond U+10FFFF. */
  static boolean isSecond(int first, int second) {
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second < 0xA0;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second < 0x90;
      default -> true;
    };
  }

  static int length(long decoded) {
    return (int) (decoded >>> 32);
  }

  /** The length in bytes of a character, {@link #INVALID} when the locale does not have it. */
  static int length(CrtLocale locale, int c) {
    if (locale.codePage != CrtLocale.UTF8) {
      return locale.toByte(c) < 0 ? INVALID : 1;
    }
    if (c >= 0xD800 && c < 0xE000) {
      return INVALID;
    }
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  }

  /** Writes a character that has the given length. */
  static void encode(CrtLocale locale, long address, int c, int length) {
    if (length == 1) {
      Memory.putByte(address, locale.toByte(c));
      return;
    }
    int rest = c;
    for (int i = length - 1; i > 0; i--) {
      Memory.putByte(address + i, 0x80 | rest & 0x3F);
      rest >>>= 6;
    }
    Memory.putByte(address, 0xF00 >> length | rest);
  }

  /** A character as one UTF-16 unit. */
  static int unit(int c) {
    return c > 0xFFFF ? REPLACEMENT : c;
  }

  /** The UTF-16 character at an address; half of a pair alone is itself. */
  static int codePoint(long address) {
    int c = Memory.getU16(address);
    if (c >= 0xD800 && c < 0xDC00) {
      int low = Memory.getU16(address + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        return 0x10000 + (c - 0xD800 << 10) + (low - 0xDC00);
      }
    }
    return c;
  }

  static int units(int c) {
    return c > 0xFFFF ? 2 : 1;
  }

  /** Writes a character as UTF-16. */
  static void putWide(long address, int c) {
    if (c <= 0xFFFF) {
      Memory.putShort(address, c);
    } else {
      Memory.putShort(address, Character.highSurrogate(c));
      Memory.putShort(address + 2, Character.lowSurrogate(c));
    }
  }

  /**
   * Converts a string to UTF-16, up to and with its zero, as far as there is room.
   *
   * @param to where to write, or 0 to count only
   * @param room units at {@code to}
   * @param resume where to store the source's address to go on from: 0 behind the zero; or 0
   * @return the number of units without the zero, or {@link #INVALID}
   */
  static long toWide(CrtLocale locale, long to, long room, long from, long resume) {
    long units = 0;
    long p = from;
    while (to == 0 || units != room) {
      long decoded = decode(locale, p, 4);
      if (decoded < 0) {
        stop(to, resume, p);
        return INVALID;
      }
      int c = (int) decoded;
      int n = units(c);
      if (to != 0) {
        if (Long.compareUnsigned(n, room - units) > 0) {
          break;
        }
        putWide(to + 2 * units, c);
      }
      if (c == 0) {
        stop(to, resume, 0);
        return units;
      }
      units += n;
      p += length(decoded);
    }
    stop(to, resume, p);
    return units;
  }

  private static void stop(long to, long resume, long p) {
    if (to != 0 && resume != 0) {
      Memory.putLong(resume, p);
    }
  }

  /**
   * Converts a UTF-16 string to the locale's bytes, up to and with its zero, as far as whole
   * characters have room.
   *
   * @param resume as in {@link #toWide}
   * @return the number of bytes without the zero, or {@link #INVALID}
   */
  static long toBytes(CrtLocale locale, long to, long room, long from, long resume) {
    long bytes = 0;
    long p = from;
    while (to == 0 || bytes != room) {
      int c = codePoint(p);
      int n = length(locale, c);
      if (n < 0) {
        stop(to, resume, p);
        return INVALID;
      }
      if (to != 0) {
        if (Long.compareUnsigned(n, room - bytes) > 0) {
          break;
        }
        encode(locale, to + bytes, c, n);
      }
      if (c == 0) {
        stop(to, resume, 0);
        return bytes;
      }
      bytes += n;
      p += 2L * units(c);
    }
    stop(to, resume, p);
    return bytes;
  }
}
