package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.ProcessParameters;

/** direct.h: directories and drives. */
@Library({"msvcrt", "ucrtbase"})
public final class DirectH {
  private static final int LETTERS = 26;

  private DirectH() {}

  @Export
  static int _mkdir(GuestThread t, @Narrow String dirname) {
    return makeDirectory(t, dirname);
  }

  @Export
  static int _wmkdir(GuestThread t, @Wide String dirname) {
    return makeDirectory(t, dirname);
  }

  @Export
  static int _rmdir(GuestThread t, @Narrow String dirname) {
    return removeDirectory(t, dirname);
  }

  @Export
  static int _wrmdir(GuestThread t, @Wide String dirname) {
    return removeDirectory(t, dirname);
  }

  @Export
  static int _chdir(GuestThread t, @Narrow String dirname) {
    return changeDirectory(t, dirname);
  }

  @Export
  static int _wchdir(GuestThread t, @Wide String dirname) {
    return changeDirectory(t, dirname);
  }

  @Export
  static long _getcwd(GuestThread t, @Out @Opt long buffer, int maxlen) {
    return currentDirectory(t, Text.ANSI, buffer, maxlen);
  }

  @Export
  static long _wgetcwd(GuestThread t, @Out @Opt long buffer, int maxlen) {
    return currentDirectory(t, Text.WIDE, buffer, maxlen);
  }

  @Export
  static long _getdcwd(GuestThread t, int drive, @Out @Opt long buffer, int maxlen) {
    return directoryOf(t, Text.ANSI, drive, buffer, maxlen);
  }

  @Export
  static long _wgetdcwd(GuestThread t, int drive, @Out @Opt long buffer, int maxlen) {
    return directoryOf(t, Text.WIDE, drive, buffer, maxlen);
  }

  private static String required(String path) {
    if (path == null) {
      throw CrtErrno.EINVAL.exception();
    }
    return path;
  }

  private static int makeDirectory(GuestThread t, String path) {
    t.process.files.makeDirectory(required(path));
    return 0;
  }

  private static int removeDirectory(GuestThread t, String path) {
    t.process.files.removeDirectory(required(path));
    return 0;
  }

  /** Also keeps the directory of the drive where the CRT does: in a hidden variable. */
  private static int changeDirectory(GuestThread t, String path) {
    ProcessParameters.setCurrentDirectory(t.process, required(path));
    String now = t.process.files.currentDirectory();
    if (now.length() > 1 && now.charAt(1) == ':') {
      char drive = Character.toUpperCase(now.charAt(0));
      Environment.of(t.process).set("=" + drive + ":", now);
    }
    return 0;
  }

  private static long currentDirectory(GuestThread t, Text encoding, long buffer, int room) {
    return PathText.store(t, encoding, t.process.files.currentDirectory(), buffer, room);
  }

  private static long directoryOf(GuestThread t, Text encoding, int drive, long buffer, int room) {
    if (drive < 0 || drive > LETTERS) {
      throw CrtErrno.EACCES.exception();
    }
    String directory =
        drive == 0
            ? t.process.files.currentDirectory()
            : t.process.files.fullPath((char) ('A' + drive - 1) + ":.");
    return PathText.store(t, encoding, directory, buffer, room);
  }

  /** The current drive: 1 is A. */
  @Export
  static int _getdrive(GuestThread t) {
    char drive = Character.toUpperCase(t.process.files.currentDirectory().charAt(0));
    return drive >= 'A' && drive <= 'Z' ? drive - 'A' + 1 : 0;
  }

  @Export
  static int _chdrive(GuestThread t, int drive) {
    if (drive < 1 || drive > LETTERS) {
      throw CrtErrno.EACCES.exception();
    }
    return changeDirectory(t, (char) ('A' + drive - 1) + ":.");
  }

  /** The drives that there are, A in the lowest bit. */
  @Export
  static int _getdrives(GuestThread t) {
    return t.process.files.drives().mask();
  }
}
