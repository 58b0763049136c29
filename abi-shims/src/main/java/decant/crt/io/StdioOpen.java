package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;

/** stdio.h: opening and closing streams, and their buffers. */
@Library({"msvcrt", "ucrtbase"})
public final class StdioOpen {
  private static final int IOLBF = 0x40;
  static final int IONBF = 4;

  private StdioOpen() {}

  @Export
  static long fopen(GuestThread t, @Narrow String filename, @Narrow String mode) {
    return open(t, filename, mode, OpenMode.SH_DENYNO);
  }

  @Export
  static long _wfopen(GuestThread t, @Wide String filename, @Wide String mode) {
    return open(t, filename, mode, OpenMode.SH_DENYNO);
  }

  @Export
  static long _fsopen(GuestThread t, @Narrow String filename, @Narrow String mode, int shflag) {
    return open(t, filename, mode, shflag);
  }

  @Export
  static long _wfsopen(GuestThread t, @Wide String filename, @Wide String mode, int shflag) {
    return open(t, filename, mode, shflag);
  }

  private static final int SH_SECURE = 0x80;

  @Export(fails = Fails.ERRNO)
  static int fopen_s(GuestThread t, @Out long pFile, @Narrow String filename, @Narrow String mode) {
    return openInto(t, pFile, filename, mode);
  }

  @Export(fails = Fails.ERRNO)
  static int _wfopen_s(GuestThread t, @Out long pFile, @Wide String filename, @Wide String mode) {
    return openInto(t, pFile, filename, mode);
  }

  private static int openInto(GuestThread t, long pFile, String filename, String mode) {
    if (pFile == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putLong(pFile, 0);
    Memory.putLong(pFile, open(t, filename, mode, SH_SECURE));
    return 0;
  }

  static long open(GuestThread t, String filename, String mode, int shflag) {
    if (filename == null || mode == null) {
      throw CrtErrno.EINVAL.exception();
    }
    StreamMode parsed = StreamMode.parse(t, mode);
    int pmode = OpenMode.S_IWRITE | 0x100;
    int umask = Umask.of(t).value;
    LowFile file = OpenMode.open(t, filename, parsed.oflag(), shflag, pmode & ~umask);
    return Streams.of(t).open(t, file.fd, parsed.flags()).file;
  }

  @Export
  static long freopen(
      GuestThread t, @Opt @Narrow String filename, @Narrow String mode, long stream) {
    return reopen(t, filename, mode, stream, OpenMode.SH_DENYNO);
  }

  @Export
  static long _wfreopen(GuestThread t, @Opt @Wide String filename, @Wide String mode, long stream) {
    return reopen(t, filename, mode, stream, OpenMode.SH_DENYNO);
  }

  @Export(fails = Fails.ERRNO)
  static int freopen_s(
      GuestThread t, @Out long pFile, @Narrow String filename, @Narrow String mode, long stream) {
    return reopenInto(t, pFile, filename, mode, stream);
  }

  @Export(fails = Fails.ERRNO)
  static int _wfreopen_s(
      GuestThread t, @Out long pFile, @Wide String filename, @Wide String mode, long stream) {
    return reopenInto(t, pFile, filename, mode, stream);
  }

  private static int reopenInto(
      GuestThread t, long pFile, String filename, String mode, long stream) {
    if (pFile == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putLong(pFile, 0);
    Memory.putLong(pFile, reopen(t, filename, mode, stream, SH_SECURE));
    return 0;
  }

  /** Closes a stream and opens another file with its FILE and, if it had one, its descriptor. */
  private static long reopen(GuestThread t, String filename, String mode, long file, int shflag) {
    if (filename == null || mode == null) {
      throw CrtErrno.EINVAL.exception();
    }
    Stream stream = Streams.get(t, file);
    StreamMode parsed = StreamMode.parse(t, mode);
    stream.lock.lock();
    try {
      int fd = stream.fd();
      if (stream.isOpen()) {
        stream.flush(t);
        stream.freeBuffer(t);
      }
      stream.attach(-1, 0);
      if (fd >= 0 && LowFiles.of(t).find(fd) != null) {
        LowFiles.of(t).close(t, fd);
      }
      int pmode = OpenMode.S_IWRITE & ~Umask.of(t).value;
      LowFile low = OpenMode.open(t, filename, parsed.oflag(), shflag, pmode);
      stream.attach(low.fd, parsed.flags());
      return file;
    } finally {
      stream.lock.unlock();
    }
  }

  @Export
  static long _fdopen(GuestThread t, int fd, @Narrow String mode) {
    return openDescriptor(t, fd, mode);
  }

  @Export
  static long _wfdopen(GuestThread t, int fd, @Wide String mode) {
    return openDescriptor(t, fd, mode);
  }

  private static long openDescriptor(GuestThread t, int fd, String mode) {
    LowFile file = LowFiles.of(t).get(fd);
    if (mode == null) {
      throw CrtErrno.EINVAL.exception();
    }
    StreamMode parsed = StreamMode.parse(t, mode);
    if ((parsed.oflag() & OpenMode.O_APPEND) != 0) {
      file.flags |= LowFile.APPEND;
    }
    if ((parsed.oflag() & OpenMode.O_BINARY) != 0) {
      file.flags &= ~LowFile.TEXT;
    } else if ((parsed.oflag() & OpenMode.TRANSLATION) != 0) {
      file.flags |= LowFile.TEXT;
      file.encoding = OpenMode.encoding(parsed.oflag());
    }
    return Streams.of(t).open(t, fd, parsed.flags()).file;
  }

  @Export({"fclose", "_fclose_nolock"})
  static int fclose(GuestThread t, long stream) {
    return Streams.of(t).close(t, Streams.get(t, stream));
  }

  @Export
  static int _fcloseall(GuestThread t) {
    return Streams.of(t).closeEach(t);
  }

  @Export
  static int _flushall(GuestThread t) {
    return Streams.of(t).flushEach(t);
  }

  @Export({"fflush", "_fflush_nolock"})
  static int fflush(GuestThread t, @Opt long stream) {
    if (stream == 0) {
      Streams.of(t).flushEach(t);
      return 0;
    }
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      int result = s.flush(t);
      if (result == 0 && (s.flags() & Stream.COMMIT) != 0) {
        s.low().object.flush();
      }
      return result;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static int setvbuf(GuestThread t, long stream, @Opt long buffer, int mode, long size) {
    Stream s = Streams.get(t, stream);
    boolean buffered = mode != IONBF;
    if (mode != 0 && mode != IOLBF && mode != IONBF
        || buffered && (size < 2 || size > Integer.MAX_VALUE)) {
      throw CrtErrno.EINVAL.exception();
    }
    s.lock.lock();
    try {
      s.useBuffer(t, buffer, (int) size & -2, buffered);
      return 0;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static void setbuf(GuestThread t, long stream, @Opt long buffer) {
    setvbuf(t, stream, buffer, buffer == 0 ? IONBF : 0, 512);
  }

  @Export({"_fileno"})
  static int _fileno(GuestThread t, long stream) {
    return Streams.get(t, stream).fd();
  }

  @Export
  public static void _lock_file(GuestThread t, long stream) {
    Streams.get(t, stream).lock.lock();
  }

  @Export
  public static void _unlock_file(GuestThread t, long stream) {
    Stream s = Streams.get(t, stream);
    if (s.lock.isHeldByCurrentThread()) {
      s.lock.unlock();
    }
  }

  @Export
  static int _getmaxstdio(GuestThread t) {
    return MaxStreams.of(t).value;
  }

  @Export
  static int _setmaxstdio(GuestThread t, int maximum) {
    if (maximum < Streams.STANDARD || maximum > LowFiles.MAX) {
      throw CrtErrno.EINVAL.exception();
    }
    MaxStreams.of(t).value = maximum;
    return maximum;
  }

  /** What {@code _setmaxstdio} was told; streams are limited by descriptors only. */
  private static final class MaxStreams {
    volatile int value = 512;

    static MaxStreams of(GuestThread t) {
      return t.process.state(MaxStreams.class, p -> new MaxStreams());
    }
  }
}
