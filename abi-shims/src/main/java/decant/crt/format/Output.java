package decant.crt.format;

import decant.abi.CrtErrno;
import decant.host.Memory;
import decant.nt.GuestThread;
import java.util.Arrays;

/**
 * What a conversion has produced so far: bytes, or UTF-16 units for the wide functions. One per
 * thread, used again by every call.
 */
public final class Output {
  private static final int INITIAL = 1024;
  private static final int KEPT = 1 << 16;
  private static final int MAX = 1 << 28;

  private char[] units = new char[INITIAL];
  private byte[] bytes = new byte[INITIAL];
  private int length;
  private CrtErrno.Failure failure;
  final Decimal decimal = new Decimal();
  final Conversion conversion = new Conversion();

  /** The thread's, emptied. */
  public static Output of(GuestThread t) {
    Output output = t.state(Output.class, x -> new Output());
    output.length = 0;
    output.failure = null;
    if (output.units.length > KEPT) {
      output.units = new char[INITIAL];
      output.bytes = new byte[INITIAL];
    }
    return output;
  }

  void fail(CrtErrno.Failure reason) {
    failure = reason;
  }

  /** Throws why the output is not whole; callers have written what there is. */
  public void check() {
    if (failure != null) {
      throw failure;
    }
  }

  public int length() {
    return length;
  }

  /** The unit at an index. */
  public char unit(int index) {
    return units[index];
  }

  /** The units, of which {@link #length} are valid, until the thread makes its next output. */
  public char[] units() {
    return units;
  }

  void room(int more) {
    if (more > units.length - length) {
      if (more > MAX - length) {
        throw CrtErrno.ENOMEM.exception();
      }
      units = Arrays.copyOf(units, Math.max(length + more, 2 * units.length));
    }
  }

  void add(int unit) {
    room(1);
    units[length++] = (char) unit;
  }

  void add(int unit, int times) {
    if (times > 0) {
      room(times);
      Arrays.fill(units, length, length + times, (char) unit);
      length += times;
    }
  }

  void add(String text) {
    room(text.length());
    text.getChars(0, text.length(), units, length);
    length += text.length();
  }

  /** Copies units of guest memory. */
  void copy(boolean wide, long from, int count) {
    room(count);
    for (int i = 0; i < count; i++) {
      units[length + i] = wide ? Memory.getChar(from + 2L * i) : (char) Memory.getU8(from + i);
    }
    length += count;
  }

  /** Adds the digits of a number, at least {@code minimum} of them. */
  void addNumber(long value, int radix, boolean upper, int minimum) {
    int n = value == 0 ? 0 : digits(value, radix);
    add('0', minimum - n);
    room(n);
    int letters = (upper ? 'A' : 'a') - 10;
    long rest = value;
    for (int i = length + n - 1; i >= length; i--) {
      int digit = (int) Long.remainderUnsigned(rest, radix);
      rest = rest > 0 ? rest / radix : Long.divideUnsigned(rest, radix);
      units[i] = (char) (digit < 10 ? '0' + digit : letters + digit);
    }
    length += n;
  }

  private static int digits(long value, int radix) {
    int n = 0;
    for (long v = value; v != 0; n++) {
      v = v > 0 ? v / radix : Long.divideUnsigned(v, radix);
    }
    return n;
  }

  /**
   * Pads what was added from {@code start} on to a width.
   *
   * @param prefix its first units, which zeros go behind
   */
  void pad(int start, int prefix, int width, boolean left, boolean zeros) {
    int missing = width - (length - start);
    if (missing <= 0) {
      return;
    }
    if (left) {
      add(' ', missing);
      return;
    }
    room(missing);
    int at = zeros ? start + prefix : start;
    System.arraycopy(units, at, units, at + missing, length - at);
    Arrays.fill(units, at, at + missing, zeros ? '0' : ' ');
    length += missing;
  }

  /** The output as bytes: its first {@link #length} ones. */
  public byte[] toBytes() {
    if (bytes.length < length) {
      bytes = new byte[units.length];
    }
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) units[i];
    }
    return bytes;
  }

  /** Writes the first units to guest memory. */
  public void store(boolean wide, long to, int count) {
    if (wide) {
      for (int i = 0; i < count; i++) {
        Memory.putShort(to + 2L * i, units[i]);
      }
    } else {
      Memory.write(to, toBytes(), 0, count);
    }
  }
}
