package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.seh.FunctionTables.Found;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;

/**
 * An exception on its way to the handlers, or an unwind: record, contexts and the handlers'
 * arguments lie on the guest's stack, below the frame that it happened in, as on Windows. To an
 * unwinder that frame is the caller of the handlers.
 */
public final class Exceptions {
  /** Dispositions of a language handler ({@code EXCEPTION_DISPOSITION}). */
  public static final int CONTINUE_EXECUTION = 0;

  public static final int CONTINUE_SEARCH = 1;
  public static final int NESTED_EXCEPTION = 2;
  public static final int COLLIDED_UNWIND = 3;

  /** Exceptions inside of handlers of exceptions; a program that goes deeper ends. */
  private static final int MAX_DEPTH = 32;

  private static final int POINTERS = 0;
  private static final int RECORD = 0x10;
  private static final int CONTEXT = 0xB0;
  private static final int WORK = CONTEXT + Context.SIZE;

  /** The context once more, for unwinders: handlers may use the other for their own ends. */
  private static final int SAVED = WORK + Context.SIZE;

  private static final int DISPATCHER = SAVED + Context.SIZE;
  private static final int SIZE = DISPATCHER + DispatcherContext.SIZE;

  /** Stack that an exception takes, handlers aside. */
  private static final int ROOM = 0x1800;

  /**
   * What lies below the stack pointer may be in use by the faulting code for a few bytes; nothing
   * goes there.
   */
  private static final int DISTANCE = 0x100;

  private final GuestThread t;
  private final long area;

  /** Makes room below a stack pointer, for calls of the guest too. */
  private Exceptions(GuestThread t, long stackPointer) {
    this.t = t;
    this.area = Memory.alignDown(stackPointer - DISTANCE - SIZE, 16);
    t.frame = area;
    Memory.putLong(area + POINTERS, record());
    Memory.putLong(area + POINTERS + 8, context());
    GateFrame.pretend(area, area + SAVED);
  }

  /** An exception in guest code. {@code context}: the registers, which are copied. */
  public static Exceptions at(GuestThread t, long context) {
    Exceptions e = new Exceptions(t, usable(t, Context.rsp(context)));
    Context.copy(context, e.context());
    Context.copy(context, e.area + SAVED);
    return e;
  }

  /** An exception that an API raises in its caller. */
  public static Exceptions inCaller(GuestThread t) {
    long frame = t.frame;
    Exceptions e = new Exceptions(t, usable(t, frame - GateFrame.ARGUMENTS));
    Context.ofCaller(e.context(), frame);
    Context.copy(e.context(), e.area + SAVED);
    return e;
  }

  /**
   * A stack pointer with room below it: the guest's own, or the end of our scratch memory when that
   * has overflowed or is lost.
   */
  private static long usable(GuestThread t, long rsp) {
    boolean own =
        rsp <= Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)
            && rsp > Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    if (own) {
      try {
        ThreadMemory.reach(t, rsp - ROOM);
        return rsp;
      } catch (GuestFault overflow) {
        // no room
      }
    }
    return t.scratch() + ThreadBlock.SCRATCH_SIZE;
  }

  /** Address of the {@code EXCEPTION_POINTERS}. */
  public long pointers() {
    return area + POINTERS;
  }

  public long record() {
    return area + RECORD;
  }

  public long context() {
    return area + CONTEXT;
  }

  /** Another context, for walking the stack. */
  long work() {
    return area + WORK;
  }

  long dispatcher() {
    return area + DISPATCHER;
  }

  /** Asks the handlers; true when one has dealt with it and the context is to be continued. */
  public boolean handled() {
    if (t.exceptionDepth == MAX_DEPTH) {
      return false; // handlers that fault in turn
    }
    t.exceptionDepth++;
    try {
      return ask();
    } finally {
      t.exceptionDepth--;
    }
  }

  private boolean ask() {
    VectoredHandlers handlers = VectoredHandlers.of(t.process);
    boolean continues = handlers.call(t, pointers()) || handledByFrame();
    if (continues) {
      handlers.callContinue(t, pointers());
    }
    return continues;
  }

  /**
   * Asks the language handlers of the frames, innermost first. One that catches unwinds and does
   * not come back.
   */
  private boolean handledByFrame() {
    long stackBase = Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
    long walk = work();
    Context.copy(context(), walk);
    Unwinder frame = new Unwinder();
    while (true) {
      long pc = Context.rip(walk);
      long rsp = Context.rsp(walk);
      if (pc == 0 || rsp < Memory.LOW || rsp >= stackBase - 8 || (rsp & 7) != 0) {
        return false;
      }
      Found f = FunctionTables.of(t.process).lookup(t, pc);
      long base = f == null ? 0 : f.base();
      long entry = f == null ? 0 : f.entry();
      frame.unwind(Unwinder.UNW_FLAG_EHANDLER, base, pc, entry, walk);
      if (frame.handler != 0) {
        DispatcherContext.write(dispatcher(), pc, base, entry, frame, 0, walk);
        int disposition =
            (int) Gate.call(t, frame.handler, record(), frame.establisher, context(), dispatcher());
        int flags = ExceptionRecord.flags(record());
        switch (disposition) {
          case CONTINUE_EXECUTION -> {
            return true;
          }
          case NESTED_EXCEPTION ->
              ExceptionRecord.setFlags(record(), flags | ExceptionRecord.NESTED_CALL);
          default -> {}
        }
      }
      if (Context.rsp(walk) <= rsp) {
        return false;
      }
    }
  }
}
