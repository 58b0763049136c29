package decant.crt;

/**
 * The character types of ctype.h: what the bits of its tables mean, and which characters have them.
 */
public final class CharTypes {
  static final int UPPER = 0x01;
  static final int LOWER = 0x02;
  static final int DIGIT = 0x04;
  public static final int SPACE = 0x08;
  static final int PUNCT = 0x10;
  static final int CONTROL = 0x20;
  static final int BLANK = 0x40;
  static final int HEX = 0x80;

  /** A letter of any kind, in the wide tables; the narrow ones say upper or lower case only. */
  static final int LETTER = 0x100;

  static final int ALPHA = LETTER | UPPER | LOWER;
  static final int ALNUM = ALPHA | DIGIT;
  static final int GRAPH = ALNUM | PUNCT;
  static final int PRINT = GRAPH | BLANK;

  private static final byte[] ASCII = new byte[128];

  static {
    for (int c = 0; c < 128; c++) {
      ASCII[c] = (byte) ascii(c);
    }
  }

  private CharTypes() {}

  private static int ascii(int c) {
    if (c < ' ' || c == 0x7F) {
      return c >= '\t' && c <= '\r' ? CONTROL | SPACE : CONTROL;
    }
    if (c == ' ') {
      return SPACE | BLANK;
    }
    if (c >= '0' && c <= '9') {
      return DIGIT | HEX;
    }
    int letter = c | 0x20;
    if (letter >= 'a' && letter <= 'z') {
      return (c == letter ? LOWER : UPPER) | (letter <= 'f' ? HEX : 0);
    }
    return PUNCT;
  }

  /** The types of a character of the "C" locale, 0 outside of ASCII. */
  public static int narrow(int c) {
    return c >>> 7 == 0 ? ASCII[c] & 0xFF : 0;
  }

  /** The types of a UTF-16 unit, in every locale. */
  public static int wide(int c) {
    if (c >>> 7 == 0) {
      int types = ASCII[c] & 0xFF;
      return (types & (UPPER | LOWER)) != 0 ? types | LETTER : c == '\t' ? types | BLANK : types;
    }
    if (c <= 0xFF && isLatinPunctuation(c)) {
      return PUNCT;
    }
    return switch (Character.getType((char) c)) {
      case Character.UPPERCASE_LETTER -> LETTER | UPPER;
      case Character.TITLECASE_LETTER -> LETTER | UPPER | LOWER;
      case Character.LOWERCASE_LETTER -> LETTER | LOWER;
      case Character.MODIFIER_LETTER, Character.OTHER_LETTER, Character.LETTER_NUMBER -> LETTER;
      case Character.DECIMAL_DIGIT_NUMBER -> DIGIT;
      case Character.OTHER_NUMBER -> superscriptDigit(c) ? DIGIT | PUNCT : PUNCT;
      case Character.SPACE_SEPARATOR -> SPACE | BLANK;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE | CONTROL;
      case Character.CONTROL, Character.FORMAT -> CONTROL;
      case Character.UNASSIGNED,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.NON_SPACING_MARK ->
          0;
      default -> PUNCT;
    };
  }

  /** The ordinals, the micro sign and the soft hyphen, which the first table of Windows has so. */
  private static boolean isLatinPunctuation(int c) {
    return c == 0xAA || c == 0xAD || c == 0xB5 || c == 0xBA;
  }

  private static boolean superscriptDigit(int c) {
    return c == 0xB2 || c == 0xB3 || c == 0xB9;
  }

  static boolean isSpace(int c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  static int asciiLower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  static int asciiUpper(int c) {
    return c >= 'a' && c <= 'z' ? c - 32 : c;
  }
}
