package decant.nls;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * The order of strings that {@code CompareString} and sort keys share: symbols, then digits, then
 * letters without regard to accents and case; then accents; then case, lower first; then, in a word
 * sort, the hyphens and apostrophes that were skipped until there.
 */
public final class Collation {
  public static final int NORM_IGNORECASE = 1;
  public static final int NORM_IGNORENONSPACE = 2;
  public static final int NORM_IGNORESYMBOLS = 4;
  public static final int SORT_DIGITSASNUMBERS = 8;
  public static final int LINGUISTIC_IGNORECASE = 0x10;
  public static final int LINGUISTIC_IGNOREDIACRITIC = 0x20;
  public static final int SORT_STRINGSORT = 0x1000;
  public static final int ALL_FLAGS = 0x4000_0000 | 0x0803_0000 | SORT_STRINGSORT | 0x3F;

  /** The symbols of Latin-1 in Windows' order. */
  private static final String SYMBOLS =
      "'- \u00A0\t\n\u000B\f\r!\"#$%&()*,./:;?@[\\]^_`{|}~\u00A1\u00A6\u00A8\u00AF\u00B4\u00B8"
          + "\u00BF\u00A2\u00A3\u00A4\u00A5+<=>\u00B1\u00AB\u00BB\u00D7\u00F7\u00A7\u00A9\u00AC"
          + "\u00AE\u00B0\u00B5\u00B6\u00B7";

  private static final int OTHER_SYMBOL = 0x100;
  private static final int DIGIT = 0x2_0000;
  private static final int LETTER = 0x3_0000;

  private int[] primary = new int[32];
  private int[] secondary = new int[32];
  private int[] tertiary = new int[32];
  private int n;
  private int[] special = new int[8];
  private int specials;
  private final int flags;

  private Collation(String text, int flags) {
    this.flags = flags;
    String decomposed = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
    for (int i = 0; i < decomposed.length(); i++) {
      i = add(decomposed, i);
    }
  }

  /** -1, 0 or 1. {@code flags}: {@code NORM_*}, {@code LINGUISTIC_*} and {@code SORT_*}. */
  public static int compare(String a, String b, int flags) {
    if (a.equals(b)) {
      return 0;
    }
    Collation x = new Collation(a, flags);
    Collation y = new Collation(b, flags);
    int result = compare(x.primary, x.n, y.primary, y.n);
    if (result == 0 && (flags & (NORM_IGNORENONSPACE | LINGUISTIC_IGNOREDIACRITIC)) == 0) {
      result = compare(x.secondary, x.n, y.secondary, y.n);
    }
    if (result == 0 && (flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE)) == 0) {
      result = compare(x.tertiary, x.n, y.tertiary, y.n);
    }
    if (result == 0) {
      result = compare(x.special, x.specials, y.special, y.specials);
    }
    return Integer.signum(result);
  }

  /** A sort key: bytes whose order is that of {@link #compare}; ended by a zero. */
  public static byte[] sortKey(String text, int flags) {
    Collation c = new Collation(text, flags);
    byte[] key = new byte[3 * c.n + 2 * c.n + 4 * c.specials + 8];
    int k = 0;
    for (int i = 0; i < c.n; i++) {
      k = put(key, k, c.primary[i]);
    }
    key[k++] = 1;
    if ((flags & (NORM_IGNORENONSPACE | LINGUISTIC_IGNOREDIACRITIC)) == 0) {
      k = putLevel(key, k, c.secondary, c.n);
    }
    key[k++] = 1;
    if ((flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE)) == 0) {
      k = putLevel(key, k, c.tertiary, c.n);
    }
    key[k++] = 1;
    key[k++] = 1;
    for (int i = 0; i < c.specials; i++) {
      k = put(key, k, c.special[i]);
    }
    return Arrays.copyOf(key, k + 1);
  }

  private static int put(byte[] key, int k, int weight) {
    key[k] = (byte) (2 + weight / (250 * 250));
    key[k + 1] = (byte) (2 + weight / 250 % 250);
    key[k + 2] = (byte) (2 + weight % 250);
    return k + 3;
  }

  private static int putLevel(byte[] key, int k, int[] weights, int n) {
    int last = n;
    while (last > 0 && weights[last - 1] == 0) {
      last--;
    }
    for (int i = 0; i < last; i++) {
      key[k++] = (byte) (2 + Math.min(weights[i], 250));
    }
    return k;
  }

  private static int compare(int[] a, int lengthA, int[] b, int lengthB) {
    int n = Math.min(lengthA, lengthB);
    for (int i = 0; i < n; i++) {
      if (a[i] != b[i]) {
        return a[i] - b[i];
      }
    }
    return lengthA - lengthB;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Adds the character at an index; returns the index of its last unit. */
  private int add(String text, int i) {
    char c = text.charAt(i);
    if (c >= '0' && c <= '9' && (flags & SORT_DIGITSASNUMBERS) != 0) {
      return addNumber(text, i);
    }
    switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> {
        if (n > 0) {
          secondary[n - 1] += 1 + (c & 0x7F);
        }
      }
      case Character.CONTROL, Character.FORMAT -> {
        if (SYMBOLS.indexOf(c) >= 0) {
          addSymbol(c);
        }
      }
      case Character.DECIMAL_DIGIT_NUMBER ->
          add(DIGIT + Character.digit(c, 10), c >= 0x80 ? 1 : 0, 0);
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER ->
          addLetter(c);
      default -> addSymbol(c);
    }
    return i;
  }

  private int addNumber(String text, int start) {
    int i = start;
    while (i < text.length() - 1 && text.charAt(i) == '0' && isDigit(text.charAt(i + 1))) {
      i++;
    }
    int end = i;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    add(DIGIT + 0x100 + Math.min(end - i, 0xFFF), 0, 0);
    for (; i < end; i++) {
      add(DIGIT + text.charAt(i) - '0', 0, 0);
    }
    return end - 1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void addSymbol(char c) {
    if ((flags & NORM_IGNORESYMBOLS) != 0) {
      return;
    }
    if ((c == '-' || c == '\'') && (flags & SORT_STRINGSORT) == 0) {
      special = room(special, specials + 1);
      special[specials++] = (n << 1) + (c == '-' ? 2 : 1);
      return;
    }
    int known = SYMBOLS.indexOf(c);
    add(known >= 0 ? 1 + known : OTHER_SYMBOL + c, 0, 0);
  }

  private void addLetter(char c) {
    char lower = CharTypes.lower(c);
    int upper = lower == c ? 0 : 1;
    switch (lower) {
      case '\u00E6' -> addPair('a', 'e', upper);
      case '\u0153' -> addPair('o', 'e', upper);
      case '\u00DF' -> addPair('s', 's', upper);
      case '\u00FE' -> addPair('t', 'h', upper);
      case '\u00F8' -> add(LETTER + 'o', 0x60, upper);
      case '\u00F0', '\u0111' -> add(LETTER + 'd', 0x60, upper);
      case '\u0142' -> add(LETTER + 'l', 0x60, upper);
      default -> add(LETTER + lower, 0, upper);
    }
  }

  private void addPair(char first, char second, int upper) {
    add(LETTER + first, 0x70, upper);
    add(LETTER + second, 0x70, upper);
  }

  private void add(int first, int second, int third) {
    primary = room(primary, n + 1);
    secondary = room(secondary, n + 1);
    tertiary = room(tertiary, n + 1);
    primary[n] = first;
    secondary[n] = second;
    tertiary[n] = third;
    n++;
  }

  private static int[] room(int[] array, int length) {
    return length <= array.length ? array : Arrays.copyOf(array, 2 * length);
  }
}
