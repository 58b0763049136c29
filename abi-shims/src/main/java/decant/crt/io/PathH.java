package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Exception;

/** The functions of stdlib.h that take paths apart and put them together. */
@Library({"msvcrt", "ucrtbase"})
public final class PathH {
  /** {@code _MAX_PATH}. */
  private static final int PATH = 260;

  /** {@code _MAX_DRIVE}. */
  private static final int DRIVE = 3;

  /** {@code _MAX_DIR}, {@code _MAX_FNAME} and {@code _MAX_EXT}. */
  private static final int DIR = 256;

  private PathH() {}

  @Export
  static long _fullpath(
      GuestThread t, @Out @Opt long absPath, @Opt @Narrow String relPath, long maxLength) {
    return full(t, Text.ANSI, absPath, relPath, maxLength);
  }

  @Export
  static long _wfullpath(
      GuestThread t, @Out @Opt long absPath, @Opt @Wide String relPath, long maxLength) {
    return full(t, Text.WIDE, absPath, relPath, maxLength);
  }

  @Export
  static void _splitpath(
      GuestThread t,
      @Narrow String path,
      @Out @Opt long drive,
      @Out @Opt long dir,
      @Out @Opt long fname,
      @Out @Opt long ext) {
    split(Text.ANSI, path, drive, DRIVE, dir, DIR, fname, DIR, ext, DIR);
  }

  @Export
  static void _wsplitpath(
      GuestThread t,
      @Wide String path,
      @Out @Opt long drive,
      @Out @Opt long dir,
      @Out @Opt long fname,
      @Out @Opt long ext) {
    split(Text.WIDE, path, drive, DRIVE, dir, DIR, fname, DIR, ext, DIR);
  }

  @Export(fails = Fails.ERRNO)
  static int _splitpath_s(
      GuestThread t,
      @Narrow String path,
      @Out @Opt long drive,
      long driveSize,
      @Out @Opt long dir,
      long dirSize,
      @Out @Opt long fname,
      long nameSize,
      @Out @Opt long ext,
      long extSize) {
    return split(Text.ANSI, path, drive, driveSize, dir, dirSize, fname, nameSize, ext, extSize);
  }

  @Export(fails = Fails.ERRNO)
  static int _wsplitpath_s(
      GuestThread t,
      @Wide String path,
      @Out @Opt long drive,
      long driveSize,
      @Out @Opt long dir,
      long dirSize,
      @Out @Opt long fname,
      long nameSize,
      @Out @Opt long ext,
      long extSize) {
    return split(Text.WIDE, path, drive, driveSize, dir, dirSize, fname, nameSize, ext, extSize);
  }

  @Export
  static void _makepath(
      GuestThread t,
      @Out long path,
      @Opt @Narrow String drive,
      @Opt @Narrow String dir,
      @Opt @Narrow String fname,
      @Opt @Narrow String ext) {
    make(Text.ANSI, path, PATH, drive, dir, fname, ext);
  }

  @Export
  static void _wmakepath(
      GuestThread t,
      @Out long path,
      @Opt @Wide String drive,
      @Opt @Wide String dir,
      @Opt @Wide String fname,
      @Opt @Wide String ext) {
    make(Text.WIDE, path, PATH, drive, dir, fname, ext);
  }

  @Export(fails = Fails.ERRNO)
  static int _makepath_s(
      GuestThread t,
      @Out long path,
      long size,
      @Opt @Narrow String drive,
      @Opt @Narrow String dir,
      @Opt @Narrow String fname,
      @Opt @Narrow String ext) {
    return make(Text.ANSI, path, size, drive, dir, fname, ext);
  }

  @Export(fails = Fails.ERRNO)
  static int _wmakepath_s(
      GuestThread t,
      @Out long path,
      long size,
      @Opt @Wide String drive,
      @Opt @Wide String dir,
      @Opt @Wide String fname,
      @Opt @Wide String ext) {
    return make(Text.WIDE, path, size, drive, dir, fname, ext);
  }

  @Export
  static void _searchenv(
      GuestThread t, @Narrow String filename, @Narrow String varname, @Out long pathname) {
    search(t, Text.ANSI, filename, varname, pathname, PATH);
  }

  @Export
  static void _wsearchenv(
      GuestThread t, @Wide String filename, @Wide String varname, @Out long pathname) {
    search(t, Text.WIDE, filename, varname, pathname, PATH);
  }

  @Export(fails = Fails.ERRNO)
  static int _searchenv_s(
      GuestThread t,
      @Narrow String filename,
      @Narrow String varname,
      @Out long pathname,
      long size) {
    return search(t, Text.ANSI, filename, varname, pathname, size);
  }

  @Export(fails = Fails.ERRNO)
  static int _wsearchenv_s(
      GuestThread t, @Wide String filename, @Wide String varname, @Out long pathname, long size) {
    return search(t, Text.WIDE, filename, varname, pathname, size);
  }

  private static long full(GuestThread t, Text encoding, long buffer, String path, long room) {
    String full =
        path == null || path.isEmpty()
            ? t.process.files.currentDirectory()
            : t.process.files.fullPath(path);
    return PathText.store(t, encoding, full, buffer, buffer == 0 ? 0 : room);
  }

  private static boolean isSeparator(char c) {
    return c == '\\' || c == '/';
  }

  /** Stores the four parts of a path; what does not fit is {@code ERANGE}. */
  private static int split(
      Text encoding,
      String path,
      long drive,
      long driveSize,
      long dir,
      long dirSize,
      long name,
      long nameSize,
      long ext,
      long extSize) {
    if (path == null) {
      throw CrtErrno.EINVAL.exception();
    }
    int start = path.length() > 1 && path.charAt(1) == ':' ? 2 : 0;
    int file = path.length();
    while (file > start && !isSeparator(path.charAt(file - 1))) {
      file--;
    }
    int dot = path.lastIndexOf('.');
    dot = dot < file ? path.length() : dot;
    put(encoding, drive, driveSize, path.substring(0, start));
    put(encoding, dir, dirSize, path.substring(start, file));
    put(encoding, name, nameSize, path.substring(file, dot));
    put(encoding, ext, extSize, path.substring(dot));
    return 0;
  }

  private static void put(Text encoding, long to, long room, String text) {
    if (to == 0) {
      return;
    }
    if (encoding.length(text) >= room) {
      throw CrtErrno.ERANGE.exception();
    }
    encoding.write(to, text);
  }

  private static int make(
      Text encoding, long to, long room, String drive, String dir, String name, String ext) {
    if (to == 0 || room <= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    StringBuilder path = new StringBuilder(PATH);
    if (drive != null && !drive.isEmpty()) {
      path.append(drive.charAt(0)).append(':');
    }
    if (dir != null && !dir.isEmpty()) {
      path.append(dir);
      if (!isSeparator(dir.charAt(dir.length() - 1))) {
        path.append('\\');
      }
    }
    if (name != null) {
      path.append(name);
    }
    if (ext != null && !ext.isEmpty()) {
      path.append(ext.charAt(0) == '.' ? "" : ".").append(ext);
    }
    put(encoding, to, room, path.toString());
    return 0;
  }

  /** Looks in the current directory, then in those that a variable lists. */
  private static int search(
      GuestThread t, Text encoding, String name, String variable, long to, long room) {
    if (name == null || to == 0 || room <= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    put(encoding, to, room, "");
    if (name.isEmpty()) {
      throw CrtErrno.ENOENT.exception();
    }
    if (exists(t, name)) {
      put(encoding, to, room, t.process.files.fullPath(name));
      return 0;
    }
    String list = variable == null ? null : Environment.of(t.process).get(variable);
    int start = 0;
    while (list != null && start < list.length()) {
      int end = list.indexOf(';', start);
      end = end < 0 ? list.length() : end;
      String directory = list.substring(start, end);
      start = end + 1;
      if (!directory.isEmpty()) {
        boolean separated = isSeparator(directory.charAt(directory.length() - 1));
        String path = directory + (separated ? "" : "\\") + name;
        if (exists(t, path)) {
          put(encoding, to, room, path);
          return 0;
        }
      }
    }
    throw CrtErrno.ENOENT.exception();
  }

  /** Whether a path leads to something. */
  static boolean exists(GuestThread t, String path) {
    try {
      t.process.files.status(path);
      return true;
    } catch (NtStatusException | Win32Exception e) {
      return false;
    }
  }
}
