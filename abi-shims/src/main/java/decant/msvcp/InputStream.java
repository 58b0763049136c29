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
  private static final int CURRENT = 1;

  /** An {@code fpos}. */
  private static final int POSITION_SIZE = 24;

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

  /** Locks the buffer and begins to read; {@link #close} ends that when it returns true. */
  static boolean open(GuestThread t, Element e, long self, boolean noskip) {
    long ios = StreamClasses.ios(self);
    long buffer = Ios.buffer(ios);
    if (buffer == 0) {
      Ios.setState(t, ios, Ios.FAIL, false);
      return false;
    }
    StreamBuffer.lock(t, buffer);
    boolean begun = false;
    try {
      begun = begin(t, e, self, noskip);
    } finally {
      if (!begun) {
        StreamBuffer.unlock(t, buffer);
      }
    }
    return begun;
  }

  /** Opens for functions that say how many characters they have read. */
  private static boolean openCounted(GuestThread t, Element e, long self) {
    count(self, 0);
    return open(t, e, self, true);
  }

  /** Unlocks the buffer, and adds to the state; returns the stream. */
  static long close(GuestThread t, long self, int state) {
    long ios = StreamClasses.ios(self);
    StreamBuffer.unlock(t, Ios.buffer(ios));
    if (state != 0) {
      Ios.setState(t, ios, state, false);
    }
    return self;
  }

  static long buffer(long self) {
    return Ios.buffer(StreamClasses.ios(self));
  }

  private static void count(long self, long count) {
    Memory.putLong(self + StreamClasses.COUNT, count);
  }

  private static long count(long self) {
    return Memory.getLong(self + StreamClasses.COUNT);
  }

  // --- numbers
  // -------------------------------------------------------------------------------------

  /**
   * Begins to read a number; null when there is none to be read. Its state is to be given to {@link
   * #close}.
   */
  static NumberInput number(GuestThread t, Element e, long self) {
    if (!open(t, e, self, false)) {
      return null;
    }
    long ios = StreamClasses.ios(self);
    return new NumberInput(t, e, ios, Ios.buffer(ios));
  }

  // --- characters
  // ----------------------------------------------------------------------------------

  /** Takes a character. */
  static int get(GuestThread t, Element e, long self) {
    if (!openCounted(t, e, self)) {
      return e.eof;
    }
    int taken = StreamBuffer.take(t, e, buffer(self));
    count(self, taken == e.eof ? 0 : 1);
    close(t, self, taken == e.eof ? Ios.EOF | Ios.FAIL : 0);
    return taken;
  }

  static long get(GuestThread t, Element e, long self, long to) {
    int taken = get(t, e, self);
    if (count(self) != 0) {
      e.put(to, taken);
    }
    return self;
  }

  /** The next character, which stays. */
  static int peek(GuestThread t, Element e, long self) {
    if (!openCounted(t, e, self)) {
      return e.eof;
    }
    int next = StreamBuffer.get(t, e, buffer(self));
    close(t, self, next == e.eof ? Ios.EOF : 0);
    return next;
  }

  /**
   * Reads until a character, or until there is no room.
   *
   * @param take whether the character is taken, and counted, too; a full buffer is an error then
   */
  static long getLine(
      GuestThread t, Element e, long self, long to, long room, int delimiter, boolean take) {
    if (!openCounted(t, e, self)) {
      if (room > 0) {
        e.put(to, 0);
      }
      return self;
    }
    int state = room <= 0 ? Ios.FAIL : line(t, e, self, to, room - 1, delimiter, take);
    return close(t, self, count(self) == 0 ? state | Ios.FAIL : state);
  }

  private static int line(
      GuestThread t, Element e, long self, long to, long room, int delimiter, boolean take) {
    long buffer = buffer(self);
    long n = 0;
    int state = 0;
    int c = StreamBuffer.get(t, e, buffer);
    while (take || n < room) {
      if (c == e.eof) {
        state = Ios.EOF;
        break;
      }
      if (c == delimiter || n == room) {
        break;
      }
      e.put(to + n * e.size, c);
      n++;
      if (take || n < room) {
        c = StreamBuffer.next(t, e, buffer);
      } else {
        StreamBuffer.take(t, e, buffer);
      }
    }
    e.put(to + n * e.size, 0);
    if (take && state == 0) {
      if (c == delimiter) {
        StreamBuffer.take(t, e, buffer);
        n++;
      } else {
        state = Ios.FAIL;
      }
    }
    count(self, n);
    return state;
  }

  /** Reads into another buffer until a character, which stays. */
  static long copyUntil(GuestThread t, Element e, long self, long to, int delimiter) {
    if (!openCounted(t, e, self)) {
      return self;
    }
    long buffer = buffer(self);
    long n = 0;
    int c = StreamBuffer.get(t, e, buffer);
    while (c != e.eof && c != delimiter && StreamBuffer.put(t, e, to, c) != e.eof) {
      n++;
      c = StreamBuffer.next(t, e, buffer);
    }
    count(self, n);
    return close(t, self, (n == 0 ? Ios.FAIL : 0) | (c == e.eof ? Ios.EOF : 0));
  }

  /** Reads all into another buffer. */
  static long copy(GuestThread t, Element e, long self, long to) {
    if (!open(t, e, self, false)) {
      return self;
    }
    return close(t, self, to == 0 ? Ios.FAIL : copyAll(t, e, buffer(self), to));
  }

  private static int copyAll(GuestThread t, Element e, long buffer, long to) {
    int state = Ios.FAIL; // unless there is something
    int c = StreamBuffer.get(t, e, buffer);
    while (c != e.eof) {
      if (StreamBuffer.put(t, e, to, c) == e.eof) {
        return state;
      }
      state = 0;
      c = StreamBuffer.next(t, e, buffer);
    }
    return state | Ios.EOF;
  }

  /** Takes characters until one, which is taken, too. */
  static long ignore(GuestThread t, Element e, long self, long count, int delimiter) {
    if (!openCounted(t, e, self)) {
      return self;
    }
    long buffer = buffer(self);
    boolean all = count == Long.MAX_VALUE;
    int state = 0;
    for (long left = count; all || left > 0; left--) {
      int c = StreamBuffer.take(t, e, buffer);
      if (c == e.eof) {
        state = Ios.EOF;
        break;
      }
      count(self, count(self) + 1);
      if (c == delimiter) {
        break;
      }
    }
    return close(t, self, state);
  }

  static long read(GuestThread t, Element e, long self, long to, long count) {
    if (!openCounted(t, e, self)) {
      return self;
    }
    long n = StreamBuffer.read(t, buffer(self), to, count);
    count(self, n);
    return close(t, self, n == count ? 0 : Ios.EOF | Ios.FAIL);
  }

  /** Reads what is sure to come; returns its number. */
  static long readSome(GuestThread t, Element e, long self, long to, long count) {
    if (!openCounted(t, e, self)) {
      return 0;
    }
    long buffer = buffer(self);
    long available = StreamBuffer.inAvailable(t, buffer);
    if (available > 0 && count > 0) {
      count(self, StreamBuffer.read(t, buffer, to, Math.min(count, available)));
    }
    close(t, self, available < 0 ? Ios.EOF : 0);
    return count(self);
  }

  /** Goes one character back, which is to be this one, if it is one. */
  static long back(GuestThread t, Element e, long self, int c) {
    forgetEnd(t, self);
    if (!openCounted(t, e, self)) {
      return self;
    }
    return close(t, self, StreamBuffer.back(t, e, buffer(self), c) == e.eof ? Ios.BAD : 0);
  }

  static int sync(GuestThread t, Element e, long self) {
    if (buffer(self) == 0 || !open(t, e, self, true)) {
      return -1;
    }
    boolean synced = StreamBuffer.sync(t, buffer(self)) != -1;
    close(t, self, synced ? 0 : Ios.BAD);
    return synced ? 0 : -1;
  }

  // --- positions
  // -----------------------------------------------------------------------------------

  /** Where the stream reads, which goes to {@code result}. */
  static long tell(GuestThread t, Element e, long self, long result) {
    StreamBuffer.nowhere(result);
    if (open(t, e, self, true)) {
      OutputStream.seekOffset(t, buffer(self), result, 0, CURRENT, OutputStream.IN);
      close(t, self, 0);
    }
    return result;
  }

  static long seek(GuestThread t, Element e, long self, long off, int way) {
    forgetEnd(t, self);
    if (!open(t, e, self, true)) {
      return self;
    }
    long result = t.process.heap.allocate(t, POSITION_SIZE);
    int state;
    try {
      OutputStream.seekOffset(t, buffer(self), result, off, way, OutputStream.IN);
      state = OutputStream.isNowhere(result) ? Ios.FAIL : 0;
    } finally {
      t.process.heap.free(t, result);
    }
    return close(t, self, state);
  }

  static long seek(GuestThread t, Element e, long self, long position) {
    forgetEnd(t, self);
    return open(t, e, self, true)
        ? close(t, self, OutputStream.seekPosition(t, buffer(self), position, OutputStream.IN))
        : self;
  }

  private static void forgetEnd(GuestThread t, long self) {
    long ios = StreamClasses.ios(self);
    Ios.clear(t, ios, Ios.state(ios) & ~Ios.EOF, false);
  }
}
