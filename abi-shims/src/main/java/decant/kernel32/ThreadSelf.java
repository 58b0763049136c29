package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;

/** What a thread reads from its own TEB (errhandlingapi.h, processthreadsapi.h, utilapiset.h). */
@Library({"kernel32", "kernelbase"})
public final class ThreadSelf {
  private ThreadSelf() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-getlasterror">GetLastError</a>
   */
  @Export
  @Direct
  static native int GetLastError();

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-setlasterror">SetLastError</a>
   */
  @Export
  @Direct
  static native void SetLastError(int dwErrCode);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentthreadid">GetCurrentThreadId</a>
   */
  @Export
  @Direct
  static native int GetCurrentThreadId();

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getcurrentprocessid">GetCurrentProcessId</a>
   */
  @Export
  @Direct
  static native int GetCurrentProcessId();

  /** The pseudo handle -2. */
  @Export
  @Direct
  static native long GetCurrentThread();

  /** The pseudo handle -1. */
  @Export
  @Direct
  static native long GetCurrentProcess();

  /**
   * @see <a
   *     href="https://learn.microsoft.com/previous-versions/bb432254(v=vs.85)">EncodePointer</a>
   */
  @Export({"EncodePointer", "EncodeSystemPointer"})
  @Direct("EncodePointer")
  static native long EncodePointer(@Opt long Ptr);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/previous-versions/bb432242(v=vs.85)">DecodePointer</a>
   */
  @Export({"DecodePointer", "DecodeSystemPointer"})
  @Direct("DecodePointer")
  static native long DecodePointer(@Opt long Ptr);

  @Export(dll = "ntdll")
  @Direct("GetLastError")
  static native int RtlGetLastWin32Error();

  @Export(
      dll = "ntdll",
      value = {"RtlSetLastWin32Error", "RtlRestoreLastWin32Error"})
  @Direct("SetLastError")
  static native void RtlSetLastWin32Error(int error);

  @Export(
      dll = "ntdll",
      value = {"RtlEncodePointer", "RtlEncodeSystemPointer"})
  @Direct("EncodePointer")
  static native long RtlEncodePointer(@Opt long pointer);

  @Export(
      dll = "ntdll",
      value = {"RtlDecodePointer", "RtlDecodeSystemPointer"})
  @Direct("DecodePointer")
  static native long RtlDecodePointer(@Opt long pointer);
}
