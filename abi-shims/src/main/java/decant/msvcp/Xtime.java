package decant.msvcp;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;
import decant.kernel32.Clocks;
import decant.nt.HostSystem;
import decant.nt.sync.Waits;

/**
 * The clocks of Microsoft's C++ library, and {@code xtime}, the times that its waits end at: {@code
 * {long long sec; long nsec}} since 1970 (xtimec.h; in newer versions {@code _timespec64}). Machine
 * code reads the clocks.
 *
 * @see <a href="https://github.com/microsoft/STL/blob/main/stl/src/xtime.cpp">xtime.cpp</a>
 */
@Library("msvcp140")
public final class Xtime {
  private static final int NANOS = 8;
  private static final long SECOND = 1_000_000_000;

  private Xtime() {}

  /** The nanoseconds from now to a time, 0 when it is over; a null pointer is for ever. */
  static long remaining(long xtime) {
    if (xtime == 0) {
      return Waits.INFINITE;
    }
    java.time.Instant now = java.time.Instant.now();
    long seconds = Memory.getLong(xtime);
    if (seconds - now.getEpochSecond() >= Waits.INFINITE / SECOND - 2 && seconds > 0) {
      return Waits.INFINITE;
    }
    if (seconds < now.getEpochSecond() - 2) {
      return 0;
    }
    long nanos = Memory.getInt(xtime + NANOS) - (long) now.getNano();
    return Math.max(0, (seconds - now.getEpochSecond()) * SECOND + nanos);
  }

  /** Whether a pointer is to no time at all: who waits until then only tries. */
  static boolean isZero(long xtime) {
    return Memory.getLong(xtime) == 0 && Memory.getInt(xtime + NANOS) == 0;
  }

  /** The system's time in units of 100 ns since 1970. */
  @Export
  @Direct
  static long _Xtime_get_ticks() {
    return Clocks.realTime() - HostSystem.UNIX_EPOCH;
  }

  /** The counter of {@code QueryPerformanceCounter}. */
  @Export
  @Direct
  static long _Query_perf_counter() {
    return Clocks.monotonic();
  }

  /** The frequency of the counter in Hz. */
  @Export
  @Direct
  static native long _Query_perf_frequency();
}
