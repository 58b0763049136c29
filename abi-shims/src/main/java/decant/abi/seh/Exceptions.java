package decant.abi.seh;

import decant.abi.Gate;
import decant.host.Memory;
import decant.kernel32.ErrHandlingApi;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadMemory;

/**
 * An exception on its way to the handlers of frames, or an unwind: contexts and the handlers'
 * arguments lie on the guest's stack, below the frame that asks for it, as on Windows. To an
 * unwinder the frame that it is about is the caller of the handlers.
 */
public final class Exceptions {
  /** Dispositions of a language handler ({@code EXCEPTION_DISPOSITION}). */
  public static final int CONTINUE_EXECUTION = 0;

  public static final int CONTINUE_SEARCH = 1;
  public static final int NESTED_EXCEPTION = 2;
  public static final int COLLIDED_UNWIND = 3;

  /** Gives up: the frames do not lead to the beginning of the thread. */
  public static final int NOT_HANDLED = 0;

  /** The guest goes on with the context. */
  public static final int HANDLED = 1;

  /** Nobody deals with it, the filter of the process included. */
  public static final int UNHANDLED = 2;

  /** The process is to end, and its filter knows about it. */
  public static final int FINISHED = 3;

  /** Exceptions inside of handlers of exceptions; a program that goes deeper ends. */
  private static final int MAX_DEPTH = 32;

  /** {@code EXCEPTION_CONTINUE_EXECUTION}, as a filter says it. */
  private static final int FILTER_CONTINUES = -1;

  /** {@code EXCEPTION_EXECUTE_HANDLER}: of the process's filter, that the process ends. */
  private static final int FILTER_HANDLES = 1;

  private static final int POINTERS = 0;
  private static final int RECORD = 0x10;

  /** What the handler that is being called is asked: {@code NOTHING}, {@code SEARCH} … */
  private static final int QUESTION = 0xA8;

  private static final int CONTEXT = 0xB0;
  private static final int WORK = CONTEXT + Context.SIZE;

  /** The context once more, for unwinders: handlers may use the other for their own ends. */
  private static final int SAVED = WORK + Context.SIZE;

  private static final int DISPATCHER = SAVED + Context.SIZE;
  private static final int SIZE = DISPATCHER + DispatcherContext.SIZE;

  /** A handler of a frame is being called to deal with an exception, or because of an unwind. */
  private static final int SEARCH = 1;

  private static final int UNWIND = 2;

  private final GuestThread t;
  private final long area;
  private final long record;
  private final long context;

  /** Makes room below a stack pointer, for calls of the guest too. */
  private Exceptions(GuestThread t, long stackPointer) {
    this.t = t;
    this.area = Memory.alignDown(stackPointer - SIZE, 16);
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
    Memory.putInt(area + QUESTION, 0);
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
    Unwinder frame = new Unwinder(t);
    long nested = 0; // the frame that a handler has been called for whose exception this is
    int scope = 0;
    while (true) {
      long pc = Context.rip(walk);
      long rsp = Context.rsp(walk);
      if (pc == 0 && !first) {
        return filterUnhandled();
      }
      boolean call = GateFrame.isCall(pc) && GateFrame.pretended(rsp) != 0;
      if (!call && (rsp < stackLimit || rsp >= stackBase || (rsp & 7) != 0)) {
        return invalidStack();
      }
      first = false;
      if (call) {
        if (asks(rsp, SEARCH)) {
          nested = Math.max(nested, frameAskedBy(rsp));
        } else if (unwinds(rsp)) {
          scope = resume(rsp, walk);
          pc = Context.rip(walk);
          call = false;
        }
      }
      UnwindInfo f = frame.lookup(pc);
      frame.unwind(Unwinder.UNW_FLAG_EHANDLER, f, pc, walk);
      if (frame.handler != 0) {
        int flags = ExceptionRecord.flags(record()) & ~ExceptionRecord.NESTED_CALL;
        ExceptionRecord.setFlags(
            record(), nested == 0 ? flags : flags | ExceptionRecord.NESTED_CALL);
        DispatcherContext.write(dispatcher(), pc, f, frame, 0, walk, scope);
        int disposition = question(SEARCH, frame, record(), context());
        if (disposition == CONTINUE_EXECUTION) {
          if ((flags & ExceptionRecord.NONCONTINUABLE) != 0) {
            throw raise(NtStatus.NONCONTINUABLE_EXCEPTION);
          }
          return HANDLED;
        }
        if (disposition != CONTINUE_SEARCH && disposition != NESTED_EXCEPTION) {
          throw raise(NtStatus.INVALID_DISPOSITION);
        }
      }
      scope = 0;
      if (frame.establisher == nested) {
        nested = 0;
      }
      if (Context.rsp(walk) <= rsp && !call) {
        return invalidStack();
      }
    }
  }

  private int invalidStack() {
    ExceptionRecord.setFlags(
        record(), ExceptionRecord.flags(record()) | ExceptionRecord.STACK_INVALID);
    return NOT_HANDLED;
  }

  /** What a handler wants is not possible, which is an exception in turn. */
  private RuntimeException raise(NtStatus status) {
    Exceptions e = inCaller(t);
    ExceptionRecord.write(
        e.record(), status.code(), ExceptionRecord.NONCONTINUABLE, Context.rip(e.context()));
    ExceptionRecord.setNested(e.record(), record());
    return Gate.raise(t, e);
  }

  /** What is around the first function of each thread: the process's filter decides. */
  private int filterUnhandled() {
    Memory.putLong(area + POINTERS, record());
    Memory.putLong(area + POINTERS + 8, context());
    return switch (ErrHandlingApi.askFilter(t, pointers())) {
      case FILTER_CONTINUES -> HANDLED;
      case FILTER_HANDLES -> FINISHED;
      default -> UNHANDLED;
    };
  }

  /** Calls the handler of a frame because the frame is unwound; returns what it says. */
  int askUnwinding(Unwinder frame, long record, long context) {
    return question(UNWIND, frame, record, context);
  }

  private int question(int question, Unwinder frame, long record, long context) {
    Memory.putInt(area + QUESTION, question);
    int disposition =
        (int) Gate.call(t, frame.handler, record, frame.establisher, context, dispatcher());
    Memory.putInt(area + QUESTION, 0);
    return disposition;
  }

  // --- handlers that are left by exceptions of their own -----------------------------------------

  private static boolean asks(long bottom, int question) {
    return Memory.getInt(bottom + GateFrame.ARGUMENTS + QUESTION) == question;
  }

  /** Whether a pretended frame is an unwind's, which is calling a handler. */
  static boolean unwinds(long bottom) {
    return asks(bottom, UNWIND);
  }

  private static long frameAskedBy(long bottom) {
    return Memory.getLong(
        bottom + GateFrame.ARGUMENTS + DISPATCHER + DispatcherContext.ESTABLISHER_FRAME);
  }

  /**
   * A collided unwind: sets a context to the frame whose termination handler an unwind was calling;
   * it is unwound once more, from behind that handler.
   *
   * @return where in the handler's data to go on
   */
  static int resume(long bottom, long context) {
    long dispatcher = bottom + GateFrame.ARGUMENTS + DISPATCHER;
    Context.copy(Memory.getLong(dispatcher + DispatcherContext.CONTEXT_RECORD), context);
    Context.setRip(context, Memory.getLong(dispatcher + DispatcherContext.CONTROL_PC));
    return Memory.getInt(dispatcher + DispatcherContext.SCOPE_INDEX);
  }

  /** Raises an exception of the system in the caller: {@code RtlRaiseStatus}. */
  public static RuntimeException raise(GuestThread t, NtStatus status) {
    Exceptions e = inCaller(t);
    ExceptionRecord.write(
        e.record(), status.code(), ExceptionRecord.NONCONTINUABLE, Context.rip(e.context()));
    throw Gate.raise(t, e);
  }
}
