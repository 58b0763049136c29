package decant.crt.time;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.crt.CrtThread;
import decant.crt.InvalidParameter;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HostSystem;

/**
 * time.h and sys/timeb.h: clocks, and times broken down and put together. The functions without a
 * size in their names are those of 64 bits.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/time-management">Time
 *     management</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class TimeH {
  /**
   * The last moment that the functions of 64 bits know: the end of the year 3000, eight hours west
   * of UTC.
   */
  private static final long MAX_64 = 0x7_9340_6FFFL;

  private static final long MAX_32 = 0x7FFF_FFFFL;

  /** Local times may be this much before 1970. */
  private static final long MIN = -12 * 3600L;

  private static final int TIME_UTC = 1;

  private TimeH() {}

  private static long seconds() {
    return Math.floorDiv(System.currentTimeMillis(), 1000L);
  }

  @Export({"time", "_time64"})
  static long _time64(@Opt long destTime) {
    long now = seconds();
    if (destTime != 0) {
      Memory.putLong(destTime, now);
    }
    return now;
  }

  @Export
  static int _time32(@Opt long destTime) {
    long now = seconds();
    int result = now > MAX_32 ? -1 : (int) now;
    if (destTime != 0) {
      Memory.putInt(destTime, result);
    }
    return result;
  }

  /** Milliseconds since the process began. */
  @Export
  static int clock(GuestThread t) {
    long start = t.process.state(Start.class, p -> new Start(HostSystem.startTime())).fileTime();
    return (int) ((HostSystem.now() - start) / 10_000);
  }

  /** When a process began, as a FILETIME. */
  private record Start(long fileTime) {}

  @Export({"difftime", "_difftime64"})
  static double _difftime64(long timeEnd, long timeStart) {
    return timeEnd - timeStart;
  }

  @Export
  static double _difftime32(int timeEnd, int timeStart) {
    return (double) timeEnd - timeStart;
  }

  /** The thread's {@code struct tm}. */
  private static long tm(GuestThread t) {
    return CrtThread.buffer(t, CrtThread.Buffer.TM);
  }

  @Export({"gmtime", "_gmtime64"})
  static long _gmtime64(GuestThread t, @Opt long sourceTime) {
    return sourceTime == 0
        ? none(t)
        : result(t, universal(t, tm(t), Memory.getLong(sourceTime), MAX_64));
  }

  @Export
  static long _gmtime32(GuestThread t, @Opt long sourceTime) {
    return sourceTime == 0
        ? none(t)
        : result(t, universal(t, tm(t), Memory.getInt(sourceTime), MAX_32));
  }

  @Export({"localtime", "_localtime64"})
  static long _localtime64(GuestThread t, @Opt long sourceTime) {
    return sourceTime == 0
        ? none(t)
        : result(t, local(t, tm(t), Memory.getLong(sourceTime), MAX_64));
  }

  @Export
  static long _localtime32(GuestThread t, @Opt long sourceTime) {
    return sourceTime == 0
        ? none(t)
        : result(t, local(t, tm(t), Memory.getInt(sourceTime), MAX_32));
  }

  private static long none(GuestThread t) {
    InvalidParameter.raise(t);
    return 0;
  }

  private static long result(GuestThread t, int error) {
    return error == 0 ? tm(t) : 0;
  }

  private static int universal(GuestThread t, long tm, long time, long max) {
    if (time < MIN || time > max) {
      Tm.invalidate(tm);
      CrtErrno.EINVAL.set(t);
      return CrtErrno.EINVAL.code();
    }
    Tm.put(tm, time, false);
    return 0;
  }

  /** Breaks a time down as the time zone has it; returns the error number. */
  static int local(GuestThread t, long tm, long time, long max) {
    if (time < 0 || time > max) {
      Tm.invalidate(tm);
      CrtErrno.EINVAL.set(t);
      return CrtErrno.EINVAL.code();
    }
    long zone = CrtTimeZone.of(t).at(t, time);
    Tm.put(tm, time + CrtTimeZone.offset(zone), CrtTimeZone.isDaylight(zone));
    return 0;
  }

  /** Breaks down a time that the functions of 64 bits know. */
  static int local(GuestThread t, long tm, long time) {
    return local(t, tm, time, MAX_64);
  }

  @Export
  static int _gmtime64_s(GuestThread t, @Opt long tmDest, @Opt long sourceTime) {
    return isMissing(t, tmDest, sourceTime)
        ? CrtErrno.EINVAL.code()
        : universal(t, tmDest, Memory.getLong(sourceTime), MAX_64);
  }

  @Export
  static int _gmtime32_s(GuestThread t, @Opt long tmDest, @Opt long sourceTime) {
    return isMissing(t, tmDest, sourceTime)
        ? CrtErrno.EINVAL.code()
        : universal(t, tmDest, Memory.getInt(sourceTime), MAX_32);
  }

  @Export
  static int _localtime64_s(GuestThread t, @Opt long tmDest, @Opt long sourceTime) {
    return isMissing(t, tmDest, sourceTime)
        ? CrtErrno.EINVAL.code()
        : local(t, tmDest, Memory.getLong(sourceTime), MAX_64);
  }

  @Export
  static int _localtime32_s(GuestThread t, @Opt long tmDest, @Opt long sourceTime) {
    return isMissing(t, tmDest, sourceTime)
        ? CrtErrno.EINVAL.code()
        : local(t, tmDest, Memory.getInt(sourceTime), MAX_32);
  }

  private static boolean isMissing(GuestThread t, long tm, long time) {
    if (tm != 0 && time != 0) {
      return false;
    }
    if (tm != 0) {
      Tm.invalidate(tm);
    }
    InvalidParameter.raise(t);
    return true;
  }

  @Export({"mktime", "_mktime64"})
  static long _mktime64(GuestThread t, @Opt long timeptr) {
    return make(t, timeptr, true, MAX_64);
  }

  @Export
  static int _mktime32(GuestThread t, @Opt long timeptr) {
    return (int) make(t, timeptr, true, MAX_32);
  }

  @Export({"_mkgmtime", "_mkgmtime64"})
  static long _mkgmtime64(GuestThread t, @Opt long timeptr) {
    return make(t, timeptr, false, MAX_64);
  }

  @Export
  static int _mkgmtime32(GuestThread t, @Opt long timeptr) {
    return (int) make(t, timeptr, false, MAX_32);
  }

  /** The moment of a broken-down time, whose members become what they should be; or -1. */
  private static long make(GuestThread t, long tm, boolean isLocal, long max) {
    if (tm == 0) {
      InvalidParameter.raise(t);
      return -1;
    }
    long time = Tm.seconds(tm);
    if (isLocal) {
      time = CrtTimeZone.ready(t).toUtc(t, time, Tm.get(tm, Tm.ISDST));
    }
    if (time < 0 || time > max) {
      CrtErrno.EINVAL.set(t);
      return -1;
    }
    if (isLocal) {
      local(t, tm, time, max);
    } else {
      Tm.put(tm, time, false);
    }
    return time;
  }

  /** {@code struct _timeb}: seconds, milliseconds, minutes west of UTC, daylight saving time. */
  @Export({"_ftime", "_ftime64"})
  static void _ftime64(GuestThread t, @Opt long timeptr) {
    _ftime64_s(t, timeptr);
  }

  @Export
  static void _ftime32(GuestThread t, @Opt long timeptr) {
    _ftime32_s(t, timeptr);
  }

  @Export
  static int _ftime64_s(GuestThread t, @Opt long timeptr) {
    if (timeptr == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    long now = System.currentTimeMillis();
    Memory.putLong(timeptr, Math.floorDiv(now, 1000L));
    putZone(t, timeptr + 8, now);
    return 0;
  }

  @Export
  static int _ftime32_s(GuestThread t, @Opt long timeptr) {
    if (timeptr == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    long now = System.currentTimeMillis();
    Memory.putInt(timeptr, (int) Math.floorDiv(now, 1000L));
    putZone(t, timeptr + 4, now);
    return 0;
  }

  private static void putZone(GuestThread t, long address, long now) {
    CrtTimeZone zone = CrtTimeZone.ready(t);
    Memory.putShort(address, (int) Math.floorMod(now, 1000L));
    Memory.putShort(address + 2, zone.variable(CrtTimeZone.TIMEZONE) / 60);
    long at = zone.at(t, Math.floorDiv(now, 1000L));
    Memory.putShort(address + 4, CrtTimeZone.isDaylight(at) ? 1 : 0);
  }

  @Export(dll = "ucrtbase")
  static int _timespec64_get(@Opt long ts, int base) {
    if (ts == 0 || base != TIME_UTC) {
      return 0;
    }
    long ticks = unixTicks();
    Memory.putLong(ts, Math.floorDiv(ticks, 10_000_000L));
    Memory.putInt(ts + 8, (int) Math.floorMod(ticks, 10_000_000L) * 100);
    return base;
  }

  @Export(dll = "ucrtbase")
  static int _timespec32_get(@Opt long ts, int base) {
    if (ts == 0 || base != TIME_UTC) {
      return 0;
    }
    long ticks = unixTicks();
    Memory.putInt(ts, (int) Math.floorDiv(ticks, 10_000_000L));
    Memory.putInt(ts + 4, (int) Math.floorMod(ticks, 10_000_000L) * 100);
    return base;
  }

  /** Units of 100 ns since 1970. */
  private static long unixTicks() {
    return HostSystem.now() - 116_444_736_000_000_000L;
  }

  /** The local time; returns the milliseconds beyond its seconds. */
  @Export
  static int _getsystime(GuestThread t, long timeptr) {
    long now = System.currentTimeMillis();
    local(t, timeptr, Math.floorDiv(now, 1000L), MAX_64);
    return (int) Math.floorMod(now, 1000L);
  }
}
