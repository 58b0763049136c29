package decant.crt.start;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.kernel32.LibLoaderApi;
import decant.nt.GuestThread;

/** vcruntime_internal.h: functions of Windows under names that static parts of the runtime use. */
@Library("vcruntime140")
public final class VcruntimeInternal {
  private VcruntimeInternal() {}

  @Export
  @Direct("InitializeCriticalSectionAndSpinCount")
  static native boolean __vcrt_InitializeCriticalSectionEx(
      long lpCriticalSection, int dwSpinCount, int Flags);

  @Export
  static long __vcrt_GetModuleHandleW(GuestThread t, @Opt long lpModuleName) {
    return LibLoaderApi.GetModuleHandleW(t, lpModuleName);
  }

  @Export
  static int __vcrt_GetModuleFileNameW(
      GuestThread t, @Opt long hModule, @Out long lpFilename, int nSize) {
    return LibLoaderApi.GetModuleFileName(t, Text.WIDE, hModule, lpFilename, nSize);
  }

  @Export
  static long __vcrt_LoadLibraryExW(
      GuestThread t, long lpLibFileName, @Opt long hFile, int dwFlags) {
    String name = Text.WIDE.read(lpLibFileName);
    return LibLoaderApi.LoadLibraryEx(t, Text.WIDE, name, hFile, dwFlags);
  }
}
