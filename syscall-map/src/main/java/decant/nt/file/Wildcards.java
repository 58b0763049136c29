package decant.nt.file;

/**
 * Patterns of file names as directory queries take them: {@code *} and {@code ?}, and what DOS
 * programs meant by them, which the Win32 layer writes as {@code <}, {@code >} and {@code "}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-_fsrtl_advanced_fcb_header-fsrtlisnameinexpression">
 *     FsRtlIsNameInExpression</a>
 */
public final class Wildcards {
  private static final char DOS_STAR = '<';
  private static final char DOS_QM = '>';
  private static final char DOS_DOT = '"';

  private Wildcards() {}

  public static boolean isWild(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' || c == '?' || c == DOS_STAR || c == DOS_QM || c == DOS_DOT) {
        return true;
      }
    }
    return false;
  }

  /**
   * A pattern of {@code FindFirstFile} as a pattern of the kernel: {@code *.*} is all names, a
   * question mark may match nothing before a dot or at the end, a dot before a wildcard may be
   * missing at the end, a star before a dot goes up to the last dot; a dot at the end asks for
   * names without an extension.
   */
  public static String fromWin32(String pattern) {
    if (pattern.equals("*.*")) {
      return "*";
    }
    int n = pattern.length();
    if (n > 1 && pattern.charAt(n - 1) == '.') {
      String rest = pattern.substring(0, n - 1);
      boolean star = rest.charAt(n - 2) == '*';
      return fromWin32(star ? rest.substring(0, n - 2) + DOS_STAR : rest);
    }
    StringBuilder out = null;
    for (int i = 0; i < n; i++) {
      char c = pattern.charAt(i);
      char mapped = c;
      if (c == '?') {
        mapped = DOS_QM;
      } else if (c == '.' && i + 1 < n && isStarOrQm(pattern.charAt(i + 1))) {
        mapped = DOS_DOT;
      } else if (c == '*' && i + 1 < n && pattern.charAt(i + 1) == '.') {
        mapped = DOS_STAR;
      }
      if (mapped != c) {
        if (out == null) {
          out = new StringBuilder(pattern);
        }
        out.setCharAt(i, mapped);
      }
    }
    return out == null ? pattern : out.toString();
  }

  private static boolean isStarOrQm(char c) {
    return c == '*' || c == '?';
  }

  /** Whether a name matches a pattern of the kernel, without regard to case. */
  public static boolean matches(String pattern, String name) {
    if (pattern.equals("*")) {
      return true;
    }
    return matches(pattern, 0, name, 0, name.lastIndexOf('.'));
  }

  private static boolean matches(String pattern, int p, String name, int n, int lastDot) {
    int patternEnd = pattern.length();
    int nameEnd = name.length();
    while (p < patternEnd) {
      char c = pattern.charAt(p);
      if (c == '*' || c == DOS_STAR) {
        return star(pattern, p, name, n, lastDot);
      }
      boolean atEnd = n == nameEnd;
      if (c == DOS_QM) {
        if (!atEnd && name.charAt(n) != '.') {
          n++;
        }
      } else if (c == DOS_DOT) {
        if (!atEnd) {
          if (name.charAt(n) != '.') {
            return false;
          }
          n++;
        }
      } else if (atEnd || c != '?' && UpCase.of(c) != UpCase.of(name.charAt(n))) {
        return false;
      } else {
        n++;
      }
      p++;
    }
    return n == nameEnd;
  }

  private static boolean star(String pattern, int p, String name, int n, int lastDot) {
    boolean dos = pattern.charAt(p) == DOS_STAR;
    int next = p + 1;
    while (next < pattern.length() && pattern.charAt(next) == '*') {
      next++;
    }
    // A DOS star may take any dot but the last one.
    int limit = dos && lastDot >= n ? lastDot : name.length();
    for (int end = n; end <= limit; end++) {
      if (matches(pattern, next, name, end, lastDot)) {
        return true;
      }
    }
    return false;
  }
}
