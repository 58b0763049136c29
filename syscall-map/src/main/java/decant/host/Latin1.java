package decant.host;

/** Text of one byte per character. */
public final class Latin1 {
  private Latin1() {}

  /** The text of bytes, each of which is the character of its number. */
  public static String string(byte[] bytes) {
    return string(bytes, 0, bytes.length);
  }

  /**
   * As above, of {@code length} bytes.
   *
   * <p>Not by the constructor that takes a {@code Charset}: names go through here, and that one is
   * so long that its compilation takes milliseconds.
   */
  @SuppressWarnings("deprecation") // for what it does to characters beyond these
  public static String string(byte[] bytes, int from, int length) {
    return new String(bytes, 0, from, length);
  }
}
