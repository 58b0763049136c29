package decant.abi.trace;

import decant.abi.Text;
import java.nio.charset.StandardCharsets;

/** Strings and bytes as traces show them. */
final class Texts {
  private Texts() {}

  /**
   * The zero-terminated string at an address, in quotes; null when there is nothing to read.
   *
   * @param most characters that are shown
   * @param units after which it ends at the latest
   */
  static String string(long address, Text encoding, int most, long units) {
    int unit = encoding.unit;
    byte[] bytes = SafeMemory.read(address, Math.min(units, most + 1L) * unit);
    int end = 0;
    while (end + unit <= bytes.length && Numbers.read(bytes, end, unit) != 0) {
      end += unit;
    }
    if (bytes.length < unit && units > 0) {
      return null;
    }
    boolean whole = end + unit <= bytes.length || end >= units * unit;
    return quoted(decode(bytes, end, encoding), most, !whole);
  }

  private static String decode(byte[] bytes, int end, Text encoding) {
    return encoding == Text.WIDE
        ? new String(bytes, 0, end, StandardCharsets.UTF_16LE)
        : new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** In quotes, what does not print escaped as in C. */
  static String quoted(String text, int most, boolean more) {
    StringBuilder out = new StringBuilder(text.length() + 8).append('"');
    int end = Math.min(text.length(), most);
    for (int i = 0; i < end; i++) {
      escape(text.charAt(i), out);
    }
    return out.append('"').append(more || end < text.length() ? "..." : "").toString();
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0 -> out.append("\\0");
      default -> {
        if (c < ' ' || c == 0x7F) {
          out.append("\\u");
          for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 15, 16));
          }
        } else {
          out.append(c);
        }
      }
    }
  }

  /** Bytes: as text when they are some, else in hexadecimal. */
  static String bytes(byte[] bytes, long length, int most) {
    int shown = Math.min(bytes.length, most);
    if (isText(bytes, shown)) {
      String text = new String(bytes, 0, shown, StandardCharsets.UTF_8);
      return quoted(text, most, shown < length);
    }
    StringBuilder out = new StringBuilder("{");
    int few = Math.min(shown, Math.max(1, most / 4));
    for (int i = 0; i < few; i++) {
      out.append(i == 0 ? "" : " ");
      out.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      out.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return out.append(few < length ? " ...}" : "}").toString();
  }

  private static boolean isText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int b = bytes[i];
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 0x7F) {
        return false;
      }
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    int replacement = text.indexOf('\uFFFD');
    return replacement < 0 || replacement >= text.length() - 3; // one may be cut at the end
  }
}
