package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.HostSystem;
import decant.nt.SystemTime;
import decant.nt.TimeZones;
import decant.nt.Win32Error;

/** timezoneapi.h, and the times of winbase.h. */
@Library({"kernel32", "kernelbase"})
public final class TimeZoneApi {
  /** Days of the longest year and month: dividing by them never leads too far. */
  private static final int LEAP_YEAR = 366;

  private static final int LONG_MONTH = 31;
  private static final int FIRST_DOS_YEAR = 1980;
  private static final int LAST_DOS_YEAR = 2107;

  private TimeZoneApi() {}

  @Export
  static boolean FileTimeToSystemTime(@In long lpFileTime, @Out long lpSystemTime) {
    SystemTime.put(lpSystemTime, Memory.getLong(lpFileTime));
    return true;
  }

  @Export
  static boolean SystemTimeToFileTime(@In long lpSystemTime, @Out long lpFileTime) {
    Memory.putLong(lpFileTime, SystemTime.get(lpSystemTime));
    return true;
  }

  /** UTC to local time, with the offset of now, whatever the offset was then. */
  @Export
  static boolean FileTimeToLocalFileTime(@In long lpFileTime, @Out long lpLocalFileTime) {
    long time = Memory.getLong(lpFileTime);
    if (time < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(lpLocalFileTime, time + TimeZones.offset(HostSystem.now()));
    return true;
  }

  /** Local time to UTC, with the offset of now, whatever the offset was then. */
  @Export
  static boolean LocalFileTimeToFileTime(@In long lpLocalFileTime, @Out long lpFileTime) {
    long time = Memory.getLong(lpLocalFileTime);
    if (time < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(lpFileTime, time - TimeZones.offset(HostSystem.now()));
    return true;
  }

  @Export
  static int CompareFileTime(@In long lpFileTime1, @In long lpFileTime2) {
    return Long.compareUnsigned(Memory.getLong(lpFileTime1), Memory.getLong(lpFileTime2));
  }

  /**
   * The time zone.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/timezoneapi/nf-timezoneapi-gettimezoneinformation">GetTimeZoneInformation</a>
   */
  @Export(
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "The names are Java's, not always Windows'.")
  static int GetTimeZoneInformation(@Out long lpTimeZoneInformation) {
    return TimeZones.put(lpTimeZoneInformation, HostSystem.now());
  }

  @Export(
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "The names are Java's, not always Windows'.")
  static int GetDynamicTimeZoneInformation(@Out long pTimeZoneInformation) {
    int id = TimeZones.put(pTimeZoneInformation, HostSystem.now());
    Memory.fill(pTimeZoneInformation + TimeZones.SIZE, TimeZones.DYNAMIC_SIZE - TimeZones.SIZE, 0);
    Memory.putWideZ(pTimeZoneInformation + TimeZones.KEY_NAME, TimeZones.keyName());
    return id;
  }

  @Export(
      support = Support.PARTIAL,
      note = "The host's zone only: a zone that is passed is taken as its current rules.")
  static boolean GetTimeZoneInformationForYear(short wYear, @In @Opt long pdtzi, @Out long ptzi) {
    if (pdtzi != 0) {
      Memory.copy(pdtzi, ptzi, TimeZones.SIZE);
    } else {
      TimeZones.put(ptzi, SystemTime.days(wYear & 0xFFFF, 7, 1) * SystemTime.DAY_UNITS);
    }
    return true;
  }

  @Export({"SystemTimeToTzSpecificLocalTime", "SystemTimeToTzSpecificLocalTimeEx"})
  static boolean SystemTimeToTzSpecificLocalTime(
      @In @Opt long lpTimeZoneInformation, @In long lpUniversalTime, @Out long lpLocalTime) {
    long time = SystemTime.get(lpUniversalTime);
    long offset =
        lpTimeZoneInformation == 0
            ? TimeZones.offset(time)
            : -TimeZones.bias(lpTimeZoneInformation, time, false);
    SystemTime.put(lpLocalTime, time + offset);
    return true;
  }

  @Export({"TzSpecificLocalTimeToSystemTime", "TzSpecificLocalTimeToSystemTimeEx"})
  static boolean TzSpecificLocalTimeToSystemTime(
      @In @Opt long lpTimeZoneInformation, @In long lpLocalTime, @Out long lpUniversalTime) {
    long time = SystemTime.get(lpLocalTime);
    SystemTime.put(
        lpUniversalTime,
        lpTimeZoneInformation == 0
            ? TimeZones.toUtc(time)
            : time + TimeZones.bias(lpTimeZoneInformation, time, true));
    return true;
  }

  @Export(
      value = {"SetTimeZoneInformation", "SetDynamicTimeZoneInformation"},
      support = Support.STUB,
      note = "A program may not change the host's time zone: ERROR_PRIVILEGE_NOT_HELD.")
  static boolean SetTimeZoneInformation(@In long lpTimeZoneInformation) {
    throw Win32Error.PRIVILEGE_NOT_HELD.exception();
  }

  /** MS-DOS date and time to FILETIME. */
  @Export
  static boolean DosDateTimeToFileTime(short wFatDate, short wFatTime, @Out long lpFileTime) {
    int date = wFatDate & 0xFFFF;
    int time = wFatTime & 0xFFFF;
    int year = FIRST_DOS_YEAR + (date >> 9);
    int month = date >> 5 & 15;
    int day = date & 31;
    int seconds = (time & 31) * 2;
    if (month < 1
        || month > 12
        || day < 1
        || day > SystemTime.monthLength(year, month)
        || time >> 11 > 23
        || (time >> 5 & 63) > 59
        || seconds > 59) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long ofDay = (time >> 11) * 3600L + (time >> 5 & 63) * 60L + seconds;
    Memory.putLong(
        lpFileTime,
        SystemTime.days(year, month, day) * SystemTime.DAY_UNITS + ofDay * SystemTime.SECOND_UNITS);
    return true;
  }

  /** FILETIME to MS-DOS date and time, rounded up to two seconds. */
  @Export
  static boolean FileTimeToDosDateTime(
      @In long lpFileTime, @Out long lpFatDate, @Out long lpFatTime) {
    long time = Memory.getLong(lpFileTime);
    long unit = 2 * SystemTime.SECOND_UNITS;
    if (time < 0 || time > Long.MAX_VALUE - unit) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long rounded = (time + unit - 1) / unit * unit;
    long days = rounded / SystemTime.DAY_UNITS;
    if (days < SystemTime.days(FIRST_DOS_YEAR, 1, 1)
        || days >= SystemTime.days(LAST_DOS_YEAR + 1, 1, 1)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int year = FIRST_DOS_YEAR + (int) ((days - SystemTime.days(FIRST_DOS_YEAR, 1, 1)) / LEAP_YEAR);
    while (SystemTime.days(year + 1, 1, 1) <= days) {
      year++;
    }
    int month = 1 + (int) (days - SystemTime.days(year, 1, 1)) / LONG_MONTH;
    while (month < 12 && SystemTime.days(year, month + 1, 1) <= days) {
      month++;
    }
    int day = (int) (days - SystemTime.days(year, month, 1)) + 1;
    int seconds = (int) (rounded % SystemTime.DAY_UNITS / SystemTime.SECOND_UNITS);
    Memory.putShort(lpFatDate, year - FIRST_DOS_YEAR << 9 | month << 5 | day);
    Memory.putShort(lpFatTime, seconds / 3600 << 11 | seconds / 60 % 60 << 5 | seconds % 60 / 2);
    return true;
  }
}
