package decant.nt.file;

import decant.nt.Win32Error;

/**
 * Win32 path names as text: what kind of path a program gave, its full normalised form, and the
 * object manager's name for it. Nothing here touches the host.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/fileio/naming-a-file">Naming Files,
 *     Paths, and Namespaces</a>
 */
public final class WinPath {
  /** The longest path in UTF-16 units: what a {@code UNICODE_STRING} holds. */
  public static final int MAX = 32767;

  /** The longest path that {@link #plainStart} looks at: longer ones are none of the host's. */
  private static final int MAX_PLAIN = 4096;

  /** The kinds of paths, as {@code RtlDetermineDosPathNameType_U} numbers them. */
  public enum Kind {
    UNKNOWN,
    /** {@code \\server\share\x}. */
    UNC,
    /** {@code C:\x}. */
    DRIVE_ABSOLUTE,
    /** {@code C:x}: relative to that drive's current directory. */
    DRIVE_RELATIVE,
    /** {@code \x}: on the current drive. */
    ROOTED,
    RELATIVE,
    /** {@code \\.\x} and {@code \\?\x}. */
    LOCAL_DEVICE,
    /** {@code \\.}. */
    ROOT_LOCAL_DEVICE
  }

  /** Where the current directories come from. */
  public interface CurrentDirectories {
    /** The current directory: a full path of a drive. */
    String current();

    /** The current directory of a drive (upper case), as a full path of that drive. */
    String ofDrive(char drive);
  }

  private WinPath() {}

  public static boolean isSeparator(char c) {
    return c == '\\' || c == '/';
  }

  public static boolean isDriveLetter(char c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }

  /** What a path that a program gave is. */
  public static Kind kind(String path) {
    int n = path.length();
    if (n == 0) {
      return Kind.RELATIVE;
    }
    if (isSeparator(path.charAt(0))) {
      if (n < 2 || !isSeparator(path.charAt(1))) {
        return Kind.ROOTED;
      }
      if (n > 2 && (path.charAt(2) == '.' || path.charAt(2) == '?')) {
        if (n == 3) {
          return Kind.ROOT_LOCAL_DEVICE;
        }
        return isSeparator(path.charAt(3)) ? Kind.LOCAL_DEVICE : Kind.UNC;
      }
      return Kind.UNC;
    }
    if (n < 2 || path.charAt(1) != ':' || !isDriveLetter(path.charAt(0))) {
      return Kind.RELATIVE;
    }
    return n > 2 && isSeparator(path.charAt(2)) ? Kind.DRIVE_ABSOLUTE : Kind.DRIVE_RELATIVE;
  }

  /** Whether a path begins with {@code \\?\} or {@code \??\}, after which nothing is normalised. */
  public static boolean isLiteral(String path) {
    return path.length() >= 4
        && path.charAt(0) == '\\'
        && path.charAt(2) == '?'
        && path.charAt(3) == '\\'
        && (path.charAt(1) == '\\' || path.charAt(1) == '?');
  }

  /**
   * Where the names begin in a path that has its full form already but for a directory before it: 0
   * in a relative one, behind {@code C:\} in an absolute or literal one; -1 in any other. Whether
   * the names are such, {@link #slash} tells.
   *
   * @param path a path as bytes, {@code ?} for what is none
   */
  static int plainStart(byte[] path) {
    int n = path.length;
    if (n == 0 || n > MAX_PLAIN) {
      return -1;
    }
    int at = 0;
    if (path[0] == '\\') {
      if (n < 4 || path[2] != '?' || path[3] != '\\' || path[1] != '\\' && path[1] != '?') {
        return -1;
      }
      at = 4;
    }
    if (n > at + 3
        && path[at + 1] == ':'
        && path[at + 2] == '\\'
        && isDriveLetter((char) path[at])) {
      return at + 3;
    }
    return at == 0 ? 0 : -1;
  }

  /**
   * Makes slashes of the separators of ASCII names that are the same on the host, and that stay as
   * they are when a path is normalised. Most paths have no others; one loop here does what is else
   * spread over many.
   *
   * @param from where the names begin
   * @return whether they are such; what was done is of no use if not
   */
  static boolean slash(byte[] path, int from) {
    int start = from;
    byte last = '\\';
    for (int i = from; i < path.length; i++) {
      byte c = path[i];
      if (c == '\\') {
        if (last == '\\' || last == '.' || last == ' ') {
          return false;
        }
        path[i] = '/';
        start = i + 1;
      } else if (c < ' ' || !PLAIN[c]) {
        return false;
      }
      last = c;
    }
    return last != '\\' && last != '.' && last != ' ' && !maybeDevice(path, start);
  }

  /** Whether a name may be a device's ({@link #device} tells), and is not just one like config. */
  private static boolean maybeDevice(byte[] path, int start) {
    if (path.length - start < 3) {
      return false;
    }
    int begin = (path[start] << 16 | path[start + 1] << 8 | path[start + 2]) & 0xDF_DFDF;
    for (int device : DEVICES) {
      if (device == begin) {
        int stop = start + 3;
        while (stop < path.length && path[stop] != '.') {
          stop++;
        }
        return stop - start < 5 || path[stop - 1] == ' ' || path[stop - 1] == '$';
      }
    }
    return false;
  }

  /** The upper-case letters that names of devices begin with. */
  private static final int[] DEVICES = {
    'C' << 16 | 'O' << 8 | 'N',
    'P' << 16 | 'R' << 8 | 'N',
    'A' << 16 | 'U' << 8 | 'X',
    'N' << 16 | 'U' << 8 | 'L',
    'C' << 16 | 'O' << 8 | 'M',
    'L' << 16 | 'P' << 8 | 'T'
  };

  /** Whether {@link #slash} takes a character in a name. */
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    for (char c = ' '; c < 0x7F; c++) {
      PLAIN[c] = !NameCodec.forbidden(c) && c != '/';
    }
  }

  /**
   * The absolute, normalised form of a path, as {@code GetFullPathName} has it: separators are
   * backslashes, {@code .} and {@code ..} are resolved, dots and spaces at the end are gone; a
   * device name becomes {@code \\.\NAME}. {@code ERROR_FILENAME_EXCED_RANGE} when it becomes too
   * long, {@code ERROR_INVALID_NAME} when it is empty.
   */
  public static String full(String path, CurrentDirectories directories) {
    if (path.isEmpty()) {
      throw Win32Error.INVALID_NAME.exception();
    }
    Kind kind = kind(path);
    if (kind != Kind.UNC && kind != Kind.LOCAL_DEVICE && kind != Kind.ROOT_LOCAL_DEVICE) {
      String device = device(path);
      if (device != null) {
        return "\\\\.\\" + device;
      }
    }
    String full =
        switch (kind) {
          case DRIVE_ABSOLUTE -> normalise(path, 3);
          case DRIVE_RELATIVE -> normalise(driveRelative(path, directories), 3);
          case ROOTED -> normalise(directories.current().substring(0, 2) + path, 3);
          case UNC -> normalise(path, uncRoot(path));
          case LOCAL_DEVICE -> normalise(path, 4);
          case ROOT_LOCAL_DEVICE -> "\\\\.\\";
          default -> normalise(join(directories.current(), path), 3);
        };
    if (full.length() > MAX) {
      throw Win32Error.FILENAME_EXCED_RANGE.exception();
    }
    return full;
  }

  private static String driveRelative(String path, CurrentDirectories directories) {
    char drive = UpCase.of(path.charAt(0));
    String directory = directories.ofDrive(drive);
    String spelt = path.charAt(0) + directory.substring(1);
    return path.length() == 2 ? spelt : join(spelt, path.substring(2));
  }

  /** A directory and a name in it. */
  public static String join(String directory, String name) {
    String above = directory.endsWith("\\") ? directory : directory.concat("\\");
    return above.concat(name);
  }

  /** The length of {@code \\server\share} or {@code \\server}. */
  private static int uncRoot(String path) {
    int n = path.length();
    int i = 2;
    for (int part = 0; part < 2; part++) {
      while (i < n && !isSeparator(path.charAt(i))) {
        i++;
      }
      if (part == 0 && i < n) {
        i++;
      }
    }
    return Math.min(n, i + 1);
  }

  /** Normalises what follows the first {@code root} units, which stay but for their separators. */
  private static String normalise(String path, int root) {
    int n = path.length();
    StringBuilder out = new StringBuilder(n + 1);
    for (int i = 0; i < Math.min(root, n); i++) {
      char c = path.charAt(i);
      out.append(c == '/' ? '\\' : c);
    }
    int i = root;
    boolean separated = true;
    while (i < n) {
      int start = i;
      while (i < n && !isSeparator(path.charAt(i))) {
        i++;
      }
      separated = i < n;
      append(out, root, path, start, i, separated);
      i++;
    }
    if (!separated) {
      trimEnd(out, root);
    }
    return out.toString();
  }

  private static void append(
      StringBuilder out, int root, String path, int start, int end, boolean separated) {
    int length = end - start;
    if (length == 0 || length == 1 && path.charAt(start) == '.') {
      return;
    }
    if (length == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.') {
      int at = out.length();
      if (at > root && out.charAt(at - 1) == '\\') {
        at--;
      }
      while (at > root && out.charAt(at - 1) != '\\') {
        at--;
      }
      out.setLength(at);
      return;
    }
    out.append(path, start, end);
    if (separated) {
      if (path.charAt(end - 1) == '.' && path.charAt(end - 2) != '.') {
        out.setLength(out.length() - 1);
      }
      out.append('\\');
    }
  }

  /**
   * Drops dots and spaces at the end of the path. A trailing separator that {@code .} or {@code ..}
   * left behind goes too, except that of a root.
   */
  private static void trimEnd(StringBuilder out, int root) {
    int at = out.length();
    if (at > root && out.charAt(at - 1) == '\\') {
      out.setLength(at - 1);
      return;
    }
    while (at > root && (out.charAt(at - 1) == '.' || out.charAt(at - 1) == ' ')) {
      at--;
    }
    out.setLength(at);
  }

  /**
   * The device that a path means, in upper case without a colon, or null: the last name of the path
   * up to its first dot or colon, without spaces, is a reserved name.
   */
  public static String device(String path) {
    int end = path.length();
    int start = end;
    while (start > 0 && !isSeparator(path.charAt(start - 1))) {
      start--;
    }
    if (start == 0 && end > 2 && path.charAt(1) == ':' && isDriveLetter(path.charAt(0))) {
      start = 2;
    }
    if (end - start < 3 || "ACLNPaclnp".indexOf(path.charAt(start)) < 0) {
      return null;
    }
    int stop = start;
    while (stop < end && path.charAt(stop) != '.' && path.charAt(stop) != ':') {
      stop++;
    }
    while (stop > start && path.charAt(stop - 1) == ' ') {
      stop--;
    }
    int length = stop - start;
    if (length < 3 || length > 7) {
      return null;
    }
    String name = UpCase.of(path.substring(start, stop));
    return isDevice(name) ? name : null;
  }

  private static boolean isDevice(String name) {
    switch (name) {
      case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" -> {
        return true;
      }
      default -> {
        if (name.length() != 4 || !name.startsWith("COM") && !name.startsWith("LPT")) {
          return false;
        }
        char digit = name.charAt(3);
        return digit >= '1' && digit <= '9'
            || digit == '\u00B9'
            || digit == '\u00B2'
            || digit == '\u00B3';
      }
    }
  }

  /**
   * The object manager's name of a Win32 path: {@code \??\C:\x}, {@code \??\UNC\server\share},
   * {@code \??\NUL}. A literal path is taken as it is.
   */
  public static String nt(String path, CurrentDirectories directories) {
    if (isLiteral(path)) {
      return "\\??\\" + path.substring(4);
    }
    String full = full(path, directories);
    return switch (kind(full)) {
      case UNC -> "\\??\\UNC" + full.substring(1);
      case LOCAL_DEVICE, ROOT_LOCAL_DEVICE -> "\\??\\" + full.substring(4);
      default -> "\\??\\" + full;
    };
  }

  /** The index of the last name of a path; its length when none. */
  public static int lastName(String path) {
    int i = path.length();
    while (i > 0 && path.charAt(i - 1) != '\\' && path.charAt(i - 1) != '/') {
      i--;
    }
    return i;
  }
}
