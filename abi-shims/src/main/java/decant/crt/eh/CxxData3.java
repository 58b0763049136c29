package decant.crt.eh;

import decant.crt.eh.CxxFunction.Action;
import decant.crt.eh.CxxFunction.Handler;
import decant.crt.eh.CxxFunction.Try;
import decant.host.Memory;

/**
 * Reads the description of a C++ function in its older form, which {@code __CxxFrameHandler3}
 * takes.
 */
final class CxxData3 {
  private static final int MAGIC_FIRST = 0x1993_0520;
  private static final int MAGIC_LAST = 0x1993_0522;

  /** The upper bits of the magic number are flags. */
  private static final int MAGIC_MASK = 0x1FFF_FFFF;

  private static final int MAX_STATE = 4;
  private static final int UNWIND_MAP = 8;
  private static final int TRY_COUNT = 12;
  private static final int TRY_MAP = 16;
  private static final int IP_COUNT = 20;
  private static final int IP_MAP = 24;
  private static final int EH_FLAGS = 36;

  /** EHFlags: only C++ exceptions are caught; nothing may leave the function. */
  private static final int FLAG_SYNCHRONOUS = 1;

  private static final int FLAG_NOEXCEPT = 4;

  private static final int TRY_SIZE = 20;
  private static final int HANDLER_SIZE = 20;

  private CxxData3() {}

  /**
   * @param info address of the {@code FuncInfo}
   * @return null when the description is of an unknown version or damaged
   */
  static CxxFunction read(long base, long info) {
    int magic = Memory.getInt(info) & MAGIC_MASK;
    int states = Memory.getInt(info + MAX_STATE);
    int tries = Memory.getInt(info + TRY_COUNT);
    int addresses = Memory.getInt(info + IP_COUNT);
    if (magic < MAGIC_FIRST
        || magic > MAGIC_LAST
        || !CxxFunctions.plausible(states)
        || !CxxFunctions.plausible(tries)
        || !CxxFunctions.plausible(addresses)) {
      return null;
    }
    int flags = magic < MAGIC_LAST ? 0 : Memory.getInt(info + EH_FLAGS);
    int[] ips = new int[addresses];
    int[] ipStates = new int[addresses];
    long map = base + Memory.getU32(info + IP_MAP);
    for (int i = 0; i < addresses; i++) {
      ips[i] = Memory.getInt(map + 8L * i);
      ipStates[i] = Memory.getInt(map + 8L * i + 4);
    }
    return new CxxFunction(
        base,
        (flags & FLAG_SYNCHRONOUS) != 0,
        (flags & FLAG_NOEXCEPT) != 0,
        CxxFunction.NO_CATCH,
        actions(base, base + Memory.getU32(info + UNWIND_MAP), states),
        tries(base, base + Memory.getU32(info + TRY_MAP), tries),
        ips,
        ipStates);
  }

  private static Action[] actions(long base, long map, int count) {
    Action[] actions = new Action[count];
    for (int i = 0; i < count; i++) {
      int outer = Memory.getInt(map + 8L * i);
      long function = Memory.getU32(map + 8L * i + 4);
      actions[i] =
          new Action(
              Math.clamp(outer, CxxFunction.EMPTY, i - 1),
              function == 0 ? 0 : base + function,
              CxxFunction.NO_OBJECT,
              false);
    }
    return actions;
  }

  private static Try[] tries(long base, long map, int count) {
    Try[] tries = new Try[count];
    for (int i = 0; i < count; i++) {
      long at = map + (long) TRY_SIZE * i;
      int handlers = Memory.getInt(at + 12);
      tries[i] =
          new Try(
              Memory.getInt(at),
              Memory.getInt(at + 4),
              Memory.getInt(at + 8),
              handlers(
                  base,
                  base + Memory.getU32(at + 16),
                  CxxFunctions.plausible(handlers) ? handlers : 0));
    }
    return tries;
  }

  private static Handler[] handlers(long base, long map, int count) {
    Handler[] handlers = new Handler[count];
    for (int i = 0; i < count; i++) {
      long at = map + (long) HANDLER_SIZE * i;
      long type = Memory.getU32(at + 4);
      handlers[i] =
          new Handler(
              Memory.getInt(at),
              type == 0 ? 0 : base + type,
              Memory.getInt(at + 8),
              base + Memory.getU32(at + 12),
              Memory.getInt(at + 16),
              CxxFunctions.NOWHERE);
    }
    return handlers;
  }
}
