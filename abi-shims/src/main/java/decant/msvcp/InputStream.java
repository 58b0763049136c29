package decant.msvcp;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Reading from a {@code basic_istream}: its buffer is locked, what it is tied to is flushed before,
 * and white space is skipped where it is to be.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-istream-class">
 *     basic_istream</a>
 */
final class InputStream {
  /** What is read. */
  interface Content {
    /** Reads; returns what to add to the state. */
    int read(long ios, long buffer);
  }

  private static final int CURRENT = 1;

  private InputStream() {}

  /**
   * Begins to read: skips white space, unless it is asked not to.
   *
   * @return whether there may be something to read
   */
  static boolean begin(GuestThread t, Element e, long self, boolean noskip) {
    long ios = StreamClasses.ios(self);
    if (Ios.state(ios) == 0) {
      long tie = Memory.getLong(ios + Ios.TIE);
      if (tie != 0) {
        OutputStream.flush(t, tie);
      }
      if (!noskip && (Ios.flags(ios) & Ios.SKIP_SPACE) != 0) {
        int state = skipSpace(t, e, ios);
        if (state != 0) {
          Ios.setState(t, ios, state, false);
        }
      }
      if (Ios.state(ios) == 0) {
        return true;
      }
    }
    Ios.setState(t, ios, Ios.FAIL, false);
    return false;
  }

  private static int skipSpace(GuestThread t, Element e, long ios) {
    Ctype.Spaces spaces = new Ctype.Spaces(t, e, ios);
    long buffer = Ios.buffer(ios);
    int c = StreamBuffer.get(t, e, buffer);
    while (c != e.eof && spaces.has(c)) {
      c = StreamBuffer.next(t, e, buffer);
    }
    return c == e.eof ? Ios.EOF : 0;
  }

  /** Reads something, when {@link #begin} says so; returns the stream. */
  static long read(GuestThread t, Element e, long self, boolean noskip, Content content) {
    long ios = StreamClasses.ios(self);
    long buffer = Ios.buffer(ios);
    if (buffer == 0) {
      Ios.setState(t, ios, Ios.FAIL, false);
      return self;
    }
    StreamBuffer.lock(t, buffer);
    int state = 0;
    boolean done = false;
    try {
      if (begin(t, e, self, noskip)) {
        state = content.read(ios, buffer);
      }
      done = true;
    } finally {
      if (!done) {
        FileBufferH.unlockIf(t, buffer);
      }
    }
    StreamBuffer.unlock(t, buffer);
    if (state != 0) {
      Ios.setState(t, ios, state, false);
    }
    return self;
  }

  private static void count(long self, long count) {
    Memory.putLong(self + StreamClasses.COUNT, count);
  }

  private static long count(long self) {
    return Memory.getLong(self + StreamClasses.COUNT);
  }

  /** Takes a character. */
  static int get(GuestThread t, Element e, long self) {
    int[] taken = {e.eof};
    count(self, 0);
    read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          taken[0] = StreamBuffer.take(t, e, buffer);
          if (taken[0] == e.eof) {
            return Ios.EOF | Ios.FAIL;
          }
          count(self, 1);
          return 0;
        });
    return taken[0];
  }

  static long get(GuestThread t, Element e, long self, long to) {
    int taken = get(t, e, self);
    if (taken != e.eof || count(self) != 0) {
      e.put(to, taken);
    }
    return self;
  }

  /** The next character, which stays. */
  static int peek(GuestThread t, Element e, long self) {
    int[] next = {e.eof};
    count(self, 0);
    read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          next[0] = StreamBuffer.get(t, e, buffer);
          return next[0] == e.eof ? Ios.EOF : 0;
        });
    return next[0];
  }

  /**
   * Reads until a character, or until there is no room.
   *
   * @param take whether the character is taken, and counted, too; a full buffer is an error then
   */
  static long getLine(
      GuestThread t, Element e, long self, long to, long room, int delimiter, boolean take) {
    count(self, 0);
    long[] at = {to};
    read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          if (room <= 0) {
            return Ios.FAIL;
          }
          long left = room - 1;
          long n = 0;
          int state = 0;
          for (int c = StreamBuffer.get(t, e, buffer); ; c = StreamBuffer.next(t, e, buffer)) {
            if (!take && left == 0) {
              break;
            }
            if (c == e.eof) {
              state = Ios.EOF;
              break;
            }
            if (c == delimiter) {
              if (take) {
                StreamBuffer.take(t, e, buffer);
                n++;
              }
              break;
            }
            if (left-- == 0) {
              state = Ios.FAIL;
              break;
            }
            e.put(at[0], c);
            at[0] += e.size;
            n++;
          }
          count(self, n);
          return n == 0 ? state | Ios.FAIL : state;
        });
    if (room > 0) {
      e.put(at[0], 0);
    }
    return self;
  }

  /** Reads into another buffer until a character, which stays. */
  static long copyUntil(GuestThread t, Element e, long self, long to, int delimiter) {
    count(self, 0);
    return read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          long n = 0;
          int c = StreamBuffer.get(t, e, buffer);
          while (c != e.eof && c != delimiter && StreamBuffer.put(t, e, to, c) != e.eof) {
            n++;
            c = StreamBuffer.next(t, e, buffer);
          }
          count(self, n);
          return (n == 0 ? Ios.FAIL : 0) | (c == e.eof ? Ios.EOF : 0);
        });
  }

  /** Reads all into another buffer. */
  static long copy(GuestThread t, Element e, long self, long to) {
    return read(
        t,
        e,
        self,
        false,
        (ios, buffer) -> {
          int state = Ios.FAIL;
          if (to == 0) {
            return state;
          }
          int c = StreamBuffer.get(t, e, buffer);
          while (c != e.eof) {
            if (StreamBuffer.put(t, e, to, c) == e.eof) {
              return state;
            }
            state = 0;
            c = StreamBuffer.next(t, e, buffer);
          }
          return state | Ios.EOF;
        });
  }

  /** Takes characters until one, which is taken, too. */
  static long ignore(GuestThread t, Element e, long self, long count, int delimiter) {
    count(self, 0);
    return read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          boolean all = count == Long.MAX_VALUE;
          for (long left = count; all || left > 0; left--) {
            int c = StreamBuffer.take(t, e, buffer);
            if (c == e.eof) {
              return Ios.EOF;
            }
            count(self, count(self) + 1);
            if (c == delimiter) {
              break;
            }
          }
          return 0;
        });
  }

  static long read(GuestThread t, Element e, long self, long to, long count) {
    count(self, 0);
    return read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          long n = StreamBuffer.read(t, buffer, to, count);
          count(self, n);
          return n == count ? 0 : Ios.EOF | Ios.FAIL;
        });
  }

  /** Reads what is sure to come; returns its number. */
  static long readSome(GuestThread t, Element e, long self, long to, long count) {
    count(self, 0);
    read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          long available = StreamBuffer.inAvailable(t, buffer);
          if (available < 0) {
            return Ios.EOF;
          }
          if (available > 0 && count > 0) {
            count(self, StreamBuffer.read(t, buffer, to, Math.min(count, available)));
          }
          return 0;
        });
    return count(self);
  }

  /** Goes one character back, which is to be this one, if it is one. */
  static long back(GuestThread t, Element e, long self, int c) {
    count(self, 0);
    long ios = StreamClasses.ios(self);
    Ios.clear(t, ios, Ios.state(ios) & ~Ios.EOF, false);
    return read(
        t,
        e,
        self,
        true,
        (base, buffer) -> StreamBuffer.back(t, e, buffer, c) == e.eof ? Ios.BAD : 0);
  }

  static int sync(GuestThread t, Element e, long self) {
    long ios = StreamClasses.ios(self);
    if (Ios.buffer(ios) == 0) {
      return -1;
    }
    int[] result = {-1};
    read(
        t,
        e,
        self,
        true,
        (base, buffer) -> {
          result[0] = StreamBuffer.sync(t, buffer) == -1 ? -1 : 0;
          return result[0] == 0 ? 0 : Ios.BAD;
        });
    return result[0];
  }

  /** Where the stream reads, which goes to {@code result}. */
  static long tell(GuestThread t, Element e, long self, long result) {
    StreamBuffer.nowhere(result);
    read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> {
          OutputStream.seekOffset(t, buffer, result, 0, CURRENT, OutputStream.IN);
          return 0;
        });
    return result;
  }

  static long seek(GuestThread t, Element e, long self, long off, int way) {
    forgetEnd(t, self);
    long result = t.process.heap.allocate(t, 24);
    try {
      return read(
          t,
          e,
          self,
          true,
          (ios, buffer) -> {
            OutputStream.seekOffset(t, buffer, result, off, way, OutputStream.IN);
            return OutputStream.isNowhere(result) ? Ios.FAIL : 0;
          });
    } finally {
      t.process.heap.free(t, result);
    }
  }

  static long seek(GuestThread t, Element e, long self, long position) {
    forgetEnd(t, self);
    return read(
        t,
        e,
        self,
        true,
        (ios, buffer) -> OutputStream.seekPosition(t, buffer, position, OutputStream.IN));
  }

  private static void forgetEnd(GuestThread t, long self) {
    long ios = StreamClasses.ios(self);
    Ios.clear(t, ios, Ios.state(ios) & ~Ios.EOF, false);
  }
}
