package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Text;
import decant.abi.Wide;
import decant.crt.ErrorText;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.file.FileObject;
import decant.nt.file.FileStatus;
import decant.nt.file.FileSystem;

/** Files by name in stdio.h and io.h: deleting, renaming, permissions. */
@Library({"msvcrt", "ucrtbase"})
public final class FileNamesH {
  private static final int MAY_WRITE = 2;
  private static final int DELETE_AND_SYNCHRONIZE = 0x0011_0000;
  private static final int SHARE_ALL = 7;
  private static final int FILE_OPEN_REPARSE_POINT = 0x0020_0000;
  private static final int STDERR = 2;

  private FileNamesH() {}

  @Export
  static int remove(GuestThread t, @Narrow String path) {
    return delete(t, path);
  }

  @Export
  static int _wremove(GuestThread t, @Wide String path) {
    return delete(t, path);
  }

  @Export
  static int _unlink(GuestThread t, @Narrow String path) {
    return delete(t, path);
  }

  @Export
  static int _wunlink(GuestThread t, @Wide String path) {
    return delete(t, path);
  }

  @Export
  static int rename(GuestThread t, @Narrow String oldname, @Narrow String newname) {
    return move(t, oldname, newname);
  }

  @Export
  static int _wrename(GuestThread t, @Wide String oldname, @Wide String newname) {
    return move(t, oldname, newname);
  }

  @Export
  static int _access(GuestThread t, @Narrow String path, int mode) {
    return access(t, path, mode);
  }

  @Export
  static int _waccess(GuestThread t, @Wide String path, int mode) {
    return access(t, path, mode);
  }

  @Export(fails = Fails.ERRNO)
  static int _access_s(GuestThread t, @Narrow String path, int mode) {
    return access(t, path, mode);
  }

  @Export(fails = Fails.ERRNO)
  static int _waccess_s(GuestThread t, @Wide String path, int mode) {
    return access(t, path, mode);
  }

  @Export
  static int _chmod(GuestThread t, @Narrow String path, int pmode) {
    return chmod(t, path, pmode);
  }

  @Export
  static int _wchmod(GuestThread t, @Wide String path, int pmode) {
    return chmod(t, path, pmode);
  }

  @Export
  static void perror(GuestThread t, @Opt @Narrow String message) {
    report(t, message);
  }

  @Export
  static void _wperror(GuestThread t, @Opt @Wide String message) {
    report(t, message);
  }

  private static String required(String path) {
    if (path == null) {
      throw CrtErrno.EINVAL.exception();
    }
    return path;
  }

  private static int delete(GuestThread t, String path) {
    t.process.files.delete(required(path));
    return 0;
  }

  /** The new name must not exist. */
  private static int move(GuestThread t, String from, String to) {
    FileSystem.Opened opened =
        t.process.files.create(
            required(from),
            DELETE_AND_SYNCHRONIZE,
            0,
            SHARE_ALL,
            FileSystem.FILE_OPEN,
            FILE_OPEN_REPARSE_POINT);
    opened.object().retain();
    try {
      if (!(opened.object() instanceof FileObject file)) {
        throw CrtErrno.EACCES.exception();
      }
      file.rename(required(to), false);
      return 0;
    } finally {
      opened.object().release();
    }
  }

  /** Writing needs that a file is not read-only; everything can be read. */
  private static int access(GuestThread t, String path, int mode) {
    if ((mode & ~6) != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    FileStatus status = t.process.files.status(required(path));
    if ((mode & MAY_WRITE) != 0
        && !status.isDirectory()
        && (status.attributes & FileStatus.FILE_ATTRIBUTE_READONLY) != 0) {
      throw CrtErrno.EACCES.exception();
    }
    return 0;
  }

  private static int chmod(GuestThread t, String path, int pmode) {
    int attributes = t.process.files.status(required(path)).attributes;
    boolean write = (pmode & OpenMode.S_IWRITE) != 0;
    t.process.files.setAttributes(
        path,
        write
            ? attributes & ~FileStatus.FILE_ATTRIBUTE_READONLY
            : attributes | FileStatus.FILE_ATTRIBUTE_READONLY);
    return 0;
  }

  /** Writes a message and that of errno to the descriptor of standard error. */
  private static void report(GuestThread t, String message) {
    String error = ErrorText.of(Memory.getInt(CrtErrno.address(t)));
    String line = (message == null || message.isEmpty() ? "" : message + ": ") + error + "\n";
    byte[] bytes = Text.encode(line);
    Stream s = Streams.get(t, Streams.of(t).standard(STDERR));
    s.lock.lock();
    try {
      StreamBlocks.write(t, s, bytes, bytes.length);
    } finally {
      s.lock.unlock();
    }
  }
}
