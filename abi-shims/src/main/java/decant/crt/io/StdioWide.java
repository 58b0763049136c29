package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/** The wide functions of stdio.h. */
@Library({"msvcrt", "ucrtbase"})
public final class StdioWide {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  private StdioWide() {}

  private static long standard(GuestThread t, int index) {
    return Streams.of(t).standard(index);
  }

  @Export({"fgetwc", "getwc", "_fgetwc_nolock", "_getwc_nolock"})
  static int fgetwc(GuestThread t, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return StreamWide.get(t, s);
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"getwchar", "_fgetwchar"})
  static int getwchar(GuestThread t) {
    return fgetwc(t, standard(t, STDIN));
  }

  @Export({"fputwc", "putwc", "_fputwc_nolock", "_putwc_nolock"})
  static int fputwc(GuestThread t, short c, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return StreamWide.put(t, s, c & 0xFFFF) ? c & 0xFFFF : StreamWide.WEOF;
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"putwchar", "_fputwchar"})
  static int putwchar(GuestThread t, short c) {
    return fputwc(t, c, standard(t, STDOUT));
  }

  @Export({"ungetwc", "_ungetwc_nolock"})
  static int ungetwc(GuestThread t, short c, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return StreamWide.unget(t, s, c & 0xFFFF);
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static long fgetws(GuestThread t, @Out long str, int numChars, long stream) {
    Stream s = Streams.get(t, stream);
    if (numChars <= 0) {
      return 0;
    }
    s.lock.lock();
    try {
      int n = 0;
      while (n < numChars - 1) {
        int c = StreamWide.get(t, s);
        if (c == StreamWide.WEOF) {
          if (n == 0) {
            return 0;
          }
          break;
        }
        Memory.putShort(str + 2L * n++, c);
        if (c == '\n') {
          break;
        }
      }
      Memory.putShort(str + 2L * n, 0);
      return str;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static long _getws(GuestThread t, @Out long buffer) {
    return line(t, buffer, Long.MAX_VALUE);
  }

  @Export
  static long _getws_s(GuestThread t, @Out long buffer, long sizeInCharacters) {
    if (buffer == 0 || sizeInCharacters <= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return line(t, buffer, sizeInCharacters);
  }

  private static long line(GuestThread t, long buffer, long room) {
    Stream s = Streams.get(t, standard(t, STDIN));
    s.lock.lock();
    try {
      long n = 0;
      int c = StreamWide.get(t, s);
      if (c == StreamWide.WEOF) {
        return 0;
      }
      while (c != StreamWide.WEOF && c != '\n') {
        if (n + 1 >= room) {
          Memory.putShort(buffer, 0);
          throw CrtErrno.EINVAL.exception();
        }
        Memory.putShort(buffer + 2 * n++, c);
        c = StreamWide.get(t, s);
      }
      Memory.putShort(buffer + 2 * n, 0);
      return buffer;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static int fputws(GuestThread t, @In long str, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return puts(t, s, str) ? 0 : Stream.END;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static int _putws(GuestThread t, @In long str) {
    Stream s = Streams.get(t, standard(t, STDOUT));
    s.lock.lock();
    try {
      return puts(t, s, str) && StreamWide.put(t, s, '\n') ? 0 : Stream.END;
    } finally {
      s.lock.unlock();
    }
  }

  private static boolean puts(GuestThread t, Stream s, long str) {
    for (long at = str; Memory.getChar(at) != 0; at += 2) {
      if (!StreamWide.put(t, s, Memory.getChar(at))) {
        return false;
      }
    }
    return true;
  }
}
