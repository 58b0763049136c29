package decant.crt.time;

import decant.abi.CrtErrno;
import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.crt.InvalidParameter;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * time.h: the time zone and its variables.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/daylight-dstbias-timezone-and-tzname">_daylight,
 *     _dstbias, _timezone, _tzname</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class TimeVariables {
  private TimeVariables() {}

  @Export
  static void _tzset(GuestThread t) {
    CrtTimeZone.of(t).set(t);
  }

  @Export(dll = "ucrtbase")
  static long __timezone(GuestThread t) {
    return CrtTimeZone.address(t, CrtTimeZone.TIMEZONE);
  }

  @Export(dll = "ucrtbase")
  static long __daylight(GuestThread t) {
    return CrtTimeZone.address(t, CrtTimeZone.DAYLIGHT);
  }

  @Export(dll = "ucrtbase")
  static long __dstbias(GuestThread t) {
    return CrtTimeZone.address(t, CrtTimeZone.DSTBIAS);
  }

  @Export(dll = "ucrtbase")
  static long __tzname(GuestThread t) {
    return CrtTimeZone.address(t, CrtTimeZone.TZNAME);
  }

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void _timezone(GuestThread t, long address) {
    CrtTimeZone.of(t).bind(CrtTimeZone.TIMEZONE, address);
  }

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void _daylight(GuestThread t, long address) {
    CrtTimeZone.of(t).bind(CrtTimeZone.DAYLIGHT, address);
  }

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void _dstbias(GuestThread t, long address) {
    CrtTimeZone.of(t).bind(CrtTimeZone.DSTBIAS, address);
  }

  @Export(dll = "msvcrt")
  @Data(size = 16)
  static void _tzname(GuestThread t, long address) {
    Memory.copy(CrtTimeZone.address(t, CrtTimeZone.TZNAME), address, 16);
  }

  @Export(dll = "ucrtbase")
  static int _get_timezone(GuestThread t, @Opt long seconds) {
    return get(t, CrtTimeZone.TIMEZONE, seconds);
  }

  @Export(dll = "ucrtbase")
  static int _get_daylight(GuestThread t, @Opt long hours) {
    return get(t, CrtTimeZone.DAYLIGHT, hours);
  }

  @Export(dll = "ucrtbase")
  static int _get_dstbias(GuestThread t, @Opt long seconds) {
    return get(t, CrtTimeZone.DSTBIAS, seconds);
  }

  private static int get(GuestThread t, int variable, long to) {
    if (to == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    Memory.putInt(to, CrtTimeZone.of(t).variable(variable));
    return 0;
  }

  /** Copies the name of standard (index 0) or daylight saving time (1), or says its size. */
  @Export
  static int _get_tzname(
      GuestThread t, @Opt long pReturnValue, @Opt long timeZoneName, long sizeInBytes, int index) {
    if (timeZoneName == 0 && sizeInBytes != 0 || pReturnValue == 0 || index < 0 || index > 1) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    long name = CrtTimeZone.of(t).nameAddress(index == 1);
    long size = Memory.narrowLength(name) + 1L;
    Memory.putLong(pReturnValue, size);
    if (timeZoneName == 0) {
      return 0;
    }
    if (Long.compareUnsigned(sizeInBytes, size) < 0) {
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    Memory.copy(name, timeZoneName, size);
    return 0;
  }
}
