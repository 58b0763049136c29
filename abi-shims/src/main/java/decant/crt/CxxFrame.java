package decant.crt;

import decant.abi.seh.DispatcherContext;
import decant.host.Memory;

/**
 * What the compiler says of a C++ function ({@code FuncInfo}, ehdata.h), as seen from one frame of
 * it. A state is a number that says which objects live and which {@code try} blocks have been
 * entered; catch blocks are functions of their own, "funclets", which use the objects of the
 * function that they belong to and share its description.
 */
final class CxxFrame {
  /** The state in which there is nothing to do. */
  static final int EMPTY = -1;

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
  private static final int TRY_HIGH = 4;
  private static final int CATCH_HIGH = 8;
  private static final int HANDLER_COUNT = 12;
  private static final int HANDLERS = 16;

  private static final int HANDLER_SIZE = 20;
  private static final int HANDLER_FUNCTION = 12;
  private static final int HANDLER_FRAME = 16;

  /** Base of the image, which RVAs are relative to. */
  final long base;

  /** The establisher frame of the function or funclet that runs. */
  final long establisher;

  /** Address of the dispatcher's context of this frame, which an unwind may use. */
  final long context;

  private final long info;
  private final long pc;

  /** The {@code try} block whose catch block this frame is, 0 for the function itself. */
  private final long ownTry;

  /** The frame of the function, whose objects the funclets use. */
  final long function;

  /**
   * Reads a frame.
   *
   * @param dispatcher address of the {@code DISPATCHER_CONTEXT}
   */
  CxxFrame(long establisher, long dispatcher) {
    this.establisher = establisher;
    base = Memory.getLong(dispatcher + DispatcherContext.IMAGE_BASE);
    pc = Memory.getLong(dispatcher + DispatcherContext.CONTROL_PC) - base;
    context = Memory.getLong(dispatcher + DispatcherContext.CONTEXT_RECORD);
    info = rva(Memory.getLong(dispatcher + DispatcherContext.HANDLER_DATA));
    long begin = Memory.getU32(Memory.getLong(dispatcher + DispatcherContext.FUNCTION_ENTRY));
    long own = 0;
    long outer = establisher;
    for (int i = 0; known() && own == 0 && i < tryCount(); i++) {
      long handler = handlerOf(tryBlock(i), begin);
      if (handler != 0) {
        own = tryBlock(i);
        outer = Memory.getLong(establisher + Memory.getU32(handler + HANDLER_FRAME));
      }
    }
    ownTry = own;
    function = outer;
  }

  private long rva(long field) {
    return base + Memory.getU32(field);
  }

  /** Whether the description is of a known version. */
  boolean known() {
    int magic = magic();
    return magic >= MAGIC_FIRST && magic <= MAGIC_LAST;
  }

  private int magic() {
    return Memory.getInt(info) & MAGIC_MASK;
  }

  /** Whether {@code catch (...)} catches what is no C++ exception too. */
  boolean catchesForeign() {
    return (ehFlags() & FLAG_SYNCHRONOUS) == 0;
  }

  /** Whether an exception that leaves the function ends the program. */
  boolean isNoexcept() {
    return (ehFlags() & FLAG_NOEXCEPT) != 0;
  }

  private int ehFlags() {
    return magic() < MAGIC_LAST ? 0 : Memory.getInt(info + EH_FLAGS);
  }

  /** Whether this is the frame of a catch block. */
  boolean isCatch() {
    return ownTry != 0;
  }

  // --- states -----------------------------------------------------------------------------------

  /** The state by the address that the frame is at. */
  int stateByAddress() {
    long map = rva(info + IP_MAP);
    int low = 0;
    int high = Memory.getInt(info + IP_COUNT);
    while (low < high) { // the first entry behind the address
      int middle = (low + high) >>> 1;
      if (Memory.getU32(map + 8L * middle) <= pc) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? EMPTY : Memory.getInt(map + 8L * (low - 1) + 4);
  }

  /** Whether a state is one of this frame, not of the function around a catch block. */
  boolean owns(int state) {
    return state > EMPTY
        && state < Memory.getInt(info + MAX_STATE)
        && (ownTry == 0 || state > tryHigh(ownTry) && state <= Memory.getInt(ownTry + CATCH_HIGH));
  }

  /** The state that {@code state} lies in; smaller than it. */
  int outerState(int state) {
    return Math.min(Memory.getInt(rva(info + UNWIND_MAP) + 8L * state), state - 1);
  }

  /** The function that leads from a state to the next outer one, 0 for none. */
  long action(int state) {
    long action = Memory.getU32(rva(info + UNWIND_MAP) + 8L * state + 4);
    return action == 0 ? 0 : base + action;
  }

  // --- try blocks -------------------------------------------------------------------------------

  /** The number of {@code try} blocks; inner ones come before those around them. */
  int tryCount() {
    return Memory.getInt(info + TRY_COUNT);
  }

  long tryBlock(int i) {
    return rva(info + TRY_MAP) + (long) TRY_SIZE * i;
  }

  static int tryLow(long tryBlock) {
    return Memory.getInt(tryBlock);
  }

  private static int tryHigh(long tryBlock) {
    return Memory.getInt(tryBlock + TRY_HIGH);
  }

  /** Whether a {@code try} block of this frame is entered in a state. */
  boolean inside(long tryBlock, int state) {
    int low = tryLow(tryBlock);
    return low <= state && state <= tryHigh(tryBlock) && (ownTry == 0 || low > tryHigh(ownTry));
  }

  static int handlerCount(long tryBlock) {
    return Memory.getInt(tryBlock + HANDLER_COUNT);
  }

  long handler(long tryBlock, int i) {
    return rva(tryBlock + HANDLERS) + (long) HANDLER_SIZE * i;
  }

  /** Address of the catch block of a handler. */
  long catchBlock(long handler) {
    return rva(handler + HANDLER_FUNCTION);
  }

  private long handlerOf(long tryBlock, long function) {
    for (int i = 0; i < handlerCount(tryBlock); i++) {
      long handler = handler(tryBlock, i);
      if (Memory.getU32(handler + HANDLER_FUNCTION) == function) {
        return handler;
      }
    }
    return 0;
  }
}
