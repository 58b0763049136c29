package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestUnwind;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.seh.Exceptions;
import decant.abi.seh.VectoredHandlers;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.Win32Error;

/** debugapi.h: there is no debugger. */
@Library({"kernel32", "kernelbase"})
public final class DebugApi {
  private static final int PEB_BEING_DEBUGGED = 2;
  private static final int DBG_PRINTEXCEPTION_C = 0x4001_0006;
  private static final int DBG_PRINTEXCEPTION_WIDE_C = 0x4001_000A;

  private DebugApi() {}

  /** What the PEB says, which programs set themselves to see what happens. */
  @Export
  static boolean IsDebuggerPresent(GuestThread t) {
    return isBeingDebugged(t);
  }

  static boolean isBeingDebugged(GuestThread t) {
    return Memory.getByte(t.process.peb + PEB_BEING_DEBUGGED) != 0;
  }

  @Export
  static boolean CheckRemoteDebuggerPresent(
      GuestThread t, @Handle long hProcess, @Out long pbDebuggerPresent) {
    if (pbDebuggerPresent == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Handles.requireCurrentProcess(t, hProcess);
    Memory.putInt(pbDebuggerPresent, 0);
    return true;
  }

  /** Raises a breakpoint exception in the caller. */
  @Export({"DebugBreak", "DbgBreakPoint", "DbgUserBreakPoint"})
  @Direct(framed = true)
  static native void DebugBreak();

  /**
   * Text for a debugger. It is an exception, which vectored handlers may see; nobody needs to
   * handle it.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/debugapi/nf-debugapi-outputdebugstringa">OutputDebugString</a>
   */
  @Export
  static void OutputDebugStringA(GuestThread t, @Opt long lpOutputString) {
    if (lpOutputString != 0 && VectoredHandlers.any()) {
      raiseText(t, DBG_PRINTEXCEPTION_C, Memory.narrowLength(lpOutputString) + 1, lpOutputString);
    }
  }

  /**
   * As OutputDebugStringA; handlers of the narrow exception are asked when nobody took this one.
   */
  @Export
  static void OutputDebugStringW(GuestThread t, @Opt long lpOutputString) {
    if (lpOutputString == 0 || !VectoredHandlers.any()) {
      return;
    }
    byte[] narrow = Text.encode(Memory.wide(lpOutputString));
    long copy = t.process.heap.allocate(t, narrow.length + 1L);
    try {
      Memory.putNarrowZ(copy, narrow);
      long wideLength = Memory.wideLength(lpOutputString) + 1L;
      long length = narrow.length + 1L;
      if (!raiseText(t, DBG_PRINTEXCEPTION_WIDE_C, wideLength, lpOutputString, length, copy)) {
        raiseText(t, DBG_PRINTEXCEPTION_C, length, copy);
      }
    } finally {
      t.process.heap.free(t, copy);
    }
  }

  /** Raises an exception that ends here when no vectored handler takes it; whether one did. */
  private static boolean raiseText(GuestThread t, int code, long... parameters) {
    long before = t.frame;
    Exceptions room = Exceptions.inCaller(t);
    for (int i = 0; i < parameters.length; i++) {
      Memory.putLong(room.record() + 8L * i, parameters[i]);
    }
    long raise = Gate.machineCode("RaiseException");
    try {
      t.textException = code;
      Gate.call(t, raise, code, 0, parameters.length, room.record());
      return true;
    } catch (GuestUnwind unheard) {
      if (!unheard.here()) {
        throw unheard;
      }
      return false;
    } finally {
      t.textException = 0;
      t.frame = before;
    }
  }

  @Export(support = Support.STUB, note = "No process can be debugged.")
  static boolean DebugActiveProcess(int dwProcessId) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  @Export(support = Support.STUB, note = "No process can be debugged.")
  static boolean DebugActiveProcessStop(int dwProcessId) {
    throw Win32Error.ACCESS_DENIED.exception();
  }
}
