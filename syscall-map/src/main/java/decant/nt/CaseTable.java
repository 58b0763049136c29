package decant.nt;

/**
 * Windows' case mapping: one unit at a time, independent of any locale, and only where upper and
 * lower case are each other's counterpart (so that the dotless i or the long s stay themselves).
 */
public final class CaseTable {
  private CaseTable() {}

  /** The upper-case counterpart of a unit, or the unit. */
  public static char upper(char c) {
    if (c < 0x80) {
      return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }
    char upper = Character.toUpperCase(c);
    return upper == c || Character.toLowerCase(upper) == c ? upper : c;
  }

  /**
   * A string of the upper-case counterparts of a string's units; the string itself if it is that.
   */
  public static String upper(String text) {
    char[] units = text.toCharArray();
    boolean changed = false;
    for (int i = 0; i < units.length; i++) {
      char c = units[i];
      if (c >= 'a' && (c <= 'z' || c >= 0x80)) {
        units[i] = upper(c);
        changed |= units[i] != c;
      }
    }
    return changed ? new String(units) : text;
  }

  /** The lower-case counterpart of a unit, or the unit. */
  public static char lower(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    char lower = Character.toLowerCase(c);
    return lower == c || Character.toUpperCase(lower) == c ? lower : c;
  }

  /** Compares two strings by their upper-case units. */
  public static int compare(String a, String b) {
    int n = Math.min(a.length(), b.length());
    for (int i = 0; i < n; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        x = upper(x);
        y = upper(y);
        if (x != y) {
          return x - y;
        }
      }
    }
    return a.length() - b.length();
  }
}
