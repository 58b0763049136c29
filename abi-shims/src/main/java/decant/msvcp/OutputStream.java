package decant.msvcp;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Writing to a {@code basic_ostream}: its buffer is locked, and what it is tied to is flushed
 * before and, where that is asked for, it afterwards.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-ostream-class">
 *     basic_ostream</a>
 */
final class OutputStream {
  private OutputStream() {}

  /**
   * Begins to write, so that no other thread writes to the same file in between: a standard stream
   * writes by one call of C's, which locks it.
   *
   * @return whether the stream is in a state to be written to
   */
  private static boolean open(GuestThread t, long self, long ios) {
    long buffer = Ios.buffer(ios);
    if (buffer == 0) {
      Ios.setState(t, ios, Ios.BAD, false);
      return false;
    }
    if (!FileBufferH.is(t, buffer)) {
      StreamBuffer.lock(t, buffer);
    }
    if (begin(t, self, ios)) {
      return true;
    }
    unlock(t, buffer);
    return false;
  }

  private static void unlock(GuestThread t, long buffer) {
    if (!FileBufferH.is(t, buffer)) {
      StreamBuffer.unlock(t, buffer);
    }
  }

  /** Ends what {@link #open} has begun; returns the stream. */
  private static long close(GuestThread t, long self, long ios, int state) {
    int after = state == 0 ? flushUnit(t, ios) : state;
    unlock(t, Ios.buffer(ios));
    if (after != 0) {
      Ios.setState(t, ios, after, false);
    }
    return self;
  }

  private static long close(GuestThread t, long self, long ios, boolean written) {
    return close(t, self, ios, written ? 0 : Ios.BAD);
  }

  /** Flushes what the stream is tied to; false when it is in no state to be written to. */
  static boolean begin(GuestThread t, long self, long ios) {
    long tie = Memory.getLong(ios + Ios.TIE);
    if (Ios.state(ios) == 0 && tie != 0 && tie != self) {
      flush(t, tie);
    }
    return Ios.state(ios) == 0;
  }

  /** Flushes the stream if it is to be after each output. */
  static void end(GuestThread t, long ios) {
    int state = Ios.state(ios) == 0 ? flushUnit(t, ios) : 0;
    if (state != 0) {
      Ios.setState(t, ios, state, false);
    }
  }

  private static int flushUnit(GuestThread t, long ios) {
    boolean asked = (Ios.flags(ios) & Ios.UNIT_BUFFER) != 0;
    return asked && StreamBuffer.sync(t, Ios.buffer(ios)) == -1 ? Ios.BAD : 0;
  }

  static long flush(GuestThread t, long self) {
    long ios = StreamClasses.ios(self);
    long buffer = Ios.buffer(ios);
    if (buffer != 0 && Ios.state(ios) == 0 && StreamBuffer.sync(t, buffer) == -1) {
      Ios.setState(t, ios, Ios.BAD, false);
    }
    return self;
  }

  private static NumberOutput numbers(GuestThread t, Element e, long ios) {
    return new NumberOutput(t, e, ios, Ios.buffer(ios), e.get(ios + Ios.FILL));
  }

  static long integer(GuestThread t, Element e, long self, long value, int bits, boolean signed) {
    long ios = StreamClasses.ios(self);
    return open(t, self, ios)
        ? close(t, self, ios, numbers(t, e, ios).integer(value, bits, signed))
        : self;
  }

  /** A short integer, which has no sign where it is not decimal. */
  static long shortInteger(GuestThread t, Element e, long self, short value) {
    int base = Ios.flags(StreamClasses.ios(self)) & Ios.BASE;
    boolean decimal = base != Ios.OCTAL && base != Ios.HEXADECIMAL;
    return integer(t, e, self, decimal ? value : value & 0xFFFF, 32, true);
  }

  static long floating(GuestThread t, Element e, long self, double value) {
    long ios = StreamClasses.ios(self);
    return open(t, self, ios) ? close(t, self, ios, numbers(t, e, ios).floating(value)) : self;
  }

  static long bool(GuestThread t, Element e, long self, boolean value) {
    long ios = StreamClasses.ios(self);
    return open(t, self, ios) ? close(t, self, ios, numbers(t, e, ios).bool(value)) : self;
  }

  static long pointer(GuestThread t, Element e, long self, long value) {
    long ios = StreamClasses.ios(self);
    return open(t, self, ios) ? close(t, self, ios, numbers(t, e, ios).pointer(value)) : self;
  }

  /** One character, as it is. */
  static long put(GuestThread t, Element e, long self, int c) {
    long ios = StreamClasses.ios(self);
    return open(t, self, ios)
        ? close(t, self, ios, StreamBuffer.put(t, e, Ios.buffer(ios), c) != e.eof)
        : self;
  }

  static long write(GuestThread t, long self, long from, long count) {
    long ios = StreamClasses.ios(self);
    return open(t, self, ios)
        ? close(t, self, ios, StreamBuffer.write(t, Ios.buffer(ios), from, count) == count)
        : self;
  }

  /** All that another buffer has. */
  static long copy(GuestThread t, Element e, long self, long from) {
    long ios = StreamClasses.ios(self);
    if (!open(t, self, ios)) {
      return self;
    }
    int state = from == 0 ? Ios.BAD : copyAll(t, e, Ios.buffer(ios), from);
    Memory.putLong(ios + Ios.WIDTH, 0);
    return close(t, self, ios, state);
  }

  private static int copyAll(GuestThread t, Element e, long to, long from) {
    int state = Ios.FAIL; // unless there is something
    int c = StreamBuffer.get(t, e, from);
    while (c != e.eof) {
      if (StreamBuffer.put(t, e, to, c) == e.eof) {
        return state | Ios.BAD;
      }
      state = 0;
      c = StreamBuffer.next(t, e, from);
    }
    return state;
  }

  /** Where the stream writes, which goes to {@code result}. */
  static long tell(GuestThread t, long self, long result) {
    long ios = StreamClasses.ios(self);
    if (IosBaseH.fail(ios)) {
      return StreamBuffer.nowhere(result);
    }
    return seekOffset(t, Ios.buffer(ios), result, 0, 1, OUT);
  }

  /** {@code ios_base::in} and {@code ios_base::out}. */
  static final int IN = 1;

  static final int OUT = 2;

  static long seekOffset(GuestThread t, long buffer, long result, long off, int way, int which) {
    long function = StreamBuffer.function(buffer, StreamBuffer.SEEK_OFFSET);
    return Gate.callWith(t, function, buffer, result, off, way, which);
  }

  static long seek(GuestThread t, long self, long off, int way) {
    long ios = StreamClasses.ios(self);
    if (IosBaseH.fail(ios)) {
      return self;
    }
    long result = t.process.heap.allocate(t, 24);
    boolean failed;
    try {
      seekOffset(t, Ios.buffer(ios), result, off, way, OUT);
      failed = isNowhere(result);
    } finally {
      t.process.heap.free(t, result);
    }
    if (failed) {
      Ios.setState(t, ios, Ios.FAIL, false);
    }
    return self;
  }

  static long seek(GuestThread t, long self, long position) {
    long ios = StreamClasses.ios(self);
    int state = IosBaseH.fail(ios) ? 0 : seekPosition(t, Ios.buffer(ios), position, OUT);
    if (state != 0) {
      Ios.setState(t, ios, state, false);
    }
    return self;
  }

  /** Moves to a position; returns what to add to the state. */
  static int seekPosition(GuestThread t, long buffer, long position, int which) {
    long block = t.process.heap.allocate(t, 48);
    try {
      long function = StreamBuffer.function(buffer, StreamBuffer.SEEK_POSITION);
      Memory.copy(position, block + 24, 24); // what is passed by value is the function's own
      Gate.call(t, function, buffer, block, block + 24, which);
      return isNowhere(block) ? Ios.FAIL : 0;
    } finally {
      t.process.heap.free(t, block);
    }
  }

  static boolean isNowhere(long position) {
    return Memory.getLong(position) + Memory.getLong(position + 8) == -1;
  }
}
