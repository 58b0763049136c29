package decant.ntdll;

import decant.abi.Apcs;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestRaise;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.Unwinding;
import decant.abi.seh.VectoredHandlers;
import decant.nt.GuestThread;

/** winnt.h: exceptions and unwinding. */
@Library({"ntdll", "kernel32", "kernelbase"})
public final class RtlExceptions {
  private RtlExceptions() {}

  /**
   * Raises an exception in the caller.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-raiseexception">RaiseException</a>
   */
  @Export(dll = {"kernel32", "kernelbase"})
  @Direct(framed = true)
  static native void RaiseException(
      int dwExceptionCode, int dwExceptionFlags, int nNumberOfArguments, @Opt long lpArguments);

  /** Raises an exception with a record of the caller's, whose address is set. */
  @Export(dll = {"ntdll", "kernel32"})
  @Direct(framed = true)
  static native void RtlRaiseException(long ExceptionRecord);

  /** Raises an exception that cannot be continued from. */
  @Export(dll = "ntdll")
  static void RtlRaiseStatus(GuestThread t, int Status) {
    Exceptions e = Exceptions.inCaller(t);
    ExceptionRecord.write(
        e.record(), Status, ExceptionRecord.NONCONTINUABLE, Context.rip(e.context()));
    throw Gate.raise(t, e);
  }

  /**
   * Raises an exception at a context.
   *
   * @param FirstChance whether handlers are asked; otherwise the process ends
   */
  @Export(
      value = {"NtRaiseException", "ZwRaiseException"},
      dll = "ntdll")
  static int NtRaiseException(
      GuestThread t, long ExceptionRecord, long ThreadContext, boolean FirstChance) {
    if (!FirstChance) {
      throw GuestRaise.lastChance(t, ExceptionRecord, ThreadContext);
    }
    throw GuestRaise.of(t, ExceptionRecord, ThreadContext);
  }

  /** Where exceptions arrive: for those who look it up. */
  @Export(dll = "ntdll")
  @Direct(framed = true)
  static native void KiUserExceptionDispatcher();

  /** Continues with a context, after the calls that wait for the thread if they are to be made. */
  @Export(
      value = {"NtContinue", "ZwContinue", "NtContinueEx", "ZwContinueEx"},
      dll = "ntdll")
  @Direct(framed = true)
  static int NtContinue(GuestThread t, long ContextRecord, long TestAlert) {
    if (TestAlert != 0) {
      Apcs.run(t);
    }
    throw Unwinding.restore(t, ContextRecord, 0);
  }

  /** Adds a handler that sees exceptions before those of frames. */
  @Export({"AddVectoredExceptionHandler", "RtlAddVectoredExceptionHandler"})
  static long AddVectoredExceptionHandler(GuestThread t, int First, long Handler) {
    return VectoredHandlers.of(t.process).add(t, First != 0, Handler);
  }

  @Export({"RemoveVectoredExceptionHandler", "RtlRemoveVectoredExceptionHandler"})
  static boolean RemoveVectoredExceptionHandler(GuestThread t, long Handle) {
    return VectoredHandlers.of(t.process).remove(Handle);
  }

  /** Adds a handler that is called before execution continues after an exception. */
  @Export({"AddVectoredContinueHandler", "RtlAddVectoredContinueHandler"})
  static long AddVectoredContinueHandler(GuestThread t, int First, long Handler) {
    return VectoredHandlers.of(t.process).addContinue(t, First != 0, Handler);
  }

  @Export({"RemoveVectoredContinueHandler", "RtlRemoveVectoredContinueHandler"})
  static boolean RemoveVectoredContinueHandler(GuestThread t, long Handle) {
    return VectoredHandlers.of(t.process).removeContinue(Handle);
  }

  /**
   * Continues with a context; with a record of {@code STATUS_LONGJUMP}, with the jump buffer that
   * it refers to.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlrestorecontext">RtlRestoreContext</a>
   */
  @Export
  @Direct(framed = true)
  static void RtlRestoreContext(GuestThread t, long ContextRecord, @Opt long ExceptionRecord) {
    throw Unwinding.restore(t, ContextRecord, ExceptionRecord);
  }

  /**
   * Unwinds to a frame, or with {@code TargetFrame} 0 until the end of the stack, where the process
   * ends.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlunwindex">RtlUnwindEx</a>
   */
  @Export
  static void RtlUnwindEx(
      GuestThread t,
      @Opt long TargetFrame,
      @Opt long TargetIp,
      @Opt long ExceptionRecord,
      long ReturnValue,
      long ContextRecord,
      @Opt long HistoryTable) {
    throw Unwinding.unwind(t, TargetFrame, TargetIp, ExceptionRecord, ReturnValue, ContextRecord);
  }

  /** Unwinds from the caller to a frame; registers are those of the frame but for RAX. */
  @Export
  static void RtlUnwind(
      GuestThread t,
      @Opt long TargetFrame,
      @Opt long TargetIp,
      @Opt long ExceptionRecord,
      long ReturnValue) {
    long context = Exceptions.inCaller(t).context();
    throw Unwinding.unwind(t, TargetFrame, TargetIp, ExceptionRecord, ReturnValue, context);
  }

  /** Leaves {@code __try} blocks of a frame for an address in it: a jump out of a handler. */
  @Export(dll = {"ntdll", "msvcrt", "ucrtbase", "vcruntime140"})
  static void _local_unwind(GuestThread t, long frame, long target_ip) {
    long context = Exceptions.inCaller(t).context();
    throw Unwinding.unwind(t, frame, target_ip, 0, 0, context);
  }
}
