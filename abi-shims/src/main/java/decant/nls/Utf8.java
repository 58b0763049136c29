package decant.nls;

import decant.host.Memory;
import decant.nt.Win32Error;

/**
 * Code page 65001. Every byte sequence that is not well-formed becomes one replacement character
 * per maximal prefix of a well-formed one, as the Unicode standard recommends; unpaired surrogates
 * become replacement characters too.
 */
final class Utf8 extends CodePage {
  Utf8() {
    super(65001, 4);
  }

  @Override
  boolean takesFlags() {
    return false;
  }

  @Override
  public int decode(long from, int length, boolean strict, long to, int room) {
    long end = from + length;
    int units = 0;
    while (from < end) {
      int b = Memory.getU8(from++);
      if (b < 0x80) {
        units = put(to, room, units, b);
        continue;
      }
      int continuation = continuationBytes(b);
      int low = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
      int high = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
      int code = b & (0x3F >> continuation);
      int left = continuation;
      while (left > 0 && from < end) {
        int next = Memory.getU8(from);
        if (next < low || next > high) {
          break;
        }
        code = code << 6 | next & 0x3F;
        low = 0x80;
        high = 0xBF;
        from++;
        left--;
      }
      if (continuation == 0 || left > 0) {
        if (strict) {
          throw Win32Error.NO_UNICODE_TRANSLATION.exception();
        }
        units = put(to, room, units, REPLACEMENT);
      } else if (code < 0x10000) {
        units = put(to, room, units, code);
      } else {
        units = put(to, room, units, Character.highSurrogate(code));
        units = put(to, room, units, Character.lowSurrogate(code));
      }
    }
    return units;
  }

  /** How many bytes follow a lead byte; 0 when it is none. */
  private static int continuationBytes(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  }

  private static int put(long to, int room, int units, int unit) {
    if (room != 0) {
      if (units >= room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
      Memory.putShort(to + 2L * units, unit);
    }
    return CodePages.next(units);
  }

  @Override
  public long encode(long from, int length, boolean strict, long to, int room, int defaultChar) {
    int n = 0;
    long replaced = 0;
    for (int i = 0; i < length; i++) {
      int code = Memory.getChar(from + 2L * i);
      if (code < 0x80) {
        if (room != 0) {
          check(n, 1, room);
          Memory.putByte(to + n, code);
        }
        n = CodePages.next(n);
        continue;
      }
      if (code >= 0xD800 && code < 0xE000) {
        int low = i + 1 < length ? Memory.getChar(from + 2L * (i + 1)) : 0;
        if (code < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
          code = Character.toCodePoint((char) code, (char) low);
          i++;
        } else if (strict) {
          throw Win32Error.NO_UNICODE_TRANSLATION.exception();
        } else {
          code = REPLACEMENT;
          replaced = USED_DEFAULT;
        }
      }
      int bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (room != 0) {
        check(n, bytes, room);
        putCode(to + n, code, bytes);
      }
      n = CodePages.next(n, bytes);
    }
    return n | replaced;
  }

  private static void check(int n, int bytes, int room) {
    if (bytes > room - n) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
  }

  private static void putCode(long to, int code, int bytes) {
    for (int i = bytes - 1; i > 0; i--) {
      Memory.putByte(to + i, 0x80 | code & 0x3F);
      code >>= 6;
    }
    Memory.putByte(to, 0xF00 >> bytes | code);
  }
}
