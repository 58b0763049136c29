package decant.msvcp;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Streams whose locale has a {@code std::num_put} or {@code std::num_get} of the program's own: its
 * virtual functions write and read their numbers. What is a {@code long double} is a {@code double}
 * to streams, and an {@code unsigned long} that is read an {@code unsigned int}.
 */
final class OwnNumbers {
  // places of the virtual functions of num_put
  static final int PUT_POINTER = 3;
  static final int PUT_DOUBLE = 5;
  private static final int PUT_UNSIGNED_LONG_LONG = 6;
  private static final int PUT_LONG_LONG = 7;
  private static final int PUT_UNSIGNED_LONG = 8;
  private static final int PUT_LONG = 9;
  static final int PUT_BOOL = 10;

  private OwnNumbers() {}

  /** The facet that writes; 0 when it is the library's. */
  static long put(GuestThread t, Element e, long ios) {
    String id = e.text.choose(NumPutH.ID);
    return Facets.own(t, ios, id, VirtualFunctions.Table.NUM_PUT.of(e));
  }

  private static long get(GuestThread t, Element e, long ios) {
    String id = e.text.choose(NumGetH.ID);
    return Facets.own(t, ios, id, VirtualFunctions.Table.NUM_GET.of(e));
  }

  /** The place of the function that writes an integer. */
  static int place(int bits, boolean signed) {
    if (bits == 64) {
      return signed ? PUT_LONG_LONG : PUT_UNSIGNED_LONG_LONG;
    }
    return signed ? PUT_LONG : PUT_UNSIGNED_LONG;
  }

  /**
   * Has a facet write a number; false where the buffer fails.
   *
   * @param place of the function
   * @param value the number, or its bits
   */
  static boolean put(GuestThread t, Element e, long facet, long ios, int place, long value) {
    long block = t.process.heap.allocate(t, 32);
    try {
      long dest = block + 16;
      Memory.putLong(dest, 0);
      Memory.putLong(dest + 8, Ios.buffer(ios));
      long function = StreamBuffer.function(facet, place);
      Gate.callWith(t, function, facet, block, dest, ios, e.get(ios + Ios.FILL), value);
      return Memory.getByte(block) == 0;
    } finally {
      t.process.heap.free(t, block);
    }
  }

  /** What reads numbers of a stream. */
  static NumberInput input(GuestThread t, Element e, long ios) {
    long facet = get(t, e, ios);
    return facet == 0 ? new NumberInput(t, e, ios, Ios.buffer(ios)) : new Input(t, facet, ios);
  }

  private static final class Input extends NumberInput {
    // places of the virtual functions of num_get
    private static final int POINTER = 3;
    private static final int DOUBLE = 5;
    private static final int FLOAT = 6;
    private static final int UNSIGNED_LONG_LONG = 7;
    private static final int LONG_LONG = 8;
    private static final int LONG = 10;
    private static final int UNSIGNED_INT = 11;
    private static final int UNSIGNED_SHORT = 12;
    private static final int BOOL = 13;

    // a block of memory for a call, which begins with the result
    private static final int FIRST = 16;
    private static final int LAST = 32;
    private static final int STATE = 48;
    private static final int VALUE = 56;
    private static final int SIZE = 64;

    private final GuestThread t;
    private final long facet;
    private final long ios;

    Input(GuestThread t, long facet, long ios) {
      this.t = t;
      this.facet = facet;
      this.ios = ios;
    }

    private long get(int place) {
      long block = t.process.heap.allocate(t, SIZE);
      try {
        Facets.reading(block + FIRST, Ios.buffer(ios));
        Facets.reading(block + LAST, 0);
        Memory.putLong(block + STATE, 0);
        Memory.putLong(block + VALUE, 0);
        Gate.callWith(
            t,
            StreamBuffer.function(facet, place),
            facet,
            block,
            block + FIRST,
            block + LAST,
            ios,
            block + STATE,
            block + VALUE);
        state |= Memory.getInt(block + STATE);
        return Memory.getLong(block + VALUE);
      } finally {
        t.process.heap.free(t, block);
      }
    }

    @Override
    long integer(int bits, boolean signed) {
      if (bits == 64) {
        return get(signed ? LONG_LONG : UNSIGNED_LONG_LONG);
      }
      if (!signed) {
        return get(bits == 16 ? UNSIGNED_SHORT : UNSIGNED_INT);
      }
      int value = (int) get(LONG);
      if (bits == 16 && value != (short) value) {
        state |= Ios.FAIL;
        return value < 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
      }
      return value;
    }

    @Override
    long pointer() {
      return get(POINTER);
    }

    @Override
    boolean bool() {
      return (get(BOOL) & 0xFF) != 0;
    }

    @Override
    double floating(boolean single) {
      return single ? Float.intBitsToFloat((int) get(FLOAT)) : Double.longBitsToDouble(get(DOUBLE));
    }
  }
}
