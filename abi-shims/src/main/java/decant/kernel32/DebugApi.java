package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.Win32Error;

/** debugapi.h: there is no debugger. */
@Library({"kernel32", "kernelbase"})
public final class DebugApi {
  private DebugApi() {}

  @Export
  static boolean IsDebuggerPresent() {
    return false;
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

  /** Text for a debugger: without one it goes nowhere; the call trace shows it. */
  @Export
  static void OutputDebugString(Text text, @Opt String lpOutputString) {}

  @Export(support = Support.STUB, note = "No process can be debugged.")
  static boolean DebugActiveProcess(int dwProcessId) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  @Export(support = Support.STUB, note = "No process can be debugged.")
  static boolean DebugActiveProcessStop(int dwProcessId) {
    throw Win32Error.ACCESS_DENIED.exception();
  }
}
