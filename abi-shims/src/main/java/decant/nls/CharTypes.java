package decant.nls;

import decant.nt.CaseTable;
import java.text.Normalizer;

/** Character types (winnls.h, {@code CT_CTYPE1} to {@code CT_CTYPE3}) and simple mappings. */
public final class CharTypes {
  public static final int C1_UPPER = 0x1;
  public static final int C1_LOWER = 0x2;
  public static final int C1_DIGIT = 0x4;
  public static final int C1_SPACE = 0x8;
  public static final int C1_PUNCT = 0x10;
  public static final int C1_CNTRL = 0x20;
  public static final int C1_BLANK = 0x40;
  public static final int C1_XDIGIT = 0x80;
  public static final int C1_ALPHA = 0x100;
  public static final int C1_DEFINED = 0x200;

  private static final int MAP_FOLDCZONE = 0x10;
  private static final int MAP_PRECOMPOSED = 0x20;
  private static final int MAP_COMPOSITE = 0x40;
  private static final int MAP_FOLDDIGITS = 0x80;

  private CharTypes() {}

  /** As {@link CaseTable#upper}. */
  public static char upper(char c) {
    return CaseTable.upper(c);
  }

  /** As {@link CaseTable#lower}. */
  public static char lower(char c) {
    return CaseTable.lower(c);
  }

  /** The types of a unit. {@code kind}: {@code CT_CTYPE1} (1), 2, or {@code CT_CTYPE3} (4). */
  public static int of(int kind, char c) {
    return kind == 1 ? type1(c) : kind == 2 ? type2(c) : type3(c);
  }

  /** {@code CT_CTYPE1}: what the C library's {@code is…} functions ask. */
  public static int type1(char c) {
    return switch (Character.getType(c)) {
      case Character.UNASSIGNED, Character.PRIVATE_USE -> c < 0xE000 ? 0 : privateUse(c);
      case Character.UPPERCASE_LETTER -> C1_DEFINED | C1_ALPHA | C1_UPPER | hexLetter(c);
      case Character.LOWERCASE_LETTER ->
          C1_DEFINED | C1_ALPHA | C1_LOWER | hexLetter(c) | (c == 0xB5 ? C1_PUNCT : 0);
      case Character.TITLECASE_LETTER -> C1_DEFINED | C1_ALPHA | C1_UPPER | C1_LOWER;
      case Character.MODIFIER_LETTER, Character.OTHER_LETTER ->
          C1_DEFINED | C1_ALPHA | (c == 0xAA || c == 0xBA ? C1_LOWER | C1_PUNCT : 0);
      case Character.DECIMAL_DIGIT_NUMBER ->
          C1_DEFINED | C1_DIGIT | (c <= '9' || c >= 0xFF10 ? C1_XDIGIT : 0);
      case Character.OTHER_NUMBER -> latin1Number(c);
      case Character.SPACE_SEPARATOR -> C1_DEFINED | C1_SPACE | (c == 0x2007 ? 0 : C1_BLANK);
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> C1_DEFINED | C1_SPACE;
      case Character.CONTROL -> control(c);
      case Character.FORMAT -> C1_DEFINED | C1_CNTRL | (c == 0xAD ? C1_PUNCT : 0);
      case Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.CONNECTOR_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION ->
          C1_DEFINED | C1_PUNCT;
      default -> c < 0x100 ? C1_DEFINED | C1_PUNCT : C1_DEFINED;
    };
  }

  private static int privateUse(char c) {
    return c < 0xF900 ? C1_DEFINED : 0;
  }

  private static int latin1Number(char c) {
    if (c >= 0x100) {
      return C1_DEFINED;
    }
    return C1_DEFINED | C1_PUNCT | (c < 0xBC ? C1_DIGIT : 0);
  }

  private static int hexLetter(char c) {
    int letter = c >= 0xFF21 ? c - 0xFF21 + 'A' : c;
    return letter >= 'A' && letter <= 'F' || letter >= 'a' && letter <= 'f' ? C1_XDIGIT : 0;
  }

  private static int control(char c) {
    if (c == '\t') {
      return C1_DEFINED | C1_CNTRL | C1_SPACE | C1_BLANK;
    }
    return C1_DEFINED | C1_CNTRL | (c >= 0xA && c <= 0xD || c == 0x85 ? C1_SPACE : 0);
  }

  /** {@code CT_CTYPE2}: the direction, by the bidirectional class. */
  private static int type2(char c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> 1;
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
          2;
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER -> 3;
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR -> 4;
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR -> 5;
      case Character.DIRECTIONALITY_ARABIC_NUMBER -> 6;
      case Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR -> 7;
      case Character.DIRECTIONALITY_PARAGRAPH_SEPARATOR -> 8;
      case Character.DIRECTIONALITY_SEGMENT_SEPARATOR -> 9;
      case Character.DIRECTIONALITY_WHITESPACE -> 10;
      case Character.DIRECTIONALITY_BOUNDARY_NEUTRAL, Character.DIRECTIONALITY_UNDEFINED -> 0;
      default -> 11;
    };
  }

  /** {@code CT_CTYPE3}, for text processing. */
  private static int type3(char c) {
    int type = Character.isLetter(c) ? 0x8000 : 0;
    if (c < 0x80) {
      if (c < ' ' || c == 0x7F) {
        return c >= 9 && c <= 13 ? 8 : 0;
      }
      return type | 0x40 | (Character.isLetterOrDigit(c) || c == '\'' || c == '-' ? 0 : 8);
    }
    if (Character.getType(c) == Character.NON_SPACING_MARK) {
      type |= 1;
    }
    if (c >= 0x3041 && c < 0x30A0) {
      type |= 0x20;
    } else if (c >= 0x30A0 && c < 0x3100 || c >= 0xFF66 && c < 0xFFA0) {
      type |= 0x10;
    } else if (Character.isIdeographic(c)) {
      type |= 0x100;
    }
    return type;
  }

  /** {@code FoldString}: maps a string by {@code MAP_*} flags. */
  public static String fold(String text, int flags) {
    String folded = text;
    if ((flags & MAP_FOLDCZONE) != 0) {
      folded = Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }
    if ((flags & MAP_PRECOMPOSED) != 0) {
      folded = Normalizer.normalize(folded, Normalizer.Form.NFC);
    }
    if ((flags & MAP_COMPOSITE) != 0) {
      folded = Normalizer.normalize(folded, Normalizer.Form.NFD);
    }
    if ((flags & MAP_FOLDDIGITS) != 0) {
      StringBuilder digits = new StringBuilder(folded);
      for (int i = 0; i < digits.length(); i++) {
        int value = Character.digit(digits.charAt(i), 10);
        if (value >= 0) {
          digits.setCharAt(i, (char) ('0' + value));
        }
      }
      folded = digits.toString();
    }
    return folded;
  }
}
