package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.seh.FunctionTables.Found;
import decant.host.Memory;
import decant.kernel32.ErrHandlingApi;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
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

  /** {@code EXCEPTION_CONTINUE_EXECUTION}, as a filter says it. */
  private static final int FILTER_CONTINUES = -1;

  private static final int POINTERS = 0;
  private static final int RECORD = 0x10;
  private static final int CONTEXT = 0xB0;
  private static final int WORK = CONTEXT + Context.SIZE;

  /** The context once more, for unwinders: handlers may use the other for their own ends. */
  private static final int SAVED = WORK + Context.SIZE;

  private static final int DISPATCHER = SAVED + Context.SIZE;
  private static final int SIZE = DISPATCHER + DispatcherContext.SIZE;

  /**
   * What lies below the stack pointer may be in use by the faulting code for a few bytes; nothing
   * goes there.
   */
  private static final int DISTANCE = 0x100;

  private final GuestThread t;
  private final long area;
  private final long record;
  private final long context;

  /** Makes room below a stack pointer, for calls of the guest too. */
  private Exceptions(GuestThread t, long stackPointer) {
    this.t = t;
    this.area = Memory.alignDown(stackPointer - DISTANCE - SIZE, 16);
    this.record = area + RECORD;
    this.context = area + CONTEXT;
    ThreadMemory.reach(t, area - GateFrame.ARGUMENTS);
    prepare();
  }

  /** Makes room below a frame of the gate for looking for who handles an exception. */
  private Exceptions(GuestThread t, long frame, long record, long context) {
    this.t = t;
    this.area = Memory.alignDown(frame - GateFrame.ARGUMENTS - SIZE, 16);
    this.record = record;
    this.context = context;
    ThreadMemory.reach(t, area - GateFrame.ARGUMENTS);
    prepare();
    Context.copy(context, area + SAVED);
  }

  private void prepare() {
    t.frame = area;
    Memory.putLong(area + POINTERS, record());
    Memory.putLong(area + POINTERS + 8, context());
    GateFrame.pretend(area, area + SAVED);
  }

  /** An exception that an API raises in its caller. */
  public static Exceptions inCaller(GuestThread t) {
    long frame = t.frame;
    Exceptions e = new Exceptions(t, frame - GateFrame.ARGUMENTS);
    Context.ofCaller(e.context(), frame);
    Context.copy(e.context(), e.area + SAVED);
    return e;
  }

  /** Address of the {@code EXCEPTION_POINTERS}. */
  public long pointers() {
    return area + POINTERS;
  }

  public long record() {
    return record;
  }

  public long context() {
    return context;
  }

  /** Another context, for walking the stack. */
  long work() {
    return area + WORK;
  }

  long dispatcher() {
    return area + DISPATCHER;
  }

  /** Gives up: the frames do not lead to the beginning of the thread. */
  public static final int NOT_HANDLED = 0;

  /** The guest goes on with the context. */
  public static final int HANDLED = 1;

  /** Nobody deals with it, the filter of the process included. */
  public static final int UNHANDLED = 2;

  /**
   * Looks for who handles an exception that the vectored handlers have passed on: first the
   * handlers of frames, then the process's filter of unhandled exceptions. A frame that catches
   * unwinds, and this does not return.
   *
   * @param frame the gate's frame of the dispatcher that asks
   */
  public static int search(GuestThread t, long frame, long record, long context) {
    if (t.exceptionDepth == MAX_DEPTH) {
      return UNHANDLED; // handlers that fault in turn
    }
    t.exceptionDepth++;
    try {
      return new Exceptions(t, frame, record, context).search();
    } finally {
      t.exceptionDepth--;
    }
  }

  /**
   * Asks the language handlers of the frames, innermost first. One that catches unwinds and does
   * not come back.
   */
  private int search() {
    long stackBase = Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
    long stackLimit = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
    boolean first = true;
    long walk = work();
    Context.copy(context(), walk);
    Unwinder frame = new Unwinder();
    while (true) {
      long pc = Context.rip(walk);
      long rsp = Context.rsp(walk);
      if (pc == 0 && !first) {
        return filterUnhandled();
      }
      if (rsp < stackLimit || rsp >= stackBase || (rsp & 7) != 0) {
        return invalidStack();
      }
      first = false;
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
            if ((flags & ExceptionRecord.NONCONTINUABLE) != 0) {
              throw noncontinuable();
            }
            return HANDLED;
          }
          case NESTED_EXCEPTION ->
              ExceptionRecord.setFlags(record(), flags | ExceptionRecord.NESTED_CALL);
          default -> {}
        }
      }
      if (Context.rsp(walk) <= rsp) {
        return invalidStack();
      }
    }
  }

  private int invalidStack() {
    ExceptionRecord.setFlags(
        record(), ExceptionRecord.flags(record()) | ExceptionRecord.STACK_INVALID);
    return NOT_HANDLED;
  }

  /** A handler wants to continue where that is impossible, which is an exception in turn. */
  private RuntimeException noncontinuable() {
    Exceptions e = inCaller(t);
    ExceptionRecord.write(
        e.record(),
        NtStatus.NONCONTINUABLE_EXCEPTION.code(),
        ExceptionRecord.NONCONTINUABLE,
        Context.rip(e.context()));
    ExceptionRecord.setNested(e.record(), record());
    return Gate.raise(t, e);
  }

  /** What is around the first function of each thread: the process's filter decides. */
  private int filterUnhandled() {
    Memory.putLong(area + POINTERS, record());
    Memory.putLong(area + POINTERS + 8, context());
    return ErrHandlingApi.UnhandledExceptionFilter(t, pointers()) == FILTER_CONTINUES
        ? HANDLED
        : UNHANDLED;
  }
}
