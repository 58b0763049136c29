package decant.abi.trace;

/**
 * Which functions are meant: {@code library!function}, or {@code function} alone for all libraries;
 * {@code *} is any characters, {@code ?} one; case does not matter.
 */
public final class TracePattern {
  private final String library;
  private final String function;

  /**
   * A pattern as it is typed.
   *
   * @throws IllegalArgumentException with a sentence for the user when it can mean nothing
   */
  public TracePattern(String text) {
    int bang = text.indexOf('!');
    library = bang < 0 ? "*" : dll(text.substring(0, bang));
    function = text.substring(bang + 1);
    if (library.isEmpty() || function.isEmpty() || function.indexOf('!') >= 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pattern; one looks like kernel32!*File* or *Heap*");
    }
  }

  private static String dll(String library) {
    boolean dll = library.regionMatches(true, library.length() - 4, ".dll", 0, 4);
    return dll ? library.substring(0, library.length() - 4) : library;
  }

  /** Whether a function is meant. */
  public boolean matches(String ofLibrary, String name) {
    return glob(library, 0, ofLibrary, 0, true) && glob(function, 0, name, 0, true);
  }

  /** Whether the rest of a text is what the rest of a pattern describes. */
  static boolean glob(String pattern, int p, String text, int t, boolean anyCase) {
    int star = -1;
    int again = 0;
    int i = p;
    int j = t;
    while (j < text.length()) {
      char c = i < pattern.length() ? pattern.charAt(i) : 0;
      if (c == '*') {
        star = i++;
        again = j;
      } else if (c == '?' || i < pattern.length() && same(c, text.charAt(j), anyCase)) {
        i++;
        j++;
      } else if (star >= 0) {
        i = star + 1;
        j = ++again;
      } else {
        return false;
      }
    }
    while (i < pattern.length() && pattern.charAt(i) == '*') {
      i++;
    }
    return i == pattern.length();
  }

  private static boolean same(char a, char b, boolean anyCase) {
    return a == b || anyCase && Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
