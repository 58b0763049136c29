package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/** stdio.h: bytes, lines and blocks. */
@Library({"msvcrt", "ucrtbase"})
public final class StdioChars {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  private StdioChars() {}

  private static Stream standard(GuestThread t, int index) {
    return Streams.get(t, Streams.of(t).standard(index));
  }

  private static int get(GuestThread t, Stream s) {
    s.lock.lock();
    try {
      return s.get(t);
    } finally {
      s.lock.unlock();
    }
  }

  private static int put(GuestThread t, Stream s, int c) {
    s.lock.lock();
    try {
      return s.put(t, c);
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"fgetc", "getc", "_fgetc_nolock", "_getc_nolock"})
  @Direct
  public static int fgetc(GuestThread t, long stream) {
    return get(t, Streams.get(t, stream));
  }

  @Export({"getchar", "_fgetchar"})
  static int getchar(GuestThread t) {
    return get(t, standard(t, STDIN));
  }

  @Export({"fputc", "putc", "_fputc_nolock", "_putc_nolock"})
  @Direct
  static int fputc(GuestThread t, int c, long stream) {
    return put(t, Streams.get(t, stream), c);
  }

  @Export({"putchar", "_fputchar"})
  static int putchar(GuestThread t, int c) {
    return put(t, standard(t, STDOUT), c);
  }

  /** What the {@code getc} macro calls when the buffer is empty. */
  @Export(value = "_filbuf", dll = "msvcrt")
  static int _filbuf(GuestThread t, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return s.fill(t);
    } finally {
      s.lock.unlock();
    }
  }

  /** What the {@code putc} macro calls when the buffer is full. */
  @Export(value = "_flsbuf", dll = "msvcrt")
  static int _flsbuf(GuestThread t, int c, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return s.flushAndPut(t, c);
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"ungetc", "_ungetc_nolock"})
  public static int ungetc(GuestThread t, int c, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      return s.unget(t, c);
    } finally {
      s.lock.unlock();
    }
  }

  @Export(fails = Fails.ERRNO_ZERO)
  @Direct
  static long fgets(GuestThread t, @Out(size = "numChars") long str, int numChars, long stream) {
    Stream s = Streams.get(t, stream);
    if (numChars <= 0) {
      if (numChars < 0) {
        CrtErrno.EINVAL.set(t);
      }
      return 0;
    }
    s.lock.lock();
    try {
      int n = 0;
      while (n < numChars - 1) {
        int c = s.get(t);
        if (c == Stream.END) {
          if (n == 0) {
            return 0;
          }
          break;
        }
        Memory.putByte(str + n++, c);
        if (c == '\n') {
          break;
        }
      }
      Memory.putByte(str + n, 0);
      return str;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static long gets(GuestThread t, @Out long buffer) {
    return line(t, buffer, Long.MAX_VALUE);
  }

  @Export
  static long gets_s(GuestThread t, @Out long buffer, long sizeInCharacters) {
    if (buffer == 0 || sizeInCharacters <= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return line(t, buffer, sizeInCharacters);
  }

  private static long line(GuestThread t, long buffer, long room) {
    Stream s = standard(t, STDIN);
    s.lock.lock();
    try {
      long n = 0;
      int c = s.get(t);
      if (c == Stream.END) {
        return 0;
      }
      while (c != Stream.END && c != '\n') {
        if (n + 1 >= room) {
          Memory.putByte(buffer, 0);
          throw CrtErrno.EINVAL.exception();
        }
        Memory.putByte(buffer + n++, c);
        c = s.get(t);
      }
      Memory.putByte(buffer + n, 0);
      return buffer;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  @Direct
  static int fputs(GuestThread t, @In long str, long stream) {
    Stream s = Streams.get(t, stream);
    int length = Memory.narrowLength(str);
    s.lock.lock();
    try {
      return StreamBlocks.write(t, s, str, length) == length ? 0 : Stream.END;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static int puts(GuestThread t, @In long str) {
    Stream s = standard(t, STDOUT);
    int length = Memory.narrowLength(str);
    s.lock.lock();
    try {
      boolean written = StreamBlocks.write(t, s, str, length) == length;
      return written && s.put(t, '\n') != Stream.END ? 0 : Stream.END;
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"fread", "_fread_nolock"})
  @Direct
  static long fread(GuestThread t, @Out long buffer, long size, long count, long stream) {
    Stream s = Streams.get(t, stream);
    long bytes = bytes(size, count);
    if (bytes == 0) {
      return 0;
    }
    s.lock.lock();
    try {
      return StreamBlocks.read(t, s, buffer, bytes) / size;
    } finally {
      s.lock.unlock();
    }
  }

  @Export({"fread_s", "_fread_nolock_s"})
  static long fread_s(
      GuestThread t,
      @Out(size = "bufferSize") long buffer,
      long bufferSize,
      long elementSize,
      long count,
      long stream) {
    long bytes = bytes(elementSize, count);
    if (Long.compareUnsigned(bytes, bufferSize) > 0) {
      Memory.fill(buffer, bufferSize, 0);
      throw CrtErrno.ERANGE.exception();
    }
    return fread(t, buffer, elementSize, count, stream);
  }

  @Export({"fwrite", "_fwrite_nolock"})
  @Direct
  static long fwrite(GuestThread t, @In long buffer, long size, long count, long stream) {
    Stream s = Streams.get(t, stream);
    long bytes = bytes(size, count);
    if (bytes == 0) {
      return 0;
    }
    s.lock.lock();
    try {
      return StreamBlocks.write(t, s, buffer, bytes) / size;
    } finally {
      s.lock.unlock();
    }
  }

  private static long bytes(long size, long count) {
    long bytes = size * count;
    if (bytes < 0 || Math.multiplyHigh(size, count) != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return bytes;
  }

  @Export
  static int _getw(GuestThread t, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      long staging = IoBuffers.of(t).staging;
      return StreamBlocks.read(t, s, staging, 4) == 4 ? Memory.getInt(staging) : Stream.END;
    } finally {
      s.lock.unlock();
    }
  }

  @Export
  static int _putw(GuestThread t, int binint, long stream) {
    Stream s = Streams.get(t, stream);
    s.lock.lock();
    try {
      for (int shift = 0; shift < 32; shift += 8) {
        if (s.put(t, binint >> shift & 0xFF) == Stream.END) {
          return Stream.END;
        }
      }
      return binint;
    } finally {
      s.lock.unlock();
    }
  }
}
