package decant.crt.io;

import decant.host.Memory;
import decant.nt.GuestThread;

/** Reading and writing more than a byte. Callers hold the stream's lock. */
final class StreamBlocks {
  private StreamBlocks() {}

  /** Reads bytes; fewer at the end of the file or on an error, which the stream's flags tell. */
  static long read(GuestThread t, Stream stream, long buffer, long length) {
    long done = 0;
    while (done < length) {
      long left = length - done;
      int cnt = stream.cnt();
      if (cnt > 0) {
        int n = (int) Math.min(cnt, left);
        long ptr = stream.ptr();
        Memory.copy(ptr, buffer + done, n);
        stream.ptr(ptr + n);
        stream.cnt(cnt - n);
        done += n;
      } else if (left >= Stream.BUFFER_SIZE
          && stream.hasBuffer()
          && (stream.flags() & (Stream.READ | Stream.WRITE)) == Stream.READ) {
        int chunk = (int) Math.min(left - left % Stream.BUFFER_SIZE, 1 << 30);
        stream.cnt(0);
        stream.ptr(stream.base());
        int n = stream.readLow(t, buffer + done, chunk);
        if (n <= 0) {
          stream.addFlags(n == 0 ? Stream.EOF : Stream.ERROR);
          return done;
        }
        done += n;
      } else {
        int c = stream.fill(t);
        if (c == Stream.END) {
          return done;
        }
        Memory.putByte(buffer + done++, c);
      }
    }
    return done;
  }

  /** Writes bytes; fewer on an error. */
  static long write(GuestThread t, Stream stream, long buffer, long length) {
    long done = 0;
    while (done < length) {
      long left = length - done;
      int cnt = stream.cnt();
      if (cnt > 0 && (stream.flags() & Stream.WRITE) != 0) {
        int n = (int) Math.min(cnt, left);
        long ptr = stream.ptr();
        Memory.copy(buffer + done, ptr, n);
        stream.ptr(ptr + n);
        stream.cnt(cnt - n);
        done += n;
      } else if (stream.writesThrough() || left >= Stream.BUFFER_SIZE && stream.hasBuffer()) {
        if (!stream.startWriting(t) || stream.flush(t) != 0) {
          return done;
        }
        stream.addFlags(Stream.WRITE);
        int chunk = (int) Math.min(left, 1 << 30);
        int n = stream.writeLow(t, buffer + done, chunk);
        if (n < chunk) {
          stream.addFlags(Stream.ERROR);
          return done + Math.max(n, 0);
        }
        done += n;
      } else {
        if (stream.flushAndPut(t, Memory.getU8(buffer + done)) == Stream.END) {
          return done;
        }
        done++;
      }
    }
    return done;
  }

  /** Writes bytes of our own, which stand in units; false on an error. */
  static boolean write(GuestThread t, Stream stream, char[] units, int from, int to) {
    int length = to - from;
    int cnt = stream.cnt();
    if (cnt >= length && (stream.flags() & Stream.WRITE) != 0) {
      long ptr = stream.ptr();
      put(ptr, units, from, length);
      stream.ptr(ptr + length);
      stream.cnt(cnt - length);
      return true;
    }
    long staging = IoBuffers.of(t).staging;
    for (int done = from; done < to; ) {
      int n = Math.min(to - done, IoBuffers.SIZE);
      put(staging, units, done, n);
      if (write(t, stream, staging, n) < n) {
        return false;
      }
      done += n;
    }
    return true;
  }

  private static void put(long at, char[] units, int from, int length) {
    for (int i = 0; i < length; i++) {
      Memory.putByte(at + i, units[from + i]);
    }
  }

  /** Writes bytes of our own; false on an error. */
  static boolean write(GuestThread t, Stream stream, byte[] bytes, int length) {
    int cnt = stream.cnt();
    if (cnt >= length && (stream.flags() & Stream.WRITE) != 0) {
      long ptr = stream.ptr();
      Memory.write(ptr, bytes, 0, length);
      stream.ptr(ptr + length);
      stream.cnt(cnt - length);
      return true;
    }
    long staging = IoBuffers.of(t).staging;
    for (int done = 0; done < length; ) {
      int n = Math.min(length - done, IoBuffers.SIZE);
      Memory.write(staging, bytes, done, n);
      if (write(t, stream, staging, n) < n) {
        return false;
      }
      done += n;
    }
    return true;
  }
}
