package decant.nt.file;

/**
 * Case of names as NTFS sees it: unit by unit, by the simple upper-case mapping, never out of or
 * into ASCII except among its own letters.
 */
public final class UpCase {
  private UpCase() {}

  /** The upper-case form of a UTF-16 unit. */
  public static char of(char c) {
    if (c < 0x80) {
      return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }
    char upper = Character.toUpperCase(c);
    return upper < 0x80 || c == '\u00B5' ? c : upper;
  }

  public static boolean equal(String a, String b) {
    return a.length() == b.length() && compare(a, b) == 0;
  }

  /** Orders names as NTFS lists them. */
  public static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        x = of(x);
        y = of(y);
        if (x != y) {
          return x - y;
        }
      }
    }
    return a.length() - b.length();
  }

  /** The upper-case form of a name. */
  public static String of(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (of(name.charAt(i)) != name.charAt(i)) {
        char[] chars = name.toCharArray();
        for (int k = i; k < chars.length; k++) {
          chars[k] = of(chars[k]);
        }
        return new String(chars);
      }
    }
    return name;
  }

  /** Whether a name has a letter that comes in two cases. */
  public static boolean hasCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (of(c) != c || Character.toLowerCase(c) != c) {
        return true;
      }
    }
    return false;
  }
}
