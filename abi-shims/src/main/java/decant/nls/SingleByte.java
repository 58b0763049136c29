package decant.nls;

import decant.host.Memory;
import decant.nt.Win32Error;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;

/** A code page of one byte per character. */
final class SingleByte extends CodePage {
  private final char[] units;
  private final boolean[] undefined = new boolean[256];
  private final Map<Character, Integer> bytes = new HashMap<>();

  SingleByte(int id, Charset charset) {
    super(id, 1);
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    units = new String(all, charset).toCharArray();
    boolean ascii = units['A'] == 'A';
    for (int i = 0; i < 256; i++) {
      if (ascii && i < 0x80) {
        units[i] = (char) i;
      } else if (units[i] == REPLACEMENT) {
        // Windows passes bytes without a character through as C1 controls.
        undefined[i] = true;
        units[i] = (char) i;
      }
      bytes.putIfAbsent(units[i], i);
    }
  }

  @Override
  public int decode(long from, int length, boolean strict, long to, int room) {
    for (int i = 0; i < length; i++) {
      int b = Memory.getU8(from + i);
      if (strict && undefined[b]) {
        throw Win32Error.NO_UNICODE_TRANSLATION.exception();
      }
      if (room != 0) {
        if (i >= room) {
          throw Win32Error.INSUFFICIENT_BUFFER.exception();
        }
        Memory.putShort(to + 2L * i, units[b]);
      }
    }
    return length;
  }

  @Override
  public long encode(long from, int length, boolean strict, long to, int room, int defaultChar) {
    long used = 0;
    int n = 0;
    for (int i = 0; i < length; i++) {
      char c = Memory.getChar(from + 2L * i);
      Integer b = bytes.get(c);
      if (b == null) {
        used = USED_DEFAULT;
        b = defaultChar;
        if (Character.isHighSurrogate(c)
            && i + 1 < length
            && Character.isLowSurrogate(Memory.getChar(from + 2L * (i + 1)))) {
          // Both halves become a default character.
          n = put(to, room, n, defaultChar);
          i++;
        }
      }
      n = put(to, room, n, b);
    }
    return n | used;
  }

  private static int put(long to, int room, int n, int b) {
    if (room != 0) {
      if (n >= room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
      Memory.putByte(to + n, b);
    }
    return CodePages.next(n);
  }
}
