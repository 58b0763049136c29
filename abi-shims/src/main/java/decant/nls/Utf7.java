package decant.nls;

import decant.host.Memory;
import decant.nt.Win32Error;

/**
 * Code page 65000, UTF-7 (RFC 2152).
 *
 * <p>What RFC 2152 lets be written directly is; all else is in base 64.
 */
final class Utf7 extends CodePage {
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final String DIRECT = "'(),-./:? \t\r\n\0";

  Utf7() {
    super(65000, 5);
  }

  @Override
  boolean takesFlags() {
    return false;
  }

  @Override
  public int decode(long from, int length, boolean strict, long to, int room) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < length) {
      int b = Memory.getU8(from + i++);
      if (b != '+') {
        out.append((char) b);
        continue;
      }
      if (i < length && Memory.getU8(from + i) == '-') {
        out.append('+');
        i++;
        continue;
      }
      int bits = 0;
      int held = 0;
      while (i < length) {
        int digit = BASE64.indexOf(Memory.getU8(from + i));
        if (digit < 0) {
          break;
        }
        i++;
        bits = bits << 6 | digit;
        held += 6;
        if (held >= 16) {
          held -= 16;
          out.append((char) (bits >> held));
        }
      }
      if (i < length && Memory.getU8(from + i) == '-') {
        i++;
      }
    }
    return CodePages.putUnits(out, to, room);
  }

  @Override
  public long encode(long from, int length, boolean strict, long to, int room, int defaultChar) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; ) {
      char c = Memory.getChar(from + 2L * i);
      if (isDirect(c)) {
        out.append(c);
        i++;
      } else if (c == '+') {
        out.append("+-");
        i++;
      } else {
        i = encodeRun(from, i, length, out);
      }
    }
    if (room != 0) {
      for (int i = 0; i < out.length(); i++) {
        if (i >= room) {
          throw Win32Error.INSUFFICIENT_BUFFER.exception();
        }
        Memory.putByte(to + i, out.charAt(i));
      }
    }
    return out.length();
  }

  private static int encodeRun(long from, int i, int length, StringBuilder out) {
    out.append('+');
    int bits = 0;
    int held = 0;
    char c = 0;
    boolean more = true;
    while (more) {
      c = Memory.getChar(from + 2L * i);
      more = !isDirect(c) && c != '+';
      if (more) {
        bits = bits << 16 | c;
        held += 16;
        while (held >= 6) {
          held -= 6;
          out.append(BASE64.charAt(bits >> held & 0x3F));
        }
        more = ++i < length;
      }
    }
    if (held > 0) {
      out.append(BASE64.charAt(bits << 6 - held & 0x3F));
    }
    out.append('-');
    return i;
  }

  private static boolean isDirect(char c) {
    return c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || DIRECT.indexOf(c) >= 0;
  }
}
