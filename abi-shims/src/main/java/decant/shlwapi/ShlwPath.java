package decant.shlwapi;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;

/** shlwapi.h: paths as strings. */
@Library({"shlwapi", "kernelbase"})
public final class ShlwPath {
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
}
