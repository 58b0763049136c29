package decant.shlwapi;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.kernel32.PathRules;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;

/** shlwapi.h: paths as strings. */
@Library({"shlwapi", "kernelbase"})
public final class ShlwPath {
  /** {@code MAX_PATH}, the room of every buffer that a path is written to. */
  private static final int MAX_PATH = 260;

  private ShlwPath() {}

  private static int unit(Text text, long at, int i) {
    return text == Text.WIDE ? Memory.getChar(at + 2L * i) : Memory.getU8(at + i);
  }

  private static void put(Text text, long at, int i, int unit) {
    if (text == Text.WIDE) {
      Memory.putShort(at + 2L * i, unit);
    } else {
      Memory.putByte(at + i, unit);
    }
  }

  private static int length(Text text, long at) {
    return text == Text.WIDE ? Memory.wideLength(at) : Memory.narrowLength(at);
  }

  private static boolean isSeparator(int unit) {
    return unit == '\\' || unit == '/';
  }

  /** The index of a path's extension, with its dot; its length when there is none. */
  private static int extension(Text text, long path) {
    int length = length(text, path);
    for (int i = length - 1; i >= 0; i--) {
      int c = unit(text, path, i);
      if (c == '.') {
        return i;
      }
      if (c == '\\' || c == ' ') {
        break;
      }
    }
    return length;
  }

  /** The index of a path's last element. */
  private static int fileName(Text text, long path) {
    int start = 0;
    int length = length(text, path);
    for (int i = 0; i < length - 1; i++) {
      int c = unit(text, path, i);
      if ((isSeparator(c) || c == ':') && !isSeparator(unit(text, path, i + 1))) {
        start = i + 1;
      }
    }
    return start;
  }

  @Export
  static long PathFindExtension(Text text, @In long pszPath) {
    return pszPath == 0 ? 0 : pszPath + (long) text.unit * extension(text, pszPath);
  }

  @Export
  static long PathFindFileName(Text text, @In long pszPath) {
    return pszPath == 0 ? 0 : pszPath + (long) text.unit * fileName(text, pszPath);
  }

  @Export
  static void PathRemoveExtension(Text text, @In @Out long pszPath) {
    int at = extension(text, pszPath);
    if (unit(text, pszPath, at) != 0) {
      put(text, pszPath, at, 0);
    }
  }

  @Export
  static void PathStripPath(Text text, @In @Out long pszPath) {
    int start = fileName(text, pszPath);
    int length = length(text, pszPath);
    for (int i = start; i <= length && start > 0; i++) {
      put(text, pszPath, i - start, unit(text, pszPath, i));
    }
  }

  /** Removes the last element of a path and the backslash before it. */
  @Export
  static boolean PathRemoveFileSpec(Text text, @In @Out long pszPath) {
    int end = length(text, pszPath);
    int cut = end;
    while (cut > 0 && !isSeparator(unit(text, pszPath, cut - 1))) {
      cut--;
    }
    boolean root = cut <= 1 || cut == 3 && unit(text, pszPath, 1) == ':';
    int at = root ? cut : cut - 1;
    if (cut == 0 && end > 1 && unit(text, pszPath, 1) == ':') {
      at = 2;
    }
    if (at >= end) {
      return false;
    }
    put(text, pszPath, at, 0);
    return true;
  }

  /** Removes quotation marks that a path begins and ends with. */
  @Export
  static boolean PathUnquoteSpaces(Text text, @In @Out long lpsz) {
    int length = length(text, lpsz);
    if (length < 2 || unit(text, lpsz, 0) != '"' || unit(text, lpsz, length - 1) != '"') {
      return false;
    }
    for (int i = 1; i < length - 1; i++) {
      put(text, lpsz, i - 1, unit(text, lpsz, i));
    }
    put(text, lpsz, length - 2, 0);
    return true;
  }

  /** Adds a backslash to a path that has none at its end; returns the address of its zero. */
  @Export
  static long PathAddBackslash(Text text, @In @Out long pszPath) {
    int length = length(text, pszPath);
    if (length > 0 && unit(text, pszPath, length - 1) != '\\') {
      if (length >= 259) {
        return 0;
      }
      put(text, pszPath, length++, '\\');
      put(text, pszPath, length, 0);
    }
    return pszPath + (long) text.unit * length;
  }

  @Export
  static long PathRemoveBackslash(Text text, @In @Out long pszPath) {
    int length = length(text, pszPath);
    boolean root = length == 1 || length == 3 && unit(text, pszPath, 1) == ':';
    if (length > 0 && unit(text, pszPath, length - 1) == '\\' && !root) {
      put(text, pszPath, length - 1, 0);
    }
    return pszPath + (long) text.unit * Math.max(length - 1, 0);
  }

  @Export
  static boolean PathIsRelative(Text text, @In long pszPath) {
    if (pszPath == 0) {
      return true;
    }
    int first = unit(text, pszPath, 0);
    return first == 0 || first != '\\' && unit(text, pszPath, 1) != ':';
  }

  @Export
  static boolean PathFileExists(GuestThread t, Text text, String pszPath) {
    return pszPath != null && status(t, pszPath) != 0;
  }

  @Export
  static boolean PathIsDirectory(GuestThread t, Text text, String pszPath) {
    return pszPath != null && (status(t, pszPath) & 0x10) != 0;
  }

  /** A file's attributes; 0, with the last error set, when there is none. */
  private static int status(GuestThread t, String path) {
    try {
      return t.process.files.status(path).attributes;
    } catch (NtStatusException e) {
      t.setLastError(e.status().error());
      return 0;
    }
  }

  /** Writes a path; an empty one when it is too long, for which these functions fail. */
  private static boolean result(Text text, long at, String path) {
    boolean fits = text.length(path) < MAX_PATH;
    text.write(at, fits ? path : "");
    return fits;
  }

  /**
   * One path seen from another; returns the destination, or null when there is no path.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shlwapi/nf-shlwapi-pathcombinew">PathCombine</a>
   */
  @Export
  static long PathCombine(Text text, @Out long pszDest, @Opt String pszDir, @Opt String pszFile) {
    if (pszDest == 0) {
      return 0;
    }
    boolean none = pszDir == null && pszFile == null;
    String path = none ? "" : PathRules.combined(pszDir, pszFile, PathRules.OLD_RULES);
    return result(text, pszDest, path) && !none ? pszDest : 0;
  }

  @Export
  static boolean PathAppend(Text text, @In @Out long pszPath, @Opt String pszMore) {
    if (pszPath == 0 || pszMore == null) {
      return false;
    }
    String path = text.read(pszPath);
    return result(text, pszPath, PathRules.appended(path, pszMore, PathRules.OLD_RULES));
  }

  /** Removes what {@code .} and {@code ..} mean. */
  @Export
  static boolean PathCanonicalize(Text text, @Out long pszBuf, String pszPath) {
    if (pszBuf == 0 || pszPath == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return result(text, pszBuf, PathRules.canonical(pszPath, PathRules.OLD_RULES));
  }

  @Export
  static boolean PathIsRoot(Text text, @Opt String pszPath) {
    return PathRules.isRoot(pszPath);
  }

  @Export
  static boolean PathIsUNC(Text text, @Opt String pszPath) {
    return pszPath != null && PathRules.unc(pszPath);
  }

  @Export
  static boolean PathStripToRoot(Text text, @In @Out long pszPath) {
    if (pszPath == 0) {
      return false;
    }
    int root = PathRules.bareRoot(text.read(pszPath));
    put(text, pszPath, Math.max(root, 0), 0);
    return root >= 0;
  }

  /** Whether a path lies in a folder, or is it, as far as their names say. */
  @Export
  static boolean PathIsPrefix(Text text, @Opt String pszPrefix, @Opt String pszPath) {
    if (pszPrefix == null || pszPath == null) {
      return false;
    }
    int length = pszPrefix.length();
    return length > 0
        && pszPath.regionMatches(true, 0, pszPrefix, 0, length)
        && (pszPath.length() == length
            || pszPath.charAt(length) == '\\'
            || pszPrefix.charAt(length - 1) == '\\');
  }
}
