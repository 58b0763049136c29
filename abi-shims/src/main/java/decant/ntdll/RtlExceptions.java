package decant.ntdll;

import decant.abi.Apcs;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestRaise;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.FunctionTables;
import decant.abi.seh.FunctionTables.Found;
import decant.abi.seh.StackTrace;
import decant.abi.seh.Unwinder;
import decant.abi.seh.Unwinding;
import decant.abi.seh.VectoredHandlers;
import decant.host.Memory;
import decant.nt.GuestThread;

/** winnt.h: exceptions and unwinding. */
@Library({"ntdll", "kernel32", "kernelbase"})
public final class RtlExceptions {
  private static final int MAX_TRACE = 0xFFFF;

  private RtlExceptions() {}

  /**
   * Raises an exception in the caller.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-raiseexception">RaiseException</a>
   */
  @Export(dll = {"kernel32", "kernelbase"})
  @Direct
  static native void RaiseException(
      int dwExceptionCode, int dwExceptionFlags, int nNumberOfArguments, @Opt long lpArguments);

  /** Raises an exception with a record of the caller's, whose address is set. */
  @Export(dll = {"ntdll", "kernel32"})
  @Direct
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
  @Direct
  static native void KiUserExceptionDispatcher();

  /** Continues with a context, after the calls that wait for the thread if they are to be made. */
  @Export(
      value = {"NtContinue", "ZwContinue", "NtContinueEx", "ZwContinueEx"},
      dll = "ntdll")
  @Direct
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

  /** The unwind data of the function that an address lies in. */
  @Export
  static long RtlLookupFunctionEntry(
      GuestThread t, long ControlPc, @Out long ImageBase, @Opt long HistoryTable) {
    Found found = FunctionTables.of(t.process).lookup(t, ControlPc);
    if (found == null || found.entry() == 0) {
      return 0;
    }
    Memory.putLong(ImageBase, found.base());
    return found.entry();
  }

  /**
   * Undoes one frame.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlvirtualunwind">RtlVirtualUnwind</a>
   */
  @Export(support = Support.PARTIAL, note = "ContextPointers are not filled.")
  static long RtlVirtualUnwind(
      GuestThread t,
      int HandlerType,
      long ImageBase,
      long ControlPc,
      long FunctionEntry,
      long ContextRecord,
      @Out long HandlerData,
      @Out long EstablisherFrame,
      @Opt long ContextPointers) {
    Unwinder unwinder = new Unwinder();
    unwinder.unwind(HandlerType, ImageBase, ControlPc, FunctionEntry, ContextRecord);
    Memory.putLong(HandlerData, unwinder.handlerData);
    Memory.putLong(EstablisherFrame, unwinder.establisher);
    return unwinder.handler;
  }

  /** Continues with a context. */
  @Export(support = Support.PARTIAL, note = "STATUS_LONGJUMP records are not looked at.")
  @Direct
  static void RtlRestoreContext(GuestThread t, long ContextRecord, @Opt long ExceptionRecord) {
    throw Unwinding.restore(t, ContextRecord, ExceptionRecord);
  }

  /** Unwinds to a frame. */
  @Export(support = Support.PARTIAL, note = "Collided unwinds are not resumed.")
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
  @Export(support = Support.PARTIAL, note = "Collided unwinds are not resumed.")
  static void RtlUnwind(
      GuestThread t,
      @Opt long TargetFrame,
      @Opt long TargetIp,
      @Opt long ExceptionRecord,
      long ReturnValue) {
    long context = Exceptions.inCaller(t).context();
    throw Unwinding.unwind(t, TargetFrame, TargetIp, ExceptionRecord, ReturnValue, context);
  }

  /**
   * The base of the module that an address lies in, 0 for none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlpctofileheader">RtlPcToFileHeader</a>
   */
  @Export
  static long RtlPcToFileHeader(GuestThread t, long PcValue, @Out long BaseOfImage) {
    long base = t.process.loader.containing(PcValue);
    Memory.putLong(BaseOfImage, base);
    return base;
  }

  /** Makes the unwind data of generated code known. */
  @Export
  static boolean RtlAddFunctionTable(
      GuestThread t, long FunctionTable, int EntryCount, long BaseAddress) {
    FunctionTables.of(t.process).add(FunctionTable, EntryCount, BaseAddress);
    return true;
  }

  /** Makes a function known that gives unwind data of generated code. */
  @Export
  static boolean RtlInstallFunctionTableCallback(
      GuestThread t,
      long TableIdentifier,
      long BaseAddress,
      int Length,
      long Callback,
      @Opt long Context,
      @Opt long OutOfProcessCallbackDll) {
    if ((TableIdentifier & 3) != 3) {
      return false;
    }
    FunctionTables.of(t.process)
        .addCallback(TableIdentifier, BaseAddress, Length & 0xFFFF_FFFFL, Callback, Context);
    return true;
  }

  @Export
  static boolean RtlDeleteFunctionTable(GuestThread t, long FunctionTable) {
    return FunctionTables.of(t.process).remove(FunctionTable);
  }

  /** The return addresses of the callers. */
  @Export({"RtlCaptureStackBackTrace", "CaptureStackBackTrace"})
  static short RtlCaptureStackBackTrace(
      GuestThread t,
      int FramesToSkip,
      int FramesToCapture,
      @Out long BackTrace,
      @Out @Opt long BackTraceHash) {
    if (FramesToSkip < 0
        || FramesToCapture < 0
        || FramesToSkip + (long) FramesToCapture > MAX_TRACE) {
      return 0;
    }
    Exceptions room = Exceptions.inCaller(t);
    long[] addresses = new long[FramesToSkip + FramesToCapture];
    int n = Math.max(0, StackTrace.collect(t, room.context(), addresses) - FramesToSkip);
    int hash = 0;
    for (int i = 0; i < n; i++) {
      Memory.putLong(BackTrace + 8L * i, addresses[FramesToSkip + i]);
      hash += (int) addresses[FramesToSkip + i];
    }
    if (BackTraceHash != 0) {
      Memory.putInt(BackTraceHash, hash);
    }
    return (short) n;
  }
}
