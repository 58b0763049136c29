package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.nt.GuestThread;
import decant.psapi.Psapi;

/** psapi.h as kernel32 exports it. */
@Library({"kernel32", "kernelbase"})
public final class K32 {
  private static final String OWN = "Only the calling process.";

  private K32() {}

  @Export(support = Support.PARTIAL, note = OWN)
  static boolean K32EnumProcessModules(
      GuestThread t,
      @Handle long hProcess,
      @Out(size = "cb") long lphModule,
      int cb,
      @Out long lpcbNeeded) {
    return Psapi.EnumProcessModules(t, hProcess, lphModule, cb, lpcbNeeded);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  static boolean K32EnumProcessModulesEx(
      GuestThread t,
      @Handle long hProcess,
      @Out(size = "cb") long lphModule,
      int cb,
      @Out long lpcbNeeded,
      int dwFilterFlag) {
    return Psapi.EnumProcessModules(t, hProcess, lphModule, cb, lpcbNeeded);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  static int K32GetModuleFileNameEx(
      GuestThread t,
      Text text,
      @Handle long hProcess,
      @Opt long hModule,
      @Out long lpFilename,
      int nSize) {
    return Psapi.GetModuleFileNameEx(t, text, hProcess, hModule, lpFilename, nSize);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  static int K32GetModuleBaseName(
      GuestThread t,
      Text text,
      @Handle long hProcess,
      @Opt long hModule,
      @Out long lpBaseName,
      int nSize) {
    return Psapi.GetModuleBaseName(t, text, hProcess, hModule, lpBaseName, nSize);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  static boolean K32GetModuleInformation(
      GuestThread t,
      @Handle long hProcess,
      long hModule,
      @Out(size = "cb") long lpmodinfo,
      int cb) {
    return Psapi.GetModuleInformation(t, hProcess, hModule, lpmodinfo, cb);
  }

  @Export(support = Support.PARTIAL, note = "The calling process; the runtime's own memory counts.")
  static boolean K32GetProcessMemoryInfo(
      GuestThread t, @Handle long Process, @Out(size = "cb") long ppsmemCounters, int cb) {
    return Psapi.GetProcessMemoryInfo(t, Process, ppsmemCounters, cb);
  }

  @Export(support = Support.PARTIAL, note = "The processes of the family.")
  static boolean K32EnumProcesses(
      GuestThread t, @Out(size = "cb") long lpidProcess, int cb, @Out long lpcbNeeded) {
    return Psapi.EnumProcesses(t, lpidProcess, cb, lpcbNeeded);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  static boolean K32EmptyWorkingSet(GuestThread t, @Handle long hProcess) {
    return Psapi.EmptyWorkingSet(t, hProcess);
  }

  @Export(support = Support.PARTIAL, note = "Of processes and threads, the caller alone counts.")
  static boolean K32GetPerformanceInfo(@Out(size = "cb") long pPerformanceInformation, int cb) {
    return Psapi.GetPerformanceInfo(pPerformanceInformation, cb);
  }
}
