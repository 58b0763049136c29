package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nls.EnglishLocale;
import decant.nls.Pictures;
import decant.nt.GuestThread;
import decant.nt.SystemTime;
import decant.nt.Win32Error;

/** datetimeapi.h: dates and times as text, in English. */
@Library({"kernel32", "kernelbase"})
public final class DateTimeApi {
  private static final int DATE_LONGDATE = 2;
  private static final int DATE_YEARMONTH = 8;
  private static final int DATE_MONTHDAY = 0x80;
  private static final int TIME_NOMINUTESORSECONDS = 1;
  private static final int TIME_NOSECONDS = 2;
  private static final int TIME_NOTIMEMARKER = 4;
  private static final int TIME_FORCE24HOURFORMAT = 8;
  private static final String ONE = "In the en-US locale only.";

  private DateTimeApi() {}

  private static void checkLocale(int locale) {
    if (!EnglishLocale.isKnown(locale)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }

  /** The time that is passed, or the local time of now; on the thread's scratch memory. */
  private static long time(GuestThread t, long given) {
    if (given != 0) {
      return given;
    }
    long now = t.scratch();
    SysInfoApi.GetLocalTime(now);
    return now;
  }

  /**
   * A date as text.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/datetimeapi/nf-datetimeapi-getdateformatw">GetDateFormat</a>
   */
  @Export(support = Support.PARTIAL, note = ONE)
  static int GetDateFormat(
      GuestThread t,
      Text text,
      int Locale,
      int dwFlags,
      @In @Opt long lpDate,
      @Opt String lpFormat,
      @Out @Opt long lpDateStr,
      int cchDate) {
    checkLocale(Locale);
    return date(t, text, dwFlags, lpDate, lpFormat, lpDateStr, cchDate);
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static int GetDateFormatEx(
      GuestThread t,
      @Wide @Opt String lpLocaleName,
      int dwFlags,
      @In @Opt long lpDate,
      @Wide @Opt String lpFormat,
      @Out @Opt long lpDateStr,
      int cchDate,
      @Opt long lpCalendar) {
    checkLocale(localeOf(lpLocaleName));
    return date(t, Text.WIDE, dwFlags, lpDate, lpFormat, lpDateStr, cchDate);
  }

  /** The identifier of a name; of an unknown one, none that is known. */
  private static int localeOf(String name) {
    int lcid = EnglishLocale.lcid(name);
    return lcid == 0 ? -1 : lcid;
  }

  private static int date(
      GuestThread t, Text text, int flags, long date, String format, long to, int room) {
    String picture = format;
    if (picture == null) {
      int type = 0x1F;
      if ((flags & DATE_LONGDATE) != 0) {
        type = 0x20;
      } else if ((flags & DATE_YEARMONTH) != 0) {
        type = 0x1006;
      } else if ((flags & DATE_MONTHDAY) != 0) {
        type = 0x78;
      }
      picture = EnglishLocale.info(type);
    } else if ((flags & (DATE_LONGDATE | 1 | DATE_YEARMONTH)) != 0) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
    long time = time(t, date);
    int year = Memory.getU16(time + SystemTime.YEAR);
    int month = Memory.getU16(time + SystemTime.MONTH);
    int day = Memory.getU16(time + SystemTime.DAY);
    if (year < 1601
        || month < 1
        || month > 12
        || day < 1
        || day > SystemTime.monthLength(year, month)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return WinNls.putString(text, Pictures.date(picture, time), to, room);
  }

  /**
   * A time as text.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/datetimeapi/nf-datetimeapi-gettimeformatw">GetTimeFormat</a>
   */
  @Export(support = Support.PARTIAL, note = ONE)
  static int GetTimeFormat(
      GuestThread t,
      Text text,
      int Locale,
      int dwFlags,
      @In @Opt long lpTime,
      @Opt String lpFormat,
      @Out @Opt long lpTimeStr,
      int cchTime) {
    checkLocale(Locale);
    return time(t, text, dwFlags, lpTime, lpFormat, lpTimeStr, cchTime);
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static int GetTimeFormatEx(
      GuestThread t,
      @Wide @Opt String lpLocaleName,
      int dwFlags,
      @In @Opt long lpTime,
      @Wide @Opt String lpFormat,
      @Out @Opt long lpTimeStr,
      int cchTime) {
    checkLocale(localeOf(lpLocaleName));
    return time(t, Text.WIDE, dwFlags, lpTime, lpFormat, lpTimeStr, cchTime);
  }

  private static int time(
      GuestThread t, Text text, int flags, long given, String format, long to, int room) {
    String picture = format;
    if (picture == null) {
      boolean full = (flags & TIME_FORCE24HOURFORMAT) != 0;
      picture = full ? "HH" : "h";
      if ((flags & TIME_NOMINUTESORSECONDS) == 0) {
        picture += (flags & TIME_NOSECONDS) != 0 ? ":mm" : ":mm:ss";
      }
      if (!full && (flags & TIME_NOTIMEMARKER) == 0) {
        picture += " tt";
      }
    }
    long time = time(t, given);
    if (Memory.getU16(time + SystemTime.HOUR) > 23
        || Memory.getU16(time + SystemTime.MINUTE) > 59
        || Memory.getU16(time + SystemTime.SECOND) > 59) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return WinNls.putString(text, Pictures.time(picture, time), to, room);
  }
}
