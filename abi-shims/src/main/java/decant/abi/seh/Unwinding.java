package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.GuestUnwind;
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
    long stackBase = Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
    long stackEnd = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    Unwinder frame = new Unwinder(t);
    int scope = 0;
    int collided = 0;
    while (true) {
      long pc = Context.rip(context);
      long rsp = Context.rsp(context);
      boolean call = GateFrame.isCall(pc) && GateFrame.pretended(rsp) != 0;
      if (call && Exceptions.unwinds(rsp)) {
        scope = Exceptions.resume(rsp, context);
        collided = ExceptionRecord.COLLIDED_UNWIND;
        pc = Context.rip(context);
        rsp = Context.rsp(context);
        call = false;
      }
      UnwindInfo f = frame.lookup(pc);
      long caller = room.work();
      Context.copy(context, caller);
      frame.unwind(Unwinder.UNW_FLAG_UHANDLER, f, pc, caller);
      boolean target = frame.establisher == targetFrame;
      boolean ownStack = rsp >= stackEnd && rsp < stackBase;
      if (targetFrame != 0 && ownStack && frame.establisher > targetFrame) {
        throw Exceptions.raise(t, NtStatus.INVALID_UNWIND_TARGET); // there is no such frame
      }
      if (frame.handler != 0) {
        int asked = target ? flags | ExceptionRecord.TARGET_UNWIND : flags;
        ExceptionRecord.setFlags(record, asked | collided);
        Context.setRegister(context, 0, returnValue);
        DispatcherContext.write(room.dispatcher(), pc, f, frame, targetIp, context, scope);
        if (room.askUnwinding(frame, record, context) != Exceptions.CONTINUE_SEARCH) {
          throw Exceptions.raise(t, NtStatus.INVALID_DISPOSITION);
        }
      }
      scope = 0;
      collided = 0;
      if (target) {
        break;
      }
      if (Context.rip(caller) == 0 || Context.rsp(caller) >= stackBase && !call) {
        throw end(t, targetFrame, record);
      }
      if (Context.rsp(caller) <= rsp && !call) {
        throw Exceptions.raise(t, NtStatus.BAD_STACK);
      }
      Context.copy(caller, context);
    }
    ExceptionRecord.setFlags(record, flags);
  }

  /** No frame is left: an exit unwind has come to its end, any other has missed its target. */
  private static RuntimeException end(GuestThread t, long targetFrame, long record) {
    if (targetFrame == 0) {
      throw Gate.exitProcess(t, ExceptionRecord.code(record));
    }
    throw Exceptions.raise(t, NtStatus.INVALID_UNWIND_TARGET);
  }

  /** Continues with a context: {@code RtlRestoreContext}. */
  public static GuestUnwind restore(GuestThread t, long context, long record) {
    if (record != 0
        && ExceptionRecord.code(record) == JumpBuffer.STATUS_LONGJUMP
        && ExceptionRecord.parameterCount(record) > 0) {
      JumpBuffer.load(ExceptionRecord.parameter(record, 0), context);
    } else if (consolidates(record)) {
      // A callback finishes on top of the old stack, and says where to continue. An exception in it
      // goes on to the frame that was unwound to.
      GateFrame.pretend(t.frame, context);
      int exceptions = t.exceptionDepth;
      t.exceptionDepth = 0; // dealt with: the callback begins anew
      try {
        Context.setRip(context, Gate.call(t, ExceptionRecord.parameter(record, 0), record));
      } finally {
        t.exceptionDepth = exceptions;
      }
    }
    return new GuestUnwind(Context.rsp(context), context);
  }
}
