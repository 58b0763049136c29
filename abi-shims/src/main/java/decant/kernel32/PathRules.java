package decant.kernel32;

import decant.nt.Win32Error;

/**
 * The rules of pathcch.h, on strings alone: what a root is, how paths are made canonical and put
 * together. Nothing here looks at the file system. Only backslashes separate.
 */
public final class PathRules {
  /** Paths may grow beyond {@code MAX_PATH}, with the prefix {@code \\?\}. */
  static final int ALLOW_LONG_PATHS = 0x1;

  /** The process needs no prefix for long paths. */
  static final int FORCE_ENABLE_LONG_NAME_PROCESS = 0x2;

  static final int FORCE_DISABLE_LONG_NAME_PROCESS = 0x4;

  /** Dots at the end stay. */
  static final int DO_NOT_NORMALIZE_SEGMENTS = 0x8;

  /** The result has the prefix {@code \\?\}. */
  static final int ENSURE_IS_EXTENDED_LENGTH_PATH = 0x10;

  static final int ENSURE_TRAILING_SLASH = 0x20;

  /** Slashes become backslashes. */
  static final int CANONICALIZE_SLASHES = 0x40;

  /**
   * The flags that give what shlwapi.h has always done: dots stay, and the caller says what length
   * there may be.
   */
  public static final int OLD_RULES =
      DO_NOT_NORMALIZE_SEGMENTS | ALLOW_LONG_PATHS | FORCE_ENABLE_LONG_NAME_PROCESS;

  private static final int MAX_PATH = 260;
  private static final int PATHCCH_MAX_CCH = 0x8000;
  private static final String EXTENDED = "\\\\?\\";
  private static final String EXTENDED_UNC = "\\\\?\\UNC\\";
  private static final int VOLUME_NAME =
      "\\\\?\\Volume{01234567-0123-0123-0123-0123456789ab}".length();

  private PathRules() {}

  private static boolean starts(String path, String prefix) {
    return path.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static boolean drive(String path, int at) {
    return path.length() > at + 1
        && path.charAt(at + 1) == ':'
        && (path.charAt(at) | 0x20) >= 'a'
        && (path.charAt(at) | 0x20) <= 'z';
  }

  private static boolean separator(String path, int at) {
    return at < path.length() && path.charAt(at) == '\\';
  }

  private static boolean volume(String path) {
    return path.length() >= VOLUME_NAME
        && starts(path, EXTENDED + "Volume{")
        && path.charAt(VOLUME_NAME - 1) == '}';
  }

  /** The index behind the name that begins at an index and the backslash that ends it. */
  private static int behind(String path, int at) {
    int end = path.indexOf('\\', at);
    return end < 0 ? path.length() : end + 1;
  }

  /**
   * The length of a path's root with the backslash that ends it: drive, server and share, volume
   * name, or a single backslash. -1 when there is none.
   */
  static int root(String path) {
    if (starts(path, EXTENDED_UNC)) {
      return behind(path, behind(path, EXTENDED_UNC.length()));
    }
    if (starts(path, EXTENDED)) {
      int end = volume(path) ? VOLUME_NAME : drive(path, 4) ? 6 : -1;
      return end >= 0 && separator(path, end) ? end + 1 : end;
    }
    if (starts(path, "\\\\")) {
      return behind(path, behind(path, 2));
    }
    if (separator(path, 0)) {
      return 1;
    }
    return drive(path, 0) ? separator(path, 2) ? 3 : 2 : -1;
  }

  /** Whether a path names a server; the prefix of such an extended path counts. */
  public static boolean unc(String path) {
    boolean device = starts(path, EXTENDED) || starts(path, "\\\\.\\");
    return starts(path, EXTENDED_UNC) || starts(path, "\\\\") && !device;
  }

  /** A path without the prefix of an extended drive or server path. */
  static String withoutPrefix(String path) {
    if (starts(path, EXTENDED_UNC)) {
      return "\\\\" + path.substring(EXTENDED_UNC.length());
    }
    return starts(path, EXTENDED) && drive(path, 4) ? path.substring(4) : path;
  }

  private static void check(int flags) {
    int forced = flags & (FORCE_ENABLE_LONG_NAME_PROCESS | FORCE_DISABLE_LONG_NAME_PROCESS);
    boolean both = Integer.bitCount(forced) == 2;
    boolean mayBeLong = (flags & ALLOW_LONG_PATHS) != 0;
    boolean mustBeExtended = (flags & ENSURE_IS_EXTENDED_LENGTH_PATH) != 0;
    if (both || forced != 0 && !mayBeLong || mayBeLong && mustBeExtended) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }

  /**
   * The direct path: without {@code .} and {@code ..}, dots at the end, and an extended path's
   * prefix unless it is needed. Fails with {@code INVALID_PARAMETER} for flags that exclude each
   * other, {@code FILENAME_EXCED_RANGE} for a path that is too long.
   */
  public static String canonical(String path, int flags) {
    check(flags);
    String plain = (flags & CANONICALIZE_SLASHES) != 0 ? path.replace('/', '\\') : path;
    plain = direct(withoutPrefix(plain));
    if ((flags & (DO_NOT_NORMALIZE_SEGMENTS | ENSURE_IS_EXTENDED_LENGTH_PATH)) == 0) {
      plain = withoutDots(plain);
    }
    if (plain.isEmpty() || plain.length() == 2 && drive(plain, 0)) {
      plain += "\\";
    }
    if ((flags & ENSURE_TRAILING_SLASH) != 0 && !plain.endsWith("\\")) {
      plain += "\\";
    }
    boolean isLong = plain.length() >= MAX_PATH;
    boolean allowed = (flags & ALLOW_LONG_PATHS) != 0;
    if (isLong && !allowed) {
      throw Win32Error.FILENAME_EXCED_RANGE.exception();
    }
    boolean prefix =
        (flags & ENSURE_IS_EXTENDED_LENGTH_PATH) != 0
            || isLong && (flags & FORCE_ENABLE_LONG_NAME_PROCESS) == 0;
    String result = prefix ? withPrefix(plain) : plain;
    if (result.length() >= PATHCCH_MAX_CCH) {
      throw Win32Error.FILENAME_EXCED_RANGE.exception();
    }
    return result;
  }

  private static String withPrefix(String path) {
    if (drive(path, 0)) {
      return EXTENDED + path;
    }
    return unc(path) ? EXTENDED_UNC + path.substring(2) : path;
  }

  /** Removes the segments {@code .} and {@code ..}; what is above the root is the root. */
  private static String direct(String path) {
    int root = Math.max(root(path), 0);
    if (root == 2 && drive(path, 0)) {
      root = 0; // relative to the drive's directory: its letter is part of the first segment
    }
    StringBuilder out = new StringBuilder(path.substring(0, root));
    int at = root;
    while (at < path.length()) {
      int end = path.indexOf('\\', at);
      end = end < 0 ? path.length() : end;
      String segment = path.substring(at, end);
      at = end;
      if (segment.equals("..")) {
        removeSegment(out, root);
      } else if (!segment.equals(".")) {
        out.append(segment);
        if (end < path.length()) {
          out.append('\\');
          at++;
        }
        continue;
      }
      if (at == path.length()) {
        removeSeparator(out, root);
      } else if (out.length() == root || out.charAt(out.length() - 1) == '\\') {
        at++;
      }
    }
    return out.toString();
  }

  /** Removes the last segment and both of its separators, but nothing of the root. */
  private static void removeSegment(StringBuilder out, int root) {
    removeSeparator(out, root);
    int start = Math.max(root, out.lastIndexOf("\\") + 1);
    boolean had = out.length() > root;
    out.setLength(Math.min(out.length(), start));
    if (had && root == 0 && out.isEmpty()) {
      out.append('\\'); // a relative path that is used up goes on from a root
    }
  }

  private static void removeSeparator(StringBuilder out, int root) {
    int last = out.length() - 1;
    if (last >= root && out.charAt(last) == '\\' && last > 0) {
      out.setLength(last);
    }
  }

  private static String withoutDots(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '.' && (end == 1 || path.charAt(end - 2) != '*')) {
      end--;
    }
    return path.substring(0, end);
  }

  /**
   * One path seen from another: absolute ones replace it, those that begin with a backslash keep
   * its root. Either may be null, not both.
   */
  public static String combined(String path, String more, int flags) {
    if (path == null && more == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (more == null || more.isEmpty()) {
      return canonical(path == null ? "" : path, flags);
    }
    if (path == null || path.isEmpty() || starts(more, "\\\\") || drive(more, 0)) {
      return canonical(more, flags);
    }
    if (!separator(more, 0)) {
      return canonical(joined(path, more), flags);
    }
    int root = root(path);
    return canonical(joined(root < 0 ? path : path.substring(0, root), more.substring(1)), flags);
  }

  /** As {@link #combined}, but a single backslash at the beginning of the second means nothing. */
  public static String appended(String path, String more, int flags) {
    boolean single = separator(more, 0) && !separator(more, 1);
    return combined(path, single ? more.substring(1) : more, flags);
  }

  private static String joined(String path, String more) {
    return path.endsWith("\\") ? path + more : path + "\\" + more;
  }

  /**
   * The length of a root without the backslash behind a share: that of other roots is part of them.
   */
  public static int bareRoot(String path) {
    int root = root(path);
    int server = starts(path, EXTENDED_UNC) ? EXTENDED_UNC.length() : 2;
    return unc(path) && root > server && separator(path, root - 1) ? root - 1 : root;
  }

  /** Whether a path is a root and nothing more; a drive without its backslash is not. */
  public static boolean isRoot(String path) {
    return path != null && bareRoot(path) == path.length() && (unc(path) || path.endsWith("\\"));
  }

  /** The length of a path without its last segment; its whole length when it is a root. */
  static int withoutFile(String path) {
    int root = Math.max(bareRoot(path), 0);
    int end = path.lastIndexOf('\\');
    return end < root ? root : end;
  }

  /** The index of a path's extension, with its dot; its length when there is none. */
  static int extension(String path) {
    int dot = path.lastIndexOf('.');
    boolean none = dot < 0 || path.indexOf('\\', dot) >= 0 || path.indexOf(' ', dot) >= 0;
    return none ? path.length() : dot;
  }

  /** An extension with its dot, or nothing; fails when it is more than an extension. */
  static String extensionWithDot(String extension) {
    int start = extension.startsWith(".") ? 1 : 0;
    for (int i = start; i < extension.length(); i++) {
      if (" \\.".indexOf(extension.charAt(i)) >= 0) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
    }
    return extension.length() == start ? "" : start == 1 ? extension : "." + extension;
  }
}
