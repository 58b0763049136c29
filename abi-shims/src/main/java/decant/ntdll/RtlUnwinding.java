package decant.ntdll;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.KnownNames;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.seh.Context;
import decant.abi.seh.Exceptions;
import decant.abi.seh.FunctionTables;
import decant.abi.seh.KnownFunctions;
import decant.abi.seh.StackTrace;
import decant.abi.seh.UnwindHistory;
import decant.abi.seh.UnwindInfo;
import decant.abi.seh.Unwinder;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** winnt.h: function tables, and what can be told of the callers of a context. */
@Library({"ntdll", "kernel32", "kernelbase"})
public final class RtlUnwinding {
  private static final int MAX_TRACE = 0xFFFF;

  private RtlUnwinding() {}

  /**
   * The unwind data of the function that an address lies in, 0 for a leaf function.
   *
   * @param HistoryTable {@code UNWIND_HISTORY_TABLE} of what the caller has looked up lately
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtllookupfunctionentry">RtlLookupFunctionEntry</a>
   */
  @Export
  @Direct
  static long RtlLookupFunctionEntry(
      GuestThread t, long ControlPc, @Out long ImageBase, @Opt long HistoryTable) {
    long known = HistoryTable == 0 ? 0 : UnwindHistory.find(HistoryTable, ControlPc);
    if (known != 0) {
      Memory.putLong(ImageBase, UnwindHistory.base(known));
      return UnwindHistory.entry(known);
    }
    int changes = KnownNames.changes();
    UnwindInfo found = FunctionTables.of(t.process).lookup(t, ControlPc);
    if (found == null) {
      return 0;
    }
    if (t.process.loader.containing(ControlPc) != 0) {
      KnownFunctions.put(t, ControlPc, found, changes);
    }
    if (HistoryTable != 0) {
      UnwindHistory.add(HistoryTable, found.base, found.entry);
    }
    Memory.putLong(ImageBase, found.base);
    return found.entry;
  }

  /**
   * Undoes one frame.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlvirtualunwind">RtlVirtualUnwind</a>
   */
  @Export
  static long RtlVirtualUnwind(
      GuestThread t,
      int HandlerType,
      long ImageBase,
      long ControlPc,
      @Opt long FunctionEntry,
      long ContextRecord,
      @Out long HandlerData,
      @Out long EstablisherFrame,
      @Opt long ContextPointers) {
    Unwinder unwinder = new Unwinder(t, ContextPointers);
    unwinder.unwind(HandlerType, function(ImageBase, FunctionEntry), ControlPc, ContextRecord);
    Memory.putLong(HandlerData, unwinder.handlerData);
    Memory.putLong(EstablisherFrame, unwinder.establisher);
    return unwinder.handler;
  }

  /**
   * Undoes one frame, unless it reaches beyond a stack.
   *
   * @param LimitLow address of the lowest address of the stack, 0 where there is no limit
   * @param LimitHigh address of its end
   * @param UnwindFlags none are defined here
   */
  @Export(dll = "ntdll", fails = Fails.NTSTATUS)
  static int RtlVirtualUnwind2(
      GuestThread t,
      int HandlerType,
      long ImageBase,
      long ControlPc,
      @Opt long FunctionEntry,
      long ContextRecord,
      @Out @Opt long MachineFrameUnwound,
      @Out long HandlerData,
      @Out long EstablisherFrame,
      @Opt long ContextPointers,
      @Opt long LimitLow,
      @Opt long LimitHigh,
      @Out @Opt long HandlerRoutine,
      int UnwindFlags) {
    long rsp = Context.rsp(ContextRecord);
    if (LimitLow != 0 && rsp < Memory.getLong(LimitLow)
        || LimitHigh != 0 && rsp >= Memory.getLong(LimitHigh)) {
      throw NtStatus.BAD_STACK.exception();
    }
    Unwinder unwinder = new Unwinder(t, ContextPointers);
    unwinder.unwind(HandlerType, function(ImageBase, FunctionEntry), ControlPc, ContextRecord);
    Memory.putLong(HandlerData, unwinder.handlerData);
    Memory.putLong(EstablisherFrame, unwinder.establisher);
    if (MachineFrameUnwound != 0) {
      Memory.putByte(MachineFrameUnwound, unwinder.machineFrame ? 1 : 0);
    }
    if (HandlerRoutine != 0) {
      Memory.putLong(HandlerRoutine, unwinder.handler);
    }
    return 0;
  }

  private static UnwindInfo function(long base, long entry) {
    return entry == 0 ? null : UnwindInfo.read(base, entry);
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

  /**
   * Makes the unwind data of generated code known, in a table that is going to grow.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtladdgrowablefunctiontable">RtlAddGrowableFunctionTable</a>
   */
  @Export(dll = "ntdll", fails = Fails.NTSTATUS)
  static int RtlAddGrowableFunctionTable(
      GuestThread t,
      @Out long DynamicTable,
      long FunctionTable,
      int EntryCount,
      int MaximumEntryCount,
      long RangeBase,
      long RangeEnd) {
    if (Integer.compareUnsigned(EntryCount, MaximumEntryCount) > 0 || RangeEnd <= RangeBase) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.putLong(
        DynamicTable,
        FunctionTables.of(t.process).addGrowable(FunctionTable, EntryCount, RangeBase, RangeEnd));
    return 0;
  }

  /** Says how many entries of a growable table there are now. */
  @Export(dll = "ntdll")
  static void RtlGrowFunctionTable(GuestThread t, long DynamicTable, int NewEntryCount) {
    FunctionTables.of(t.process).grow(DynamicTable, NewEntryCount);
  }

  @Export(dll = "ntdll")
  static void RtlDeleteGrowableFunctionTable(GuestThread t, long DynamicTable) {
    FunctionTables.of(t.process).remove(DynamicTable);
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
