package decant.ntdll;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;

/** What only machine code can do: looking at the caller's registers and stack. */
@Library("ntdll")
public final class RtlMachine {
  private RtlMachine() {}

  /** The stack probe of Microsoft's compilers. */
  @Export(dll = "ntdll")
  @Direct(framed = true)
  static native void __chkstk();

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlcapturecontext">RtlCaptureContext</a>
   */
  @Export(dll = {"ntdll", "kernel32", "kernelbase"})
  @Direct(framed = true)
  static native void RtlCaptureContext(long ContextRecord);
}
