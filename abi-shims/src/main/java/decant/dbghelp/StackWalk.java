package decant.dbghelp;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.seh.Context;
import decant.abi.seh.UnwindInfo;
import decant.abi.seh.Unwinder;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** Walking a stack, frame by frame (dbghelp.h). */
@Library("dbghelp")
public final class StackWalk {
  private static final int IMAGE_FILE_MACHINE_AMD64 = 0x8664;

  // STACKFRAME64: ADDRESS64 is an offset, a segment and a mode.
  private static final int ADDR_PC = 0;
  private static final int ADDR_RETURN = 16;
  private static final int ADDR_FRAME = 32;
  private static final int ADDR_STACK = 48;
  private static final int FUNC_TABLE_ENTRY = 80;
  private static final int PARAMS = 88;
  private static final int VIRTUAL = 124;

  private static final int MODE = 12;
  private static final int ADDR_MODE_FLAT = 3;
  private static final int HOME = 8;
  private static final int RBP = 5;

  private StackWalk() {}

  /**
   * Goes to the next frame: that of the context at first, then that of its caller.
   *
   * @return false at the end of the stack
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/dbghelp/nf-dbghelp-stackwalk64">StackWalk64</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "The stack is that of the calling process; the caller's routines are not asked.")
  static boolean StackWalk64(
      GuestThread t,
      int MachineType,
      @Handle long hProcess,
      @Handle long hThread,
      @In @Out long StackFrame,
      @In @Out long ContextRecord,
      @Opt long ReadMemoryRoutine,
      @Opt long FunctionTableAccessRoutine,
      @Opt long GetModuleBaseRoutine,
      @Opt long TranslateAddress) {
    if (MachineType != IMAGE_FILE_MACHINE_AMD64) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long pc = Context.rip(ContextRecord);
    long rsp = Context.rsp(ContextRecord);
    if (pc == 0 || Memory.getInt(StackFrame + VIRTUAL) != 0 && !within(t, rsp)) {
      throw Win32Error.INVALID_ADDRESS.exception();
    }
    Unwinder unwinder = new Unwinder(t);
    UnwindInfo function = unwinder.lookup(pc);
    address(StackFrame + ADDR_PC, pc);
    address(StackFrame + ADDR_STACK, rsp);
    address(StackFrame + ADDR_FRAME, Context.register(ContextRecord, RBP));
    unwinder.unwind(0, function, pc, ContextRecord);
    address(StackFrame + ADDR_RETURN, Context.rip(ContextRecord));
    Memory.putLong(StackFrame + FUNC_TABLE_ENTRY, function == null ? 0 : function.entry);
    for (int i = 0; i < 4 && within(t, Context.rsp(ContextRecord)); i++) {
      Memory.putLong(
          StackFrame + PARAMS + 8L * i,
          Memory.getLong(Context.rsp(ContextRecord) + (long) HOME * i));
    }
    Memory.putInt(StackFrame + VIRTUAL, 1);
    return true;
  }

  private static boolean within(GuestThread t, long rsp) {
    return rsp >= Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT)
        && rsp < Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE) - 4L * HOME;
  }

  private static void address(long at, long offset) {
    Memory.putLong(at, offset);
    Memory.putShort(at + 8, 0);
    Memory.putInt(at + MODE, ADDR_MODE_FLAT);
  }
}
