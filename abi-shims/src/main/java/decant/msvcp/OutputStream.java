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
  /** What is written. */
  interface Content {
    /** Writes; returns what to add to the state. */
    int write(long ios, long buffer);
  }

  private OutputStream() {}

  /** Writes something to a stream; returns that. */
  static long write(GuestThread t, long self, Content content) {
    long ios = StreamClasses.ios(self);
    long buffer = Ios.buffer(ios);
    if (buffer == 0) {
      Ios.setState(t, ios, Ios.BAD, false);
      return self;
    }
    StreamBuffer.lock(t, buffer);
    int state = 0;
    boolean done = false;
    try {
      if (begin(t, self, ios)) {
        state = content.write(ios, buffer);
        state = state == 0 ? flushUnit(t, ios) : state;
      }
      done = true;
    } finally {
      if (!done) {
        FileBufferH.unlockIf(t, buffer); // an exception of the program's leaves its own as they are
      }
    }
    StreamBuffer.unlock(t, buffer);
    if (state != 0) {
      Ios.setState(t, ios, state, false);
    }
    return self;
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

  private static NumberOutput numbers(GuestThread t, Element e, long ios, long buffer) {
    return new NumberOutput(t, e, ios, buffer, e.get(ios + Ios.FILL));
  }

  private static int bad(boolean written) {
    return written ? 0 : Ios.BAD;
  }

  static long integer(GuestThread t, Element e, long self, long value, int bits, boolean signed) {
    return write(
        t, self, (ios, buffer) -> bad(numbers(t, e, ios, buffer).integer(value, bits, signed)));
  }

  /** A short integer, which has no sign where it is not decimal. */
  static long shortInteger(GuestThread t, Element e, long self, short value) {
    int base = Ios.flags(StreamClasses.ios(self)) & Ios.BASE;
    boolean decimal = base != Ios.OCTAL && base != Ios.HEXADECIMAL;
    return integer(t, e, self, decimal ? value : value & 0xFFFF, 32, true);
  }

  static long floating(GuestThread t, Element e, long self, double value) {
    return write(t, self, (ios, buffer) -> bad(numbers(t, e, ios, buffer).floating(value)));
  }

  static long bool(GuestThread t, Element e, long self, boolean value) {
    return write(t, self, (ios, buffer) -> bad(numbers(t, e, ios, buffer).bool(value)));
  }

  static long pointer(GuestThread t, Element e, long self, long value) {
    return write(t, self, (ios, buffer) -> bad(numbers(t, e, ios, buffer).pointer(value)));
  }

  /** One character, as it is. */
  static long put(GuestThread t, Element e, long self, int c) {
    return write(t, self, (ios, buffer) -> bad(StreamBuffer.put(t, e, buffer, c) != e.eof));
  }

  static long write(GuestThread t, long self, long from, long count) {
    return write(
        t, self, (ios, buffer) -> bad(StreamBuffer.write(t, buffer, from, count) == count));
  }

  /** All that another buffer has. */
  static long copy(GuestThread t, Element e, long self, long from) {
    return write(
        t,
        self,
        (ios, buffer) -> {
          int state = from == 0 ? Ios.BAD : Ios.FAIL;
          for (int c = from == 0 ? e.eof : StreamBuffer.get(t, e, from);
              c != e.eof;
              c = StreamBuffer.next(t, e, from)) {
            if (StreamBuffer.put(t, e, buffer, c) == e.eof) {
              return state | Ios.BAD;
            }
            state = 0;
          }
          Memory.putLong(ios + Ios.WIDTH, 0);
          return state;
        });
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
