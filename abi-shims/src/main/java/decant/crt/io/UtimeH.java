package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.file.FileObject;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;

/** sys/utime.h: times of files. */
@Library({"msvcrt", "ucrtbase"})
public final class UtimeH {
  private static final int FILE_WRITE_ATTRIBUTES = 0x100;
  private static final int SYNCHRONIZE = 0x0010_0000;
  private static final int SHARE_ALL = 7;

  private UtimeH() {}

  @Export
  static int _utime32(GuestThread t, @Narrow String filename, @Opt long times) {
    return byName(t, filename, times, 4);
  }

  @Export
  static int _wutime32(GuestThread t, @Wide String filename, @Opt long times) {
    return byName(t, filename, times, 4);
  }

  @Export
  static int _futime32(GuestThread t, int fd, @Opt long times) {
    return byDescriptor(t, fd, times, 4);
  }

  @Export
  static int _utime64(GuestThread t, @Narrow String filename, @Opt long times) {
    return byName(t, filename, times, 8);
  }

  @Export
  static int _wutime64(GuestThread t, @Wide String filename, @Opt long times) {
    return byName(t, filename, times, 8);
  }

  @Export
  static int _futime64(GuestThread t, int fd, @Opt long times) {
    return byDescriptor(t, fd, times, 8);
  }

  @Export(dll = "msvcrt")
  static int _utime(GuestThread t, @Narrow String filename, @Opt long times) {
    return byName(t, filename, times, 8);
  }

  @Export(dll = "msvcrt")
  static int _wutime(GuestThread t, @Wide String filename, @Opt long times) {
    return byName(t, filename, times, 8);
  }

  @Export(dll = "msvcrt")
  static int _futime(GuestThread t, int fd, @Opt long times) {
    return byDescriptor(t, fd, times, 8);
  }

  private static int byName(GuestThread t, String path, long times, int size) {
    if (path == null) {
      throw CrtErrno.EINVAL.exception();
    }
    IoObject object =
        t.process
            .files
            .create(
                path, FILE_WRITE_ATTRIBUTES | SYNCHRONIZE, 0, SHARE_ALL, FileSystem.FILE_OPEN, 0)
            .object();
    object.retain();
    try {
      set(object, times, size);
      return 0;
    } finally {
      object.release();
    }
  }

  private static int byDescriptor(GuestThread t, int fd, long times, int size) {
    set(LowFiles.of(t).get(fd).object, times, size);
    return 0;
  }

  /** Sets access and modification time; a null pointer means now. */
  private static void set(IoObject object, long times, int size) {
    if (!(object instanceof FileObject file)) {
      throw CrtErrno.EACCES.exception();
    }
    long now = System.currentTimeMillis() / 1000;
    long accessed = times == 0 ? now : time(times, size);
    long written = times == 0 ? now : time(times + size, size);
    file.setTimes(CrtTimes.fileTime(accessed), CrtTimes.fileTime(written));
  }

  private static long time(long address, int size) {
    return size == 8 ? Memory.getLong(address) : Memory.getInt(address);
  }
}
