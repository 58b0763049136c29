package decant.crt.eh;

import decant.abi.seh.DispatcherContext;
import decant.host.Memory;
import decant.nt.GuestProcess;

/** The descriptions of C++ functions that have been decoded lately. State of a process. */
final class CxxFunctions {
  static final long[] NOWHERE = {};

  /** Larger counts are no description of a function. */
  private static final int MAX_COUNT = 1 << 20;

  /** A power of two. */
  private static final int SIZE = 256;

  private record Cached(long data, long begin, int unloads, CxxFunction function) {}

  private final GuestProcess process;
  private final Cached[] cache = new Cached[SIZE]; // races lose an entry, no more

  private CxxFunctions(GuestProcess process) {
    this.process = process;
  }

  static CxxFunctions of(GuestProcess process) {
    return process.state(CxxFunctions.class, CxxFunctions::new);
  }

  static boolean plausible(int count) {
    return count >= 0 && count <= MAX_COUNT;
  }

  /**
   * The description that a language handler is given.
   *
   * @param compressed whether it is the form of {@code __CxxFrameHandler4}
   * @return null when it cannot be read
   */
  CxxFunction of(long dispatcher, boolean compressed) {
    long base = Memory.getLong(dispatcher + DispatcherContext.IMAGE_BASE);
    long data = Memory.getLong(dispatcher + DispatcherContext.HANDLER_DATA);
    long begin = Memory.getU32(Memory.getLong(dispatcher + DispatcherContext.FUNCTION_ENTRY));
    int unloads = process.loader.unloads();
    int slot = (int) (data >>> 2 ^ data >>> 12) & SIZE - 1;
    Cached c = cache[slot];
    if (c != null && c.data == data && c.begin == begin && c.unloads == unloads) {
      return c.function;
    }
    long info = base + Memory.getU32(data);
    CxxFunction function =
        compressed ? CxxData4.read(base, begin, info) : CxxData3.read(base, info);
    if (process.loader.containing(data) != 0) { // made code may change
      cache[slot] = new Cached(data, begin, unloads, function);
    }
    return function;
  }
}
