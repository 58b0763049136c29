package decant.nt.file;

import decant.host.Latin1;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * File names of the host as Windows names and back, without loss. The host has bytes, as a rule
 * UTF-8; Windows has UTF-16 units, some of which it forbids.
 *
 * <ul>
 *   <li>Well-formed UTF-8 is the text that it encodes.
 *   <li>A byte that is not part of well-formed UTF-8 is the lone surrogate U+DC00 + byte.
 *   <li>Any other lone surrogate is its three bytes as UTF-8 would encode it (WTF-8).
 *   <li>A character that Windows forbids and the host allows ({@code " * : < > ? \ |}, controls, a
 *       dot or a space at the end) is U+F000 + character, as Windows' own POSIX subsystems map it.
 *       A host name that has such a private-use character itself shows its bytes.
 * </ul>
 *
 * <p>{@link #decodeText} and {@link #encodeText} do the same for text that is no name of a file,
 * without the last rule.
 */
public final class NameCodec {
  private static final int PRIVATE = 0xF000;
  private static final int ESCAPE = 0xDC00;

  private NameCodec() {}

  /** Whether Windows forbids a character in names, wherever it stands. */
  public static boolean forbidden(char c) {
    return c < ' ' || c == '"' || c == '*' || c == ':' || c == '<' || c == '>' || c == '?'
        || c == '\\' || c == '|';
  }

  /** The Windows name of one name of the host. */
  public static String decode(byte[] name) {
    return decode(name, 0, name.length);
  }

  /** The Windows name of the host name that is {@code bytes[from..to)}. */
  public static String decode(byte[] bytes, int from, int to) {
    if (plain(bytes, from, to)) {
      return Latin1.string(bytes, from, to - from);
    }
    StringBuilder out = new StringBuilder(to - from);
    decode(bytes, from, to, out);
    return out.toString();
  }

  /** The text of bytes that should be UTF-8. */
  public static String decodeText(byte[] bytes) {
    // Java's decoder is the fast one, and shows by U+FFFD that it may have lost something.
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(bytes.length);
    decode(bytes, 0, bytes.length, false, out);
    return out.toString();
  }

  /** Whether a name is ASCII that Windows takes as it is. */
  private static boolean plain(byte[] bytes, int from, int to) {
    if (to == from || bytes[to - 1] == '.' || bytes[to - 1] == ' ') {
      return isDots(bytes, from, to);
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0 || forbidden((char) bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDots(byte[] bytes, int from, int to) {
    int length = to - from;
    return length == 0
        || length == 1 && bytes[from] == '.'
        || length == 2 && bytes[from] == '.' && bytes[from + 1] == '.';
  }

  /** Appends the Windows name of {@code bytes[from..to)}. */
  public static void decode(byte[] bytes, int from, int to, StringBuilder out) {
    if (isDots(bytes, from, to)) {
      for (int i = from; i < to; i++) {
        out.append('.');
      }
      return;
    }
    decode(bytes, from, to, true, out);
  }

  /** {@code isName}: what Windows forbids in names is mapped. */
  private static void decode(byte[] bytes, int from, int to, boolean isName, StringBuilder out) {
    int i = from;
    while (i < to) {
      int b = bytes[i] & 0xFF;
      if (b < 0x80) {
        boolean last = i == to - 1;
        boolean mapped = isName && (forbidden((char) b) || last && (b == '.' || b == ' '));
        out.append((char) (mapped ? PRIVATE + b : b));
        i++;
        continue;
      }
      int length = sequence(bytes, i, to);
      int c = length == 0 ? -1 : codePoint(bytes, i, length);
      if (length == 0
          || escaped(c, i + length == to, isName)
          || c >= 0xD800 && c < 0xDC00 && !standsAlone(bytes, i + 3, to, isName)) {
        out.append((char) (ESCAPE + b));
        i++;
      } else {
        out.appendCodePoint(c);
        i += length;
      }
    }
  }

  /**
   * Whether a character of the host must show its bytes, because the plain character means
   * something else on the way back.
   */
  private static boolean escaped(int c, boolean last, boolean isName) {
    return c >= 0xDC80 && c < 0xDD00
        || isName && c > PRIVATE && c < PRIVATE + 0x80 && mapped((char) c, last);
  }

  private static boolean dotOrSpace(int c) {
    return c == PRIVATE + '.' || c == PRIVATE + ' ';
  }

  /** Whether what follows a high surrogate cannot become its low half. */
  private static boolean standsAlone(byte[] bytes, int at, int to, boolean isName) {
    if (at >= to || bytes[at] >= 0) {
      return true;
    }
    int length = sequence(bytes, at, to);
    if (length == 0) {
      return false;
    }
    int c = codePoint(bytes, at, length);
    return !escaped(c, at + length == to, isName) && (c < 0xDC00 || c > 0xDFFF);
  }

  /**
   * The length of the UTF-8 sequence of two to four bytes at an index, 0 when there is none.
   * Surrogates count; overlong forms do not.
   */
  private static int sequence(byte[] bytes, int i, int to) {
    int b = bytes[i] & 0xFF;
    int length = b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > to) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int c = codePoint(bytes, i, length);
    return length == 3 && c < 0x800 || length == 4 && (c < 0x1_0000 || c > 0x10_FFFF) ? 0 : length;
  }

  private static int codePoint(byte[] bytes, int i, int length) {
    int c = bytes[i] & (0xFF >> (length + 1));
    for (int k = 1; k < length; k++) {
      c = c << 6 | bytes[i + k] & 0x3F;
    }
    return c;
  }

  /** The host name of one Windows name. */
  public static byte[] encode(String name) {
    Bytes out = new Bytes(name.length() + 16);
    encode(name, 0, name.length(), out);
    return out.toArray();
  }

  /** The bytes of a text; the other way of {@link #decodeText}. */
  public static byte[] encodeText(String text) {
    if (wellFormed(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    Bytes out = new Bytes(3 * text.length());
    encode(text, 0, text.length(), false, out);
    return out.toArray();
  }

  /** Whether surrogates stand in pairs only. */
  private static boolean wellFormed(String text) {
    char[] units = text.toCharArray(); // no call for each, as this is interpreted as a rule
    for (int i = 0; i < units.length; i++) {
      char c = units[i];
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        i++; // the low half
        if (c > Character.MAX_HIGH_SURROGATE
            || i == units.length
            || !Character.isLowSurrogate(units[i])) {
          return false;
        }
      }
    }
    return true;
  }

  /** Appends the host name of the Windows name {@code name[from..to)}. */
  static void encode(String name, int from, int to, Bytes out) {
    encode(name, from, to, true, out);
  }

  private static void encode(String name, int from, int to, boolean isName, Bytes out) {
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      if (c < 0x80) {
        out.add(c);
      } else if (c >= 0xDC80 && c < 0xDD00) {
        out.add(c - ESCAPE);
      } else if (isName && c > PRIVATE && c < PRIVATE + 0x80 && mapped(c, i == to - 1)) {
        out.add(c - PRIVATE);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        int p = Character.toCodePoint(c, name.charAt(++i));
        out.add(0xF0 | p >> 18);
        out.add(0x80 | p >> 12 & 0x3F);
        out.add(0x80 | p >> 6 & 0x3F);
        out.add(0x80 | p & 0x3F);
      } else if (c < 0x800) {
        out.add(0xC0 | c >> 6);
        out.add(0x80 | c & 0x3F);
      } else {
        out.add(0xE0 | c >> 12);
        out.add(0x80 | c >> 6 & 0x3F);
        out.add(0x80 | c & 0x3F);
      }
    }
  }

  private static boolean mapped(char c, boolean last) {
    return forbidden((char) (c - PRIVATE)) || last && dotOrSpace(c);
  }

  /** A growing array of bytes. */
  static final class Bytes {
    private byte[] bytes;
    private int length;

    Bytes(int capacity) {
      bytes = new byte[capacity];
    }

    void add(int b) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length);
      }
      bytes[length++] = (byte) b;
    }

    void add(byte[] more) {
      if (length + more.length > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * length + more.length);
      }
      System.arraycopy(more, 0, bytes, length, more.length);
      length += more.length;
    }

    int length() {
      return length;
    }

    byte last() {
      return length == 0 ? 0 : bytes[length - 1];
    }

    byte[] toArray() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
  }
}
