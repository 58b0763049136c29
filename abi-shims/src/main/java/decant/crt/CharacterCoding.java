package decant.crt;

import decant.nt.GuestThread;

/** Characters of the thread's current locale, for the CRT's other packages. */
public final class CharacterCoding {
  private static final int LENGTH_SHIFT = 32;

  private CharacterCoding() {}

  /** The character of one byte, -1 when the byte alone is none. */
  public static int toWide(GuestThread t, int b) {
    return Locales.current(t).fromByte(b);
  }

  /** The UTF-16 character at an address; half of a pair alone is itself. */
  public static int codePoint(long address) {
    return Multibyte.codePoint(address);
  }

  /**
   * Decodes the character at an address.
   *
   * @return its length in the upper half and the character in the lower one; negative when the
   *     bytes are no character
   */
  public static long decode(GuestThread t, long address) {
    return Multibyte.decode(Locales.current(t), address, 4);
  }

  /**
   * Encodes a character.
   *
   * @return its bytes, the first one lowest, and their number ({@link #length}); -1 when the locale
   *     does not have it
   */
  public static long toBytes(GuestThread t, int c) {
    CrtLocale locale = Locales.current(t);
    int length = Multibyte.length(locale, c);
    if (length < 0) {
      return -1;
    }
    if (length == 1) {
      return 1L << LENGTH_SHIFT | locale.toByte(c);
    }
    long bytes = 0;
    int rest = c;
    for (int i = length - 1; i > 0; i--) {
      bytes = bytes << 8 | 0x80 | rest & 0x3F;
      rest >>>= 6;
    }
    return (long) length << LENGTH_SHIFT | bytes << 8 | (0xF00 >> length | rest) & 0xFF;
  }

  /** The number of bytes in a result of {@link #toBytes}. */
  public static int length(long encoded) {
    return (int) (encoded >>> LENGTH_SHIFT);
  }
}
