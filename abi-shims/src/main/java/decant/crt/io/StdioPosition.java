package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/** stdio.h: positions and states of streams. */
@Library({"msvcrt", "ucrtbase"})
public final class StdioPosition {
  private StdioPosition() {}

  private static int seek(GuestThread t, long stream, long offset, int origin) {
    Stream s = Streams.get(t, stream);
    if (origin < SeekOrigin.SET || origin > SeekOrigin.END || !s.isOpen()) {
      throw CrtErrno.EINVAL.exception();
    }
    s.lock.lock();
    try {
      s.seek(t, offset, origin);
      return 0;
    } finally {
      s.lock.unlock();
    }
  }

  private static long tell(GuestThread t, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return s.tell();
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"fseek", "_fseek_nolock"})
  static int fseek(GuestThread t, long stream, int offset, int origin) {
    return seek(t, stream, offset, origin);
  }

  @Export({"_fseeki64", "_fseeki64_nolock"})
  static int _fseeki64(GuestThread t, long stream, long offset, int origin) {
    return seek(t, stream, offset, origin);
  }

  @Export({"ftell", "_ftell_nolock"})
  static int ftell(GuestThread t, long stream) {
    long position = tell(t, stream);
    if (position != (int) position) {
      throw CrtErrno.EINVAL.exception();
    }
    return (int) position;
  }

  @Export(
      value = {"_ftelli64", "_ftelli64_nolock"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _ftelli64(GuestThread t, long stream) {
    return tell(t, stream);
  }

  @Export
  static void rewind(GuestThread t, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      s.flush(t);
      s.clearFlags(Stream.ERROR | Stream.EOF);
      s.seek(t, 0, SeekOrigin.SET);
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static int fgetpos(GuestThread t, long stream, @Out long pos) {
    if (pos == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putLong(pos, tell(t, stream));
    return 0;
  }

  @Export
  static int fsetpos(GuestThread t, long stream, @In long pos) {
    if (pos == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return seek(t, stream, Memory.getLong(pos), SeekOrigin.SET);
  }

  @Export
  static int feof(GuestThread t, long stream) {
    return Streams.get(t, stream).flags() & Stream.EOF;
  }

  @Export
  static int ferror(GuestThread t, long stream) {
    return Streams.get(t, stream).flags() & Stream.ERROR;
  }

  @Export
  static void clearerr(GuestThread t, long stream) {
    clear(Streams.get(t, stream));
  }

  @Export(fails = Fails.ERRNO)
  static int clearerr_s(GuestThread t, long stream) {
    clear(Streams.get(t, stream));
    return 0;
  }

  private static void clear(Stream s) {
    s.lock.lock();
    try {
      s.clearFlags(Stream.ERROR | Stream.EOF);
      LowFile low = s.files().find(s.fd());
      if (low != null) {
        low.flags &= ~LowFile.EOF;
      }
    } finally {
      s.lock.unlock();
    }
  }
}
