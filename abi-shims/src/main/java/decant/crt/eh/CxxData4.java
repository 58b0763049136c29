package decant.crt.eh;

import decant.crt.eh.CxxFunction.Action;
import decant.crt.eh.CxxFunction.Handler;
import decant.crt.eh.CxxFunction.Try;
import decant.host.Memory;
import java.util.Arrays;

/**
 * Reads the description of a C++ function in its compressed form, which {@code __CxxFrameHandler4}
 * takes (ehdata4_export.h): bytes of flags, numbers of one to five bytes, RVAs of four.
 *
 * @see <a
 *     href="https://devblogs.microsoft.com/cppblog/making-cpp-exception-handling-smaller-x64/">Making
 *     C++ Exception Handling Smaller On x64</a>
 */
final class CxxData4 {
  private static final int IS_CATCH = 0x01;
  private static final int IS_SEPARATED = 0x02;
  private static final int BBT = 0x04;
  private static final int UNWIND_MAP = 0x08;
  private static final int TRY_MAP = 0x10;
  private static final int SYNCHRONOUS = 0x20;
  private static final int NOEXCEPT = 0x40;

  private static final int HANDLER_ADJECTIVES = 0x01;
  private static final int HANDLER_TYPE = 0x02;
  private static final int HANDLER_OBJECT = 0x04;
  private static final int HANDLER_RVA = 0x08;
  private static final int HANDLER_CONTINUATIONS = 4;

  /**
   * How a state is left: not at all, by an object's destructor, by that of a pointer's, by a
   * funclet.
   */
  private static final int BY_NOTHING = 0;

  private static final int BY_POINTER = 2;
  private static final int BY_FUNCLET = 3;

  private final long base;

  /** RVA of the function or funclet that the data is about. */
  private final long function;

  private long at;

  private CxxData4(long base, long function, long at) {
    this.base = base;
    this.function = function;
    this.at = at;
  }

  /**
   * @param function RVA of the function or funclet
   * @param info address of the {@code FuncInfo4}
   * @return null when the description is damaged
   */
  static CxxFunction read(long base, long function, long info) {
    return new CxxData4(base, function, info).function();
  }

  private CxxFunction function() {
    int header = Memory.getU8(at++);
    if ((header & BBT) != 0) {
      number(); // flags of profile-guided optimization
    }
    long unwindMap = (header & UNWIND_MAP) != 0 ? address() : 0;
    long tryMap = (header & TRY_MAP) != 0 ? address() : 0;
    long ipMap = address();
    int catchFrame = (header & IS_CATCH) != 0 ? number() : CxxFunction.NO_CATCH;
    if ((header & IS_SEPARATED) != 0) {
      ipMap = partMap(ipMap);
    }
    Action[] actions = actions(unwindMap);
    Try[] tries = tries(tryMap);
    int[][] ips = ips(ipMap);
    if (actions == null || tries == null || ips == null) {
      return null;
    }
    return new CxxFunction(
        base,
        (header & SYNCHRONOUS) != 0,
        (header & NOEXCEPT) != 0,
        catchFrame,
        actions,
        tries,
        ips[0],
        ips[1]);
  }

  /** A number: the low bits of the first byte say how many bytes it has. */
  private int number() {
    int first = Memory.getU8(at);
    int length = Math.min(Integer.numberOfTrailingZeros(~first), 4) + 1;
    int value = 0;
    if (length == 5) {
      value = Memory.getInt(at + 1);
    } else {
      for (int i = length - 1; i >= 0; i--) {
        value = value << 8 | Memory.getU8(at + i);
      }
      value >>>= length;
    }
    at += length;
    return value;
  }

  /** An RVA as an address, 0 for none. */
  private long address() {
    long rva = Memory.getU32(at);
    at += 4;
    return rva == 0 ? 0 : base + rva;
  }

  /** The map of addresses of one part of a function that lies in several places. */
  private long partMap(long maps) {
    at = maps;
    int count = number();
    for (int i = 0; i < count && CxxFunctions.plausible(count); i++) {
      long begin = Memory.getU32(at);
      at += 4;
      long map = address();
      if (begin == function) {
        return map;
      }
    }
    return 0;
  }

  private int[][] ips(long map) {
    if (map == 0) {
      return new int[][] {{}, {}};
    }
    at = map;
    int count = number();
    if (!CxxFunctions.plausible(count)) {
      return null;
    }
    int[] addresses = new int[count];
    int[] states = new int[count];
    int address = (int) function;
    for (int i = 0; i < count; i++) {
      address += number();
      addresses[i] = address;
      states[i] = number() - 1;
    }
    return new int[][] {addresses, states};
  }

  private Action[] actions(long map) {
    if (map == 0) {
      return new Action[0];
    }
    at = map;
    int count = number();
    if (!CxxFunctions.plausible(count)) {
      return null;
    }
    Action[] actions = new Action[count];
    long[] begins = new long[count]; // an entry says how far before it that of the outer state is
    for (int i = 0; i < count; i++) {
      begins[i] = at;
      int head = number();
      int outer = Arrays.binarySearch(begins, 0, i, begins[i] - (head >>> 2));
      int kind = head & 3;
      long destroys = kind == BY_NOTHING ? 0 : address();
      int object = kind == BY_NOTHING || kind == BY_FUNCLET ? CxxFunction.NO_OBJECT : number();
      actions[i] =
          new Action(outer < 0 ? CxxFunction.EMPTY : outer, destroys, object, kind == BY_POINTER);
    }
    return actions;
  }

  private Try[] tries(long map) {
    if (map == 0) {
      return new Try[0];
    }
    at = map;
    int count = number();
    if (!CxxFunctions.plausible(count)) {
      return null;
    }
    Try[] tries = new Try[count];
    for (int i = 0; i < count; i++) {
      int low = number();
      int high = number();
      int catchHigh = number();
      long handlers = address();
      long next = at;
      tries[i] = new Try(low, high, catchHigh, handlers(handlers));
      at = next;
    }
    return tries;
  }

  private Handler[] handlers(long map) {
    at = map;
    int count = number();
    Handler[] handlers = new Handler[CxxFunctions.plausible(count) ? count : 0];
    for (int i = 0; i < handlers.length; i++) {
      int header = Memory.getU8(at++);
      int adjectives = (header & HANDLER_ADJECTIVES) != 0 ? number() : 0;
      long type = (header & HANDLER_TYPE) != 0 ? address() : 0;
      int object = (header & HANDLER_OBJECT) != 0 ? number() : 0;
      long block = address();
      long[] continuations = new long[header >> HANDLER_CONTINUATIONS & 3];
      for (int c = 0; c < continuations.length; c++) {
        continuations[c] = (header & HANDLER_RVA) != 0 ? address() : base + function + number();
      }
      handlers[i] = new Handler(adjectives, type, object, block, 0, continuations);
    }
    return handlers;
  }
}
