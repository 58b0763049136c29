package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.host.Vdso;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.NtStatus;

/**
 * The clocks of profileapi.h, sysinfoapi.h and realtimeapiset.h. Machine code reads them from the
 * host's vDSO; the bodies here answer the first call, and tell the machine code where the vDSO is.
 * Interrupt time and ticks are the host's monotonic clock, which starts near boot and stands still
 * while the host sleeps.
 */
@Library({"kernel32", "kernelbase"})
public final class Clocks {
  private static final long FREQUENCY = 10_000_000;

  private Clocks() {}

  /** Once is enough, twice does no harm. */
  private static void findClock() {
    long clock = Vdso.find("__vdso_clock_gettime");
    Memory.putLong(
        Gate.machineCode("data_clock_gettime"),
        clock != 0 ? clock : Gate.machineCode("clock_gettime_syscall"));
  }

  /** The performance counter, in units of 100 ns; from now on machine code reads it. */
  public static long monotonic() {
    findClock();
    return System.nanoTime() / 100;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/profileapi/nf-profileapi-queryperformancecounter">QueryPerformanceCounter</a>
   */
  @Export
  @Direct
  static boolean QueryPerformanceCounter(@Out long lpPerformanceCount) {
    Memory.putLong(lpPerformanceCount, monotonic());
    return true;
  }

  /**
   * 10 MHz, as on Windows 10.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/profileapi/nf-profileapi-queryperformancefrequency">QueryPerformanceFrequency</a>
   */
  @Export
  @Direct
  static native boolean QueryPerformanceFrequency(@Out long lpFrequency);

  @Export(dll = "ntdll")
  @Direct("QueryPerformanceCounter")
  static native boolean RtlQueryPerformanceCounter(@Out long counter);

  @Export(dll = "ntdll")
  @Direct("QueryPerformanceFrequency")
  static native boolean RtlQueryPerformanceFrequency(@Out long frequency);

  /** Counter and frequency at once. */
  @Export(dll = "ntdll")
  static int NtQueryPerformanceCounter(@Out long counter, @Out @Opt long frequency) {
    Memory.putLong(counter, System.nanoTime() / 100);
    if (frequency != 0) {
      Memory.putLong(frequency, FREQUENCY);
    }
    return 0;
  }

  /**
   * Milliseconds; wraps around after 49.7 days.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount">GetTickCount</a>
   */
  @Export
  @Direct
  static int GetTickCount(GuestThread t) {
    return (int) GetTickCount64(t);
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount64">GetTickCount64</a>
   */
  @Export
  @Direct
  static long GetTickCount64(GuestThread t) {
    findClock();
    // The same clock that the machine code reads from now on: time never goes back.
    return Gate.call(t, Gate.machineCode("GetTickCount64"));
  }

  @Export(dll = "ntdll")
  @Direct("GetTickCount")
  static native int NtGetTickCount();

  @Export(dll = "winmm")
  @Direct("GetTickCount")
  static native int timeGetTime();

  /**
   * The precise one, too: the host's clock is as fine either way.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsystemtimeasfiletime">GetSystemTimeAsFileTime</a>
   */
  @Export({"GetSystemTimeAsFileTime", "GetSystemTimePreciseAsFileTime"})
  @Direct
  static void GetSystemTimeAsFileTime(@Out long lpSystemTimeAsFileTime) {
    Memory.putLong(lpSystemTimeAsFileTime, realTime());
  }

  /** The system's time as a FILETIME; from now on machine code reads it. */
  public static long realTime() {
    findClock();
    return HostSystem.now();
  }

  /** The system's time, as {@code GetSystemTimePreciseAsFileTime} has it, as the result. */
  @Export(dll = "ntdll")
  static long RtlGetSystemTimePrecise() {
    return HostSystem.now();
  }

  @Export(dll = "ntdll")
  static int NtQuerySystemTime(@Out long systemTime) {
    Memory.putLong(systemTime, HostSystem.now());
    return 0;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/realtimeapiset/nf-realtimeapiset-queryunbiasedinterrupttime">QueryUnbiasedInterruptTime</a>
   */
  @Export
  @Direct
  static boolean QueryUnbiasedInterruptTime(@Out long lpUnbiasedInterruptTime) {
    if (lpUnbiasedInterruptTime == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.putLong(lpUnbiasedInterruptTime, monotonic());
    return true;
  }

  @Export(
      dll = "kernelbase",
      value = {
        "QueryInterruptTime",
        "QueryInterruptTimePrecise",
        "QueryUnbiasedInterruptTimePrecise"
      })
  static void QueryInterruptTime(GuestThread t, @Out long lpInterruptTime) {
    Memory.putLong(lpInterruptTime, System.nanoTime() / 100);
  }
}
