package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Out;
import decant.abi.VarArgs;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.file.FileAccess;
import decant.nt.file.IoObject;
import decant.nt.pipe.PipeObject;

/**
 * io.h: files by descriptor.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/low-level-i-o">Low-level I/O</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class IoH {
  private static final int IS_TTY = 0x40;
  private static final long NO_HANDLE = -1;

  private IoH() {}

  @Export
  static int _open(GuestThread t, @Narrow String filename, int oflag, @VarArgs long pmode) {
    return open(t, filename, oflag, OpenMode.SH_DENYNO, pmode);
  }

  @Export
  static int _wopen(GuestThread t, @Wide String filename, int oflag, @VarArgs long pmode) {
    return open(t, filename, oflag, OpenMode.SH_DENYNO, pmode);
  }

  @Export
  static int _sopen(
      GuestThread t, @Narrow String filename, int oflag, int shflag, @VarArgs long pmode) {
    return open(t, filename, oflag, shflag, pmode);
  }

  @Export
  static int _wsopen(
      GuestThread t, @Wide String filename, int oflag, int shflag, @VarArgs long pmode) {
    return open(t, filename, oflag, shflag, pmode);
  }

  private static int open(GuestThread t, String path, int oflag, int shflag, long pmode) {
    int mode = (oflag & OpenMode.O_CREAT) != 0 ? Memory.getInt(pmode) & ~Umask.of(t).value : 0;
    return OpenMode.open(t, path, oflag, shflag, mode).fd;
  }

  @Export(fails = Fails.ERRNO)
  static int _sopen_s(
      GuestThread t, @Out long pfh, @Narrow String filename, int oflag, int shflag, int pmode) {
    return openInto(t, pfh, filename, oflag, shflag, pmode);
  }

  @Export(fails = Fails.ERRNO)
  static int _wsopen_s(
      GuestThread t, @Out long pfh, @Wide String filename, int oflag, int shflag, int pmode) {
    return openInto(t, pfh, filename, oflag, shflag, pmode);
  }

  private static int openInto(
      GuestThread t, long pfh, String path, int oflag, int shflag, int pmode) {
    if (pfh == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putInt(pfh, -1);
    int mode = pmode & ~Umask.of(t).value;
    Memory.putInt(pfh, OpenMode.open(t, path, oflag, shflag, mode).fd);
    return 0;
  }

  @Export(dll = "ucrtbase", fails = Fails.ERRNO)
  static int _sopen_dispatch(
      GuestThread t,
      @Narrow String filename,
      int oflag,
      int shflag,
      int pmode,
      @Out long pfh,
      int secure) {
    return openInto(t, pfh, filename, oflag, shflag, pmode);
  }

  @Export(dll = "ucrtbase", fails = Fails.ERRNO)
  static int _wsopen_dispatch(
      GuestThread t,
      @Wide String filename,
      int oflag,
      int shflag,
      int pmode,
      @Out long pfh,
      int secure) {
    return openInto(t, pfh, filename, oflag, shflag, pmode);
  }

  @Export
  static int _creat(GuestThread t, @Narrow String filename, int pmode) {
    return create(t, filename, pmode);
  }

  @Export
  static int _wcreat(GuestThread t, @Wide String filename, int pmode) {
    return create(t, filename, pmode);
  }

  private static int create(GuestThread t, String path, int pmode) {
    int oflag = OpenMode.O_CREAT | OpenMode.O_TRUNC | OpenMode.O_RDWR;
    int mode = pmode & ~Umask.of(t).value;
    return OpenMode.open(t, path, oflag, OpenMode.SH_DENYNO, mode).fd;
  }

  @Export
  static int _close(GuestThread t, int fd) {
    LowFiles.of(t).close(t, fd);
    return 0;
  }

  @Export
  static int _read(GuestThread t, int fd, @Out(size = "count") long buffer, int count) {
    LowFile file = LowFiles.of(t).get(fd);
    if (count < 0 || buffer == 0 && count != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    file.lock.lock();
    try {
      return file.read(t, buffer, count);
    } finally {
      file.lock.unlock();
    }
  }

  @Export
  static int _write(GuestThread t, int fd, @In(size = "count") long buffer, int count) {
    LowFile file = LowFiles.of(t).get(fd);
    if (count < 0 || buffer == 0 && count != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    file.lock.lock();
    try {
      return file.write(t, buffer, count);
    } finally {
      file.lock.unlock();
    }
  }

  @Export
  static int _lseek(GuestThread t, int fd, int offset, int origin) {
    long position = seek(t, fd, offset, origin);
    if (position != (int) position) {
      throw CrtErrno.EINVAL.exception();
    }
    return (int) position;
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _lseeki64(GuestThread t, int fd, long offset, int origin) {
    return seek(t, fd, offset, origin);
  }

  @Export
  static int _tell(GuestThread t, int fd) {
    return _lseek(t, fd, 0, SeekOrigin.CUR);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _telli64(GuestThread t, int fd) {
    return seek(t, fd, 0, SeekOrigin.CUR);
  }

  private static long seek(GuestThread t, int fd, long offset, int origin) {
    LowFile file = LowFiles.of(t).get(fd);
    file.lock.lock();
    try {
      return file.seek(offset, origin);
    } finally {
      file.lock.unlock();
    }
  }

  @Export
  static int _eof(GuestThread t, int fd) {
    LowFile file = LowFiles.of(t).get(fd);
    return (file.flags & LowFile.EOF) != 0 || file.position() >= file.object.size() ? 1 : 0;
  }

  @Export
  static int _isatty(GuestThread t, int fd) {
    return (LowFiles.of(t).get(fd).flags & LowFile.DEVICE) != 0 ? IS_TTY : 0;
  }

  /** Sets the translation mode and returns the one before. */
  @Export
  static int _setmode(GuestThread t, int fd, int mode) {
    LowFile file = LowFiles.of(t).get(fd);
    if (Integer.bitCount(mode & OpenMode.TRANSLATION) != 1 || (mode & ~OpenMode.TRANSLATION) != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    int before =
        !file.isText()
            ? OpenMode.O_BINARY
            : file.encoding == TextEncoding.ANSI ? OpenMode.O_TEXT : OpenMode.O_WTEXT;
    file.encoding = OpenMode.encoding(mode);
    file.flags = mode == OpenMode.O_BINARY ? file.flags & ~LowFile.TEXT : file.flags | LowFile.TEXT;
    return before;
  }

  @Export
  static int _commit(GuestThread t, int fd) {
    LowFiles.of(t).get(fd).object.flush();
    return 0;
  }

  @Export
  static int _filelength(GuestThread t, int fd) {
    long size = LowFiles.of(t).get(fd).object.size();
    if (size != (int) size) {
      throw CrtErrno.EINVAL.exception();
    }
    return (int) size;
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _filelengthi64(GuestThread t, int fd) {
    return LowFiles.of(t).get(fd).object.size();
  }

  @Export
  static int _dup(GuestThread t, int fd) {
    LowFile file = LowFiles.of(t).get(fd);
    return like(file, LowFiles.of(t).open(t, duplicate(t, file), file.object, file.flags)).fd;
  }

  @Export
  static int _dup2(GuestThread t, int fd1, int fd2) {
    LowFiles files = LowFiles.of(t);
    LowFile file = files.get(fd1);
    if (fd1 == fd2) {
      return 0;
    }
    if (fd2 < 0 || fd2 >= LowFiles.MAX) {
      throw CrtErrno.EBADF.exception();
    }
    if (files.find(fd2) != null) {
      files.close(t, fd2);
    }
    like(file, files.put(t, fd2, duplicate(t, file), file.object, file.flags));
    return 0;
  }

  private static LowFile like(LowFile file, LowFile copy) {
    copy.encoding = file.encoding;
    return copy;
  }

  private static long duplicate(GuestThread t, LowFile file) {
    return t.process.handles.duplicate(
        file.handle, 0, HandleTable.INHERIT, HandleTable.DUPLICATE_SAME_ACCESS);
  }

  @Export
  static int _pipe(GuestThread t, @Out long pfds, int psize, int textmode) {
    if (pfds == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    PipeObject[] ends = PipeObject.anonymous(t);
    int inherit = (textmode & OpenMode.O_NOINHERIT) == 0 ? HandleTable.INHERIT : 0;
    for (int i = 0; i < 2; i++) {
      int access = i == 0 ? FileAccess.FILE_GENERIC_READ : FileAccess.FILE_GENERIC_WRITE;
      long handle = t.process.handles.open(ends[i], access, inherit);
      LowFile file = LowFiles.of(t).open(t, handle, ends[i], OpenMode.flags(t, textmode));
      Memory.putInt(pfds + 4L * i, file.fd);
    }
    return 0;
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _get_osfhandle(GuestThread t, int fd) {
    LowFile file = LowFiles.of(t).find(fd);
    if (file == null) {
      CrtErrno.EBADF.set(t);
      return NO_HANDLE;
    }
    return file.handle;
  }

  @Export
  static int _open_osfhandle(GuestThread t, long osfhandle, int flags) {
    IoObject object = t.process.handles.get(osfhandle, IoObject.class);
    int lowFlags = OpenMode.flags(t, flags);
    if ((flags & OpenMode.O_TEXT) == 0) {
      lowFlags &= ~LowFile.TEXT;
    }
    return LowFiles.of(t).open(t, osfhandle, object, lowFlags).fd;
  }
}
