package decant.nls;

/**
 * A code page: how bytes and UTF-16 are converted, between buffers in guest memory. With a room of
 * 0, nothing is written and the result is the room needed; with too little room, what fits is
 * written and the conversion fails with {@code ERROR_INSUFFICIENT_BUFFER}.
 */
public abstract class CodePage {
  /** In a result of {@link #encode}: the default character stood in for something. */
  public static final long USED_DEFAULT = 1L << 32;

  /** What bytes that mean nothing become. */
  static final char REPLACEMENT = '\uFFFD';

  /** The code page's number. */
  public final int id;

  /** The most bytes that one character takes. */
  public final int maxBytes;

  CodePage(int id, int maxBytes) {
    this.id = id;
    this.maxBytes = maxBytes;
  }

  /**
   * Bytes to UTF-16.
   *
   * @param from address of the bytes
   * @param length their number
   * @param strict whether bytes that mean nothing are {@code ERROR_NO_UNICODE_TRANSLATION}; else
   *     they become a replacement character
   * @param to address of the result
   * @param room its room in units
   * @return the number of units
   */
  public abstract int decode(long from, int length, boolean strict, long to, int room);

  /**
   * UTF-16 to bytes.
   *
   * @param from address of the units
   * @param length their number
   * @param strict whether unpaired surrogates are {@code ERROR_NO_UNICODE_TRANSLATION}
   * @param to address of the result
   * @param room its room in bytes
   * @param defaultChar the byte (or two bytes, the lead byte in the low half) that stands in for
   *     what the code page lacks
   * @return the number of bytes, with {@link #USED_DEFAULT} when the default character was used
   */
  public abstract long encode(
      long from, int length, boolean strict, long to, int room, int defaultChar);

  /** Whether a byte begins a character of two bytes. */
  public boolean isLeadByte(int b) {
    return false;
  }

  /** Whether the code page takes none of the flags of the conversion functions. */
  boolean takesFlags() {
    return true;
  }
}
