package decant.loader;

import java.util.Locale;

/** A DLL's name as programs write it, taken apart. */
final class DllName {
  /** With backslashes and with an extension; as it was spelt otherwise. */
  final String full;

  /** The part behind the last backslash. */
  final String file;

  /** {@link #file} in lower case without {@code .dll}: how built-in libraries are named. */
  final String library;

  /** Whether a directory or a drive was given. */
  final boolean hasPath;

  /**
   * Takes a name apart; {@code .dll} is added to one without an extension, and a trailing full stop
   * means that it has none.
   */
  DllName(String name) {
    String path = name.strip().replace('/', '\\');
    int start = Math.max(path.lastIndexOf('\\'), path.lastIndexOf(':')) + 1;
    hasPath = start > 0;
    if (path.endsWith(".")) {
      path = path.substring(0, path.length() - 1);
    } else if (path.indexOf('.', start) < 0) {
      path += ".dll";
    }
    full = path;
    file = path.substring(start);
    String lower = file.toLowerCase(Locale.ROOT);
    library = lower.endsWith(".dll") ? lower.substring(0, lower.length() - 4) : lower;
  }

  /** Whether the name is an absolute path: with a drive and a root, or of a share. */
  boolean isAbsolute() {
    return full.startsWith("\\\\")
        || full.length() > 2 && full.charAt(1) == ':' && full.charAt(2) == '\\';
  }
}
