package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.GuestUnwind;
import decant.abi.seh.FunctionTables.Found;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/**
 * Unwinds the stack to a frame, calling the termination handlers on the way: {@code RtlUnwindEx}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlunwindex">RtlUnwindEx</a>
 */
public final class Unwinding {
  private static final int STATUS_UNWIND = 0xC000_0027;

  /** The code of an unwind that ends with a call on top of the old stack. */
  public static final int STATUS_UNWIND_CONSOLIDATE = 0x8000_0029;

  private Unwinding() {}

  /**
   * Unwinds and continues there; never returns.
   *
   * @param targetFrame the establisher frame to stop at
   * @param targetIp where to continue in it
   * @param exceptionRecord the exception, 0 for none
   * @param returnValue RAX there
   * @param context address of a CONTEXT for the walk; it is continued in the end
   */
  public static GuestUnwind unwind(
      GuestThread t,
      long targetFrame,
      long targetIp,
      long exceptionRecord,
      long returnValue,
      long context) {
    Exceptions room = Exceptions.inCaller(t);
    Context.copy(room.context(), context);
    long record = exceptionRecord;
    if (record == 0) {
      record = room.record();
      ExceptionRecord.write(record, STATUS_UNWIND, 0, Context.rip(context));
    }
    walk(t, room, targetFrame, targetIp, record, returnValue, context);
    Context.setRegister(context, 0, returnValue);
    if (!consolidates(record)) {
      Context.setRip(context, targetIp);
    }
    return restore(t, context, record);
  }

  /**
   * Unwinds for a language handler that finishes on top of the old stack, as the record {@code
   * STATUS_UNWIND_CONSOLIDATE} says. When this returns, functions of the guest that are called seem
   * to be called by the target frame.
   *
   * @param context takes the registers of the target frame; it must stay until the guest continues
   * @param parameters of the record, which the handler of the target frame sees
   */
  public static void consolidate(
      GuestThread t, long targetFrame, long context, long... parameters) {
    Exceptions room = Exceptions.inCaller(t);
    Context.copy(room.context(), context);
    long record = room.record();
    ExceptionRecord.write(record, STATUS_UNWIND_CONSOLIDATE, 0, Context.rip(context));
    for (long parameter : parameters) {
      ExceptionRecord.addParameter(record, parameter);
    }
    walk(t, room, targetFrame, 0, record, 0, context);
    GateFrame.pretend(t.frame, context);
  }

  private static boolean consolidates(long record) {
    return record != 0
        && ExceptionRecord.code(record) == STATUS_UNWIND_CONSOLIDATE
        && ExceptionRecord.parameterCount(record) > 0;
  }

  /** Calls the termination handlers down to the target frame, whose registers are left. */
  private static void walk(
      GuestThread t,
      Exceptions room,
      long targetFrame,
      long targetIp,
      long record,
      long returnValue,
      long context) {
    int flags = ExceptionRecord.flags(record) | ExceptionRecord.UNWINDING;
    if (targetFrame == 0) {
      flags |= ExceptionRecord.EXIT_UNWIND;
    }
    Unwinder frame = new Unwinder();
    while (true) {
      long pc = Context.rip(context);
      long rsp = Context.rsp(context);
      Found f = FunctionTables.of(t.process).lookup(t, pc);
      long base = f == null ? 0 : f.base();
      long entry = f == null ? 0 : f.entry();
      long caller = room.work();
      Context.copy(context, caller);
      frame.unwind(Unwinder.UNW_FLAG_UHANDLER, base, pc, entry, caller);
      boolean target = frame.establisher == targetFrame;
      if (frame.handler != 0) {
        ExceptionRecord.setFlags(record, target ? flags | ExceptionRecord.TARGET_UNWIND : flags);
        Context.setRegister(context, 0, returnValue);
        DispatcherContext.write(room.dispatcher(), pc, base, entry, frame, targetIp, context);
        Gate.call(t, frame.handler, record, frame.establisher, context, room.dispatcher());
      }
      if (target) {
        break;
      }
      if (Context.rip(caller) == 0 || Context.rsp(caller) <= rsp) {
        throw Gate.exitProcess(
            t, NtStatus.BAD_STACK.code()); // the target is no frame of this stack
      }
      Context.copy(caller, context);
    }
    ExceptionRecord.setFlags(record, flags);
  }

  /** Continues with a context: {@code RtlRestoreContext}. */
  public static GuestUnwind restore(GuestThread t, long context, long record) {
    if (consolidates(record)) {
      // A callback finishes on top of the old stack, and says where to continue. An exception in it
      // goes on to the frame that was unwound to.
      GateFrame.pretend(t.frame, context);
      Context.setRip(context, Gate.call(t, ExceptionRecord.parameter(record, 0), record));
    }
    return new GuestUnwind(Context.rsp(context), context);
  }

  /**
   * Runs the filters and termination handlers of C's {@code __try}: {@code __C_specific_handler}.
   */
  public static int scopes(GuestThread t, long record, long frame, long context, long dispatcher) {
    long base = Memory.getLong(dispatcher + DispatcherContext.IMAGE_BASE);
    long pc = Memory.getLong(dispatcher + DispatcherContext.CONTROL_PC) - base;
    long table = Memory.getLong(dispatcher + DispatcherContext.HANDLER_DATA);
    long count = Memory.getU32(table);
    int flags = ExceptionRecord.flags(record);
    boolean unwinding = ExceptionRecord.unwinding(record);
    long targetIp = Memory.getLong(dispatcher + DispatcherContext.TARGET_IP);
    for (long i = Memory.getU32(dispatcher + DispatcherContext.SCOPE_INDEX); i < count; i++) {
      long scope = table + 4 + 16 * i;
      if (pc < Memory.getU32(scope) || pc >= Memory.getU32(scope + 4)) {
        continue;
      }
      long handler = Memory.getU32(scope + 8);
      long jump = Memory.getU32(scope + 12);
      if (unwinding) {
        boolean toHere =
            (flags & ExceptionRecord.TARGET_UNWIND) != 0 && jump != 0 && targetIp == base + jump;
        if (toHere) {
          return Exceptions.CONTINUE_SEARCH;
        }
        if (jump == 0) {
          Memory.putInt(dispatcher + DispatcherContext.SCOPE_INDEX, (int) i + 1);
          Gate.call(t, base + handler, 1, frame);
        }
      } else if (jump != 0) {
        int verdict = handler == 1 ? 1 : filter(t, base + handler, record, context, frame);
        if (verdict < 0) {
          return Exceptions.CONTINUE_EXECUTION;
        }
        if (verdict > 0) {
          throw unwind(
              t,
              frame,
              base + jump,
              record,
              ExceptionRecord.code(record) & 0xFFFF_FFFFL,
              Memory.getLong(dispatcher + DispatcherContext.CONTEXT_RECORD));
        }
      }
    }
    return Exceptions.CONTINUE_SEARCH;
  }

  private static int filter(GuestThread t, long filter, long record, long context, long frame) {
    long before = t.frame;
    Exceptions room = Exceptions.inCaller(t);
    Memory.putLong(room.pointers(), record);
    Memory.putLong(room.pointers() + 8, context);
    int verdict = (int) Gate.call(t, filter, room.pointers(), frame);
    t.frame = before;
    return verdict;
  }
}
