package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.HostSystem;

/** processthreadsapi.h and winbase.h: how busy the machine and the process are. */
@Library({"kernel32", "kernelbase"})
public final class SystemLoad {
  /** 100 ns in one of the host's clock ticks. */
  private static final long TICK = 100_000;

  /** Places in the first line of {@code /proc/stat}. */
  private static final int USER = 0;

  private static final int NICE = 1;
  private static final int SYSTEM = 2;
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int INTERRUPTS = 5;
  private static final int SOFT_INTERRUPTS = 6;

  private static final int IO_COUNTERS_SIZE = 48;

  private SystemLoad() {}

  /**
   * The time that all processors were idle, in the kernel (idle included) and in programs.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getsystemtimes">GetSystemTimes</a>
   */
  @Export
  static boolean GetSystemTimes(
      @Out @Opt long lpIdleTime, @Out @Opt long lpKernelTime, @Out @Opt long lpUserTime) {
    long[] times = new long[10];
    String line = HostSystem.read("/proc/stat");
    int end = line.indexOf('\n');
    int i = -1;
    for (String word : line.substring(0, Math.max(0, end)).trim().split(" +")) {
      if (i >= 0 && i < times.length) {
        times[i] = Long.parseLong(word) * TICK;
      }
      i++;
    }
    long idle = times[IDLE] + times[IO_WAIT];
    put(lpIdleTime, idle);
    put(lpKernelTime, idle + times[SYSTEM] + times[INTERRUPTS] + times[SOFT_INTERRUPTS]);
    put(lpUserTime, times[USER] + times[NICE]);
    return true;
  }

  private static void put(long address, long value) {
    if (address != 0) {
      Memory.putLong(address, value);
    }
  }

  /** What the process has read and written. */
  @Export
  static boolean GetProcessIoCounters(
      GuestThread t, @Handle long hProcess, @Out long lpIoCounters) {
    Handles.requireCurrentProcess(t, hProcess);
    String io = HostSystem.read("/proc/self/io");
    Memory.fill(lpIoCounters, IO_COUNTERS_SIZE, 0);
    Memory.putLong(lpIoCounters, value(io, "syscr:"));
    Memory.putLong(lpIoCounters + 8, value(io, "syscw:"));
    Memory.putLong(lpIoCounters + 24, value(io, "rchar:"));
    Memory.putLong(lpIoCounters + 32, value(io, "wchar:"));
    return true;
  }

  private static long value(String text, String name) {
    int at = text.indexOf(name);
    if (at < 0) {
      return 0;
    }
    int end = text.indexOf('\n', at);
    return Long.parseLong(text.substring(at + name.length(), end < 0 ? text.length() : end).trim());
  }
}
