package decant.psapi;

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
import decant.nt.HostSystem;
import decant.nt.Win32Error;
import decant.nt.process.Family;

/** psapi.h: the calling process. kernel32 has the functions with K32 before their names. */
@Library("psapi")
public final class Psapi {
  private static final String OWN = "Only the calling process.";

  private static final int PERFORMANCE_INFORMATION_SIZE = 104;

  private Psapi() {}

  /** The size of a mapped image, by its header. */
  public static int imageSize(long module) {
    return Memory.getInt(module + Memory.getU32(module + 0x3C) + 24 + 56);
  }

  /** The address of an image's entry point, 0 when it has none. */
  static long entryPoint(long module) {
    long rva = Memory.getU32(module + Memory.getU32(module + 0x3C) + 24 + 16);
    return rva == 0 ? 0 : module + rva;
  }

  /** The part of a path behind its last backslash. */
  public static String baseName(String path) {
    return path.substring(path.lastIndexOf('\\') + 1);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  public static boolean EnumProcessModules(
      GuestThread t,
      @Handle long hProcess,
      @Out(size = "cb") long lphModule,
      int cb,
      @Out long lpcbNeeded) {
    Handles.requireCurrentProcess(t, hProcess);
    long[] modules = t.process.loader.modules();
    for (int i = 0; i < modules.length && 8L * (i + 1) <= (cb & 0xFFFF_FFFFL); i++) {
      Memory.putLong(lphModule + 8L * i, modules[i]);
    }
    Memory.putInt(lpcbNeeded, 8 * modules.length);
    return true;
  }

  @Export(support = Support.PARTIAL, note = OWN)
  public static boolean EnumProcessModulesEx(
      GuestThread t,
      @Handle long hProcess,
      @Out(size = "cb") long lphModule,
      int cb,
      @Out long lpcbNeeded,
      int dwFilterFlag) {
    return EnumProcessModules(t, hProcess, lphModule, cb, lpcbNeeded);
  }

  private static String fileName(GuestThread t, long process, long module) {
    Handles.requireCurrentProcess(t, process);
    String name = t.process.loader.fileName(module == 0 ? t.process.loader.handle(null) : module);
    if (name == null) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    return name;
  }

  @Export(support = Support.PARTIAL, note = OWN)
  public static int GetModuleFileNameEx(
      GuestThread t,
      Text text,
      @Handle long hProcess,
      @Opt long hModule,
      @Out long lpFilename,
      int nSize) {
    return put(t, text, fileName(t, hProcess, hModule), lpFilename, nSize);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  public static int GetModuleBaseName(
      GuestThread t,
      Text text,
      @Handle long hProcess,
      @Opt long hModule,
      @Out long lpBaseName,
      int nSize) {
    return put(t, text, baseName(fileName(t, hProcess, hModule)), lpBaseName, nSize);
  }

  private static int put(GuestThread t, Text text, String name, long to, int room) {
    if (text.length(name) >= room) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    return text.write(to, name);
  }

  @Export(support = Support.PARTIAL, note = OWN)
  public static boolean GetModuleInformation(
      GuestThread t,
      @Handle long hProcess,
      long hModule,
      @Out(size = "cb") long lpmodinfo,
      int cb) {
    fileName(t, hProcess, hModule);
    if (Integer.compareUnsigned(cb, 24) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putLong(lpmodinfo, hModule);
    Memory.putLong(lpmodinfo + 8, imageSize(hModule) & 0xFFFF_FFFFL);
    Memory.putLong(lpmodinfo + 16, entryPoint(hModule));
    return true;
  }

  /**
   * What a process uses of memory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/psapi/nf-psapi-getprocessmemoryinfo">GetProcessMemoryInfo</a>
   */
  @Export(support = Support.PARTIAL, note = "The calling process; the runtime's own memory counts.")
  public static boolean GetProcessMemoryInfo(
      GuestThread t, @Handle long Process, @Out(size = "cb") long ppsmemCounters, int cb) {
    Handles.requireCurrentProcess(t, Process);
    if (Integer.compareUnsigned(cb, 72) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    long size = cb >= 80 ? 80 : 72;
    Memory.fill(ppsmemCounters, size, 0);
    Memory.putInt(ppsmemCounters, (int) size);
    Memory.putLong(ppsmemCounters + 8, HostSystem.ownMemory("VmHWM"));
    Memory.putLong(ppsmemCounters + 16, HostSystem.ownMemory("VmRSS"));
    long commit = HostSystem.ownMemory("RssAnon") + HostSystem.ownMemory("VmSwap");
    Memory.putLong(ppsmemCounters + 56, commit);
    Memory.putLong(ppsmemCounters + 64, commit);
    if (size == 80) {
      Memory.putLong(ppsmemCounters + 72, commit);
    }
    return true;
  }

  @Export(support = Support.PARTIAL, note = "The processes of the family.")
  public static boolean EnumProcesses(
      GuestThread t, @Out(size = "cb") long lpidProcess, int cb, @Out long lpcbNeeded) {
    Family family = t.process.family;
    int count = 0;
    for (int row = 0; row < (family == null ? 1 : family.rows()); row++) {
      if ((family == null || family.runs(row)) && 4L * (count + 1) <= (cb & 0xFFFF_FFFFL)) {
        int id = family == null ? t.process.id : family.identifier(row);
        Memory.putInt(lpidProcess + 4L * count++, id);
      }
    }
    Memory.putInt(lpcbNeeded, 4 * count);
    return true;
  }

  @Export(support = Support.PARTIAL, note = OWN)
  public static boolean EmptyWorkingSet(GuestThread t, @Handle long hProcess) {
    Handles.requireCurrentProcess(t, hProcess);
    return true;
  }

  /**
   * What the machine has, in pages, and how much of it is used.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/psapi/nf-psapi-getperformanceinfo">GetPerformanceInfo</a>
   */
  @Export(support = Support.PARTIAL, note = "Of processes and threads, the caller alone counts.")
  public static boolean GetPerformanceInfo(@Out(size = "cb") long pPerformanceInformation, int cb) {
    if (cb < PERFORMANCE_INFORMATION_SIZE) {
      throw Win32Error.BAD_LENGTH.exception();
    }
    long unpaged = HostSystem.memory("SUnreclaim") + HostSystem.memory("KernelStack");
    long paged = HostSystem.memory("SReclaimable");
    long committed = HostSystem.memory("Committed_AS");
    long[] bytes = {
      committed,
      HostSystem.memory("MemTotal") + HostSystem.memory("SwapTotal"),
      committed,
      HostSystem.memory("MemTotal"),
      HostSystem.memory("MemAvailable"),
      HostSystem.memory("Cached"),
      unpaged + paged,
      paged,
      unpaged,
    };
    Memory.fill(pPerformanceInformation, PERFORMANCE_INFORMATION_SIZE, 0);
    Memory.putInt(pPerformanceInformation, PERFORMANCE_INFORMATION_SIZE);
    for (int i = 0; i < bytes.length; i++) {
      Memory.putLong(pPerformanceInformation + 8 + 8L * i, bytes[i] / Memory.PAGE);
    }
    Memory.putLong(pPerformanceInformation + 80, Memory.PAGE);
    Memory.putInt(pPerformanceInformation + 92, 1);
    Memory.putInt(pPerformanceInformation + 96, 1);
    return true;
  }
}
