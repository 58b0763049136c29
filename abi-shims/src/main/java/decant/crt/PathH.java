package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * stdlib.h: paths into their parts and back, as text only.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/splitpath-s-wsplitpath-s">_splitpath_s</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class PathH {
  private static final int MAX_PATH = 260;
  private static final int MAX_DRIVE = 3;
  private static final int MAX_PART = 256;

  private PathH() {}

  @Export
  static void _splitpath(
      GuestThread t, long path, @Opt long drive, @Opt long dir, @Opt long fname, @Opt long ext) {
    splitFreely(t, Units.NARROW, path, drive, dir, fname, ext);
  }

  @Export
  static void _wsplitpath(
      GuestThread t, long path, @Opt long drive, @Opt long dir, @Opt long fname, @Opt long ext) {
    splitFreely(t, Units.WIDE, path, drive, dir, fname, ext);
  }

  private static void splitFreely(
      GuestThread t, int unit, long path, long drive, long dir, long fname, long ext) {
    split(
        t,
        unit,
        path,
        drive,
        drive == 0 ? 0 : MAX_DRIVE,
        dir,
        dir == 0 ? 0 : MAX_PART,
        fname,
        fname == 0 ? 0 : MAX_PART,
        ext,
        ext == 0 ? 0 : MAX_PART);
  }

  @Export
  static int _splitpath_s(
      GuestThread t,
      @Opt long path,
      @Opt long drive,
      long driveNumberOfElements,
      @Opt long dir,
      long dirNumberOfElements,
      @Opt long fname,
      long nameNumberOfElements,
      @Opt long ext,
      long extNumberOfElements) {
    return split(
        t,
        Units.NARROW,
        path,
        drive,
        driveNumberOfElements,
        dir,
        dirNumberOfElements,
        fname,
        nameNumberOfElements,
        ext,
        extNumberOfElements);
  }

  @Export
  static int _wsplitpath_s(
      GuestThread t,
      @Opt long path,
      @Opt long drive,
      long driveNumberOfElements,
      @Opt long dir,
      long dirNumberOfElements,
      @Opt long fname,
      long nameNumberOfElements,
      @Opt long ext,
      long extNumberOfElements) {
    return split(
        t,
        Units.WIDE,
        path,
        drive,
        driveNumberOfElements,
        dir,
        dirNumberOfElements,
        fname,
        nameNumberOfElements,
        ext,
        extNumberOfElements);
  }

  private static int split(
      GuestThread t,
      int unit,
      long path,
      long drive,
      long driveRoom,
      long dir,
      long dirRoom,
      long name,
      long nameRoom,
      long ext,
      long extRoom) {
    if (path == 0
        || (drive == 0) != (driveRoom == 0)
        || (dir == 0) != (dirRoom == 0)
        || (name == 0) != (nameRoom == 0)
        || (ext == 0) != (extRoom == 0)) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    long start = path;
    if (Units.get(unit, path) != 0 && Units.get(unit, path + unit) == ':') {
      start += 2L * unit;
    }
    long file = start;
    long end = start;
    long dot = 0;
    for (int c; (c = Units.get(unit, end)) != 0; end += unit) {
      if (isSeparator(c)) {
        file = end + unit;
        dot = 0;
      } else if (c == '.') {
        dot = end;
      }
    }
    long stem = dot == 0 ? end : dot;
    boolean fits =
        part(unit, path, start, drive, driveRoom)
            & part(unit, start, file, dir, dirRoom)
            & part(unit, file, stem, name, nameRoom)
            & part(unit, stem, end, ext, extRoom);
    if (fits) {
      return 0;
    }
    clear(unit, drive);
    clear(unit, dir);
    clear(unit, name);
    clear(unit, ext);
    CrtErrno.ERANGE.set(t);
    return CrtErrno.ERANGE.code();
  }

  private static boolean isSeparator(int c) {
    return c == '\\' || c == '/';
  }

  private static void clear(int unit, long to) {
    if (to != 0) {
      Units.put(unit, to, 0);
    }
  }

  /** Copies a part; false when there is no room for it. */
  private static boolean part(int unit, long from, long end, long to, long room) {
    if (to == 0) {
      return true;
    }
    long size = end - from;
    if (Long.compareUnsigned(size / unit, room) >= 0) {
      return false;
    }
    if (size != 0) {
      Memory.copy(from, to, size);
    }
    Units.put(unit, to + size, 0);
    return true;
  }

  @Export
  static void _makepath(
      GuestThread t,
      @Opt long path,
      @Opt long drive,
      @Opt long dir,
      @Opt long fname,
      @Opt long ext) {
    make(t, Units.NARROW, path, MAX_PATH, drive, dir, fname, ext);
  }

  @Export
  static void _wmakepath(
      GuestThread t,
      @Opt long path,
      @Opt long drive,
      @Opt long dir,
      @Opt long fname,
      @Opt long ext) {
    make(t, Units.WIDE, path, MAX_PATH, drive, dir, fname, ext);
  }

  @Export
  static int _makepath_s(
      GuestThread t,
      @Opt long path,
      long sizeInElements,
      @Opt long drive,
      @Opt long dir,
      @Opt long fname,
      @Opt long ext) {
    return make(t, Units.NARROW, path, sizeInElements, drive, dir, fname, ext);
  }

  @Export
  static int _wmakepath_s(
      GuestThread t,
      @Opt long path,
      long sizeInElements,
      @Opt long drive,
      @Opt long dir,
      @Opt long fname,
      @Opt long ext) {
    return make(t, Units.WIDE, path, sizeInElements, drive, dir, fname, ext);
  }

  private static int make(
      GuestThread t, int unit, long path, long room, long drive, long dir, long name, long ext) {
    if (path == 0 || room <= 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    Path made = new Path(unit, path, path + (room - 1) * unit);
    if (isThere(unit, drive)) {
      made.add(Units.get(unit, drive));
      made.add(':');
    }
    if (isThere(unit, dir)) {
      int last = made.addAll(dir);
      if (!isSeparator(last)) {
        made.add('\\');
      }
    }
    if (isThere(unit, name)) {
      made.addAll(name);
    }
    if (isThere(unit, ext)) {
      if (Units.get(unit, ext) != '.') {
        made.add('.');
      }
      made.addAll(ext);
    }
    if (made.overflow) {
      Units.put(unit, path, 0);
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    Units.put(unit, made.p, 0);
    return 0;
  }

  private static boolean isThere(int unit, long text) {
    return text != 0 && Units.get(unit, text) != 0;
  }

  /** A path that is being made, up to its room. */
  private static final class Path {
    private final int unit;
    private final long end;
    private long p;
    private boolean overflow;

    Path(int unit, long p, long end) {
      this.unit = unit;
      this.p = p;
      this.end = end;
    }

    void add(int c) {
      if (p >= end) {
        overflow = true;
      } else {
        Units.put(unit, p, c);
        p += unit;
      }
    }

    /** Adds a text; returns its last character. */
    int addAll(long text) {
      int last = 0;
      long from = text;
      for (int c; (c = Units.get(unit, from)) != 0 && !overflow; from += unit) {
        add(c);
        last = c;
      }
      return last;
    }
  }
}
