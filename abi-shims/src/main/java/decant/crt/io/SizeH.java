package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.file.FileObject;

/** The functions of io.h that change a file's size and lock its bytes. */
@Library({"msvcrt", "ucrtbase"})
public final class SizeH {
  private static final int LK_UNLCK = 0;
  private static final int LK_LOCK = 1;
  private static final int LK_RLCK = 3;
  private static final int LK_NBRLCK = 4;

  private SizeH() {}

  private static FileObject file(GuestThread t, int fd) {
    if (LowFiles.of(t).get(fd).object instanceof FileObject file) {
      return file;
    }
    throw CrtErrno.EACCES.exception();
  }

  @Export
  static int _chsize(GuestThread t, int fd, int size) {
    return resize(t, fd, size);
  }

  @Export(fails = Fails.ERRNO)
  static int _chsize_s(GuestThread t, int fd, long size) {
    return resize(t, fd, size);
  }

  private static int resize(GuestThread t, int fd, long size) {
    if (size < 0) {
      throw CrtErrno.EINVAL.exception();
    }
    file(t, fd).setSize(size);
    return 0;
  }

  /** Locks or unlocks bytes from the current position on. */
  @Export
  static int _locking(GuestThread t, int fd, int mode, int nbytes) {
    if (mode < LK_UNLCK || mode > LK_NBRLCK || nbytes < 0) {
      throw CrtErrno.EINVAL.exception();
    }
    FileObject file = file(t, fd);
    long start = file.position();
    try {
      if (mode == LK_UNLCK) {
        file.unlock(start, nbytes);
      } else {
        file.lock(start, nbytes, true, mode == LK_LOCK || mode == LK_RLCK);
      }
    } catch (NtStatusException e) {
      throw CrtErrno.EACCES.exception();
    }
    return 0;
  }
}
