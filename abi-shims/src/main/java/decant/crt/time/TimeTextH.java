package decant.crt.time;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Text;
import decant.crt.CrtLocale;
import decant.crt.CrtThread;
import decant.crt.InvalidParameter;
import decant.crt.Locales;
import decant.crt.Units;
import decant.crt.start.Strings;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * time.h: times as text.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/time-management">Time
 *     management</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class TimeTextH {
  /** Units that {@code asctime} writes, with the zero. */
  private static final int ASCTIME = 26;

  /** Units that {@code _strdate} and {@code _strtime} write, with the zero. */
  private static final int STRDATE = 9;

  /** As much as the library takes of pointers to strings. */
  private static final int NAMES_BLOCK = 8 * 91;

  private TimeTextH() {}

  @Export(value = "strftime", dll = "msvcrt")
  static long strftimeClassic(
      GuestThread t, long strDest, long maxsize, long format, @Opt long timeptr) {
    return format(t, Units.NARROW, strDest, maxsize, format, timeptr, style(t, 0, true));
  }

  @Export(
      value = {"strftime", "_Strftime"},
      dll = "ucrtbase")
  public static long strftime(
      GuestThread t, long strDest, long maxsize, long format, @Opt long timeptr) {
    return format(t, Units.NARROW, strDest, maxsize, format, timeptr, style(t, 0, false));
  }

  @Export(dll = "ucrtbase")
  static long _strftime_l(
      GuestThread t, long strDest, long maxsize, long format, @Opt long timeptr, @Opt long locale) {
    return format(t, Units.NARROW, strDest, maxsize, format, timeptr, style(t, locale, false));
  }

  @Export(value = "wcsftime", dll = "msvcrt")
  static long wcsftimeClassic(
      GuestThread t, long strDest, long maxsize, long format, @Opt long timeptr) {
    return format(t, Units.WIDE, strDest, maxsize, format, timeptr, style(t, 0, true));
  }

  @Export(
      value = {"wcsftime", "_Wcsftime"},
      dll = "ucrtbase")
  public static long wcsftime(
      GuestThread t, long strDest, long maxsize, long format, @Opt long timeptr) {
    return format(t, Units.WIDE, strDest, maxsize, format, timeptr, style(t, 0, false));
  }

  @Export
  static long _wcsftime_l(
      GuestThread t, long strDest, long maxsize, long format, @Opt long timeptr, @Opt long locale) {
    return format(t, Units.WIDE, strDest, maxsize, format, timeptr, style(t, locale, false));
  }

  private static TimeText.Style style(GuestThread t, long locale, boolean classic) {
    if (Locales.of(t, locale).lcid(CrtLocale.LC_TIME) != 0) {
      return TimeText.Style.ENGLISH;
    }
    return classic ? TimeText.Style.CLASSIC : TimeText.Style.STANDARD;
  }

  /** Returns the length without the zero, or 0 after an error. */
  private static long format(
      GuestThread t, int unit, long to, long room, long format, long tm, TimeText.Style style) {
    if (to == 0 || room <= 0 || format == 0 || tm == 0) {
      InvalidParameter.raise(t);
      return 0;
    }
    Units.put(unit, to, 0);
    CharSequence text;
    try {
      text = new TimeText(t, tm, style, room).format(unit, format);
    } catch (TimeText.Invalid e) {
      InvalidParameter.raise(t);
      return 0;
    }
    if (text.length() >= room) {
      CrtErrno.ERANGE.set(t);
      return 0;
    }
    Units.putZ(unit, to, text);
    return text.length();
  }

  @Export
  static long asctime(GuestThread t, @Opt long timeptr) {
    long buffer = CrtThread.buffer(t, CrtThread.Buffer.ASCTIME);
    return ascii(t, Units.NARROW, buffer, ASCTIME, timeptr) == 0 ? buffer : 0;
  }

  @Export
  static long _wasctime(GuestThread t, @Opt long timeptr) {
    long buffer = CrtThread.buffer(t, CrtThread.Buffer.WASCTIME);
    return ascii(t, Units.WIDE, buffer, ASCTIME, timeptr) == 0 ? buffer : 0;
  }

  @Export
  static int asctime_s(GuestThread t, @Opt long buffer, long numberOfElements, @Opt long tmSource) {
    return ascii(t, Units.NARROW, buffer, numberOfElements, tmSource);
  }

  @Export
  static int _wasctime_s(
      GuestThread t, @Opt long buffer, long numberOfElements, @Opt long tmSource) {
    return ascii(t, Units.WIDE, buffer, numberOfElements, tmSource);
  }

  private static int ascii(GuestThread t, int unit, long to, long room, long tm) {
    if (to == 0 || room <= 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    Units.put(unit, to, 0);
    if (room < ASCTIME || tm == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    try {
      Units.putZ(unit, to, TimeText.ascii(t, tm));
      return 0;
    } catch (TimeText.Invalid e) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
  }

  @Export({"ctime", "_ctime64"})
  static long _ctime64(GuestThread t, @Opt long sourceTime) {
    return local(t, sourceTime, Long.BYTES) ? asctime(t, tm(t)) : 0;
  }

  @Export
  static long _ctime32(GuestThread t, @Opt long sourceTime) {
    return local(t, sourceTime, Integer.BYTES) ? asctime(t, tm(t)) : 0;
  }

  @Export({"_wctime", "_wctime64"})
  static long _wctime64(GuestThread t, @Opt long sourceTime) {
    return local(t, sourceTime, Long.BYTES) ? _wasctime(t, tm(t)) : 0;
  }

  @Export
  static long _wctime32(GuestThread t, @Opt long sourceTime) {
    return local(t, sourceTime, Integer.BYTES) ? _wasctime(t, tm(t)) : 0;
  }

  @Export
  static int _ctime64_s(
      GuestThread t, @Opt long buffer, long numberOfElements, @Opt long sourceTime) {
    return current(t, Units.NARROW, buffer, numberOfElements, sourceTime, Long.BYTES);
  }

  @Export
  static int _ctime32_s(
      GuestThread t, @Opt long buffer, long numberOfElements, @Opt long sourceTime) {
    return current(t, Units.NARROW, buffer, numberOfElements, sourceTime, Integer.BYTES);
  }

  @Export
  static int _wctime64_s(
      GuestThread t, @Opt long buffer, long numberOfElements, @Opt long sourceTime) {
    return current(t, Units.WIDE, buffer, numberOfElements, sourceTime, Long.BYTES);
  }

  @Export
  static int _wctime32_s(
      GuestThread t, @Opt long buffer, long numberOfElements, @Opt long sourceTime) {
    return current(t, Units.WIDE, buffer, numberOfElements, sourceTime, Integer.BYTES);
  }

  private static int current(
      GuestThread t, int unit, long buffer, long room, long sourceTime, int size) {
    if (buffer != 0 && room > 0) {
      Units.put(unit, buffer, 0);
    }
    return local(t, sourceTime, size)
        ? ascii(t, unit, buffer, room, tm(t))
        : CrtErrno.EINVAL.code();
  }

  private static long tm(GuestThread t) {
    return CrtThread.buffer(t, CrtThread.Buffer.TM);
  }

  /** Breaks the time at an address down into the thread's {@code struct tm}. */
  private static boolean local(GuestThread t, long sourceTime, int size) {
    if (sourceTime == 0) {
      InvalidParameter.raise(t);
      return false;
    }
    long time = size == Integer.BYTES ? Memory.getInt(sourceTime) : Memory.getLong(sourceTime);
    return TimeH.local(t, tm(t), time) == 0;
  }

  @Export
  static long _strdate(GuestThread t, @Opt long datestr) {
    return now(t, Units.NARROW, datestr, STRDATE, "%m/%d/%y") == 0 ? datestr : 0;
  }

  @Export
  static long _wstrdate(GuestThread t, @Opt long datestr) {
    return now(t, Units.WIDE, datestr, STRDATE, "%m/%d/%y") == 0 ? datestr : 0;
  }

  @Export
  static int _strdate_s(GuestThread t, @Opt long buffer, long numberOfElements) {
    return now(t, Units.NARROW, buffer, numberOfElements, "%m/%d/%y");
  }

  @Export
  static int _wstrdate_s(GuestThread t, @Opt long buffer, long numberOfElements) {
    return now(t, Units.WIDE, buffer, numberOfElements, "%m/%d/%y");
  }

  @Export
  static long _strtime(GuestThread t, @Opt long timestr) {
    return now(t, Units.NARROW, timestr, STRDATE, "%H:%M:%S") == 0 ? timestr : 0;
  }

  @Export
  static long _wstrtime(GuestThread t, @Opt long timestr) {
    return now(t, Units.WIDE, timestr, STRDATE, "%H:%M:%S") == 0 ? timestr : 0;
  }

  @Export
  static int _strtime_s(GuestThread t, @Opt long buffer, long numberOfElements) {
    return now(t, Units.NARROW, buffer, numberOfElements, "%H:%M:%S");
  }

  @Export
  static int _wstrtime_s(GuestThread t, @Opt long buffer, long numberOfElements) {
    return now(t, Units.WIDE, buffer, numberOfElements, "%H:%M:%S");
  }

  private static int now(GuestThread t, int unit, long to, long room, String format) {
    if (to == 0 || room <= 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    Units.put(unit, to, 0);
    if (room < STRDATE) {
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    long tm = CrtThread.buffer(t, CrtThread.Buffer.NOW);
    TimeH.local(t, tm, System.currentTimeMillis() / 1000);
    Units.putZ(unit, to, TimeText.text(t, tm, format));
    return 0;
  }

  /** The names of the days for C++ locales: a colon before each short and each long one. */
  @Export
  public static long _Getdays(GuestThread t) {
    return names(t, Text.ANSI, TimeText.DAYS);
  }

  @Export
  public static long _Getmonths(GuestThread t) {
    return names(t, Text.ANSI, TimeText.MONTHS);
  }

  @Export(dll = "ucrtbase")
  public static long _W_Getdays(GuestThread t) {
    return names(t, Text.WIDE, TimeText.DAYS);
  }

  @Export(dll = "ucrtbase")
  public static long _W_Getmonths(GuestThread t) {
    return names(t, Text.WIDE, TimeText.MONTHS);
  }

  /**
   * The names and formats of the locale, in a block to free. Nobody but {@code _Strftime} and
   * {@code _Wcsftime} looks into it, and these take them from the locale here.
   */
  @Export({"_Gettnames", "_W_Gettnames"})
  static long _Gettnames(GuestThread t) {
    return t.process.heap.allocate(t, NAMES_BLOCK);
  }

  private static long names(GuestThread t, Text encoding, String[] names) {
    StringBuilder all = new StringBuilder(160);
    for (String name : names) {
      all.append(':').append(name, 0, TimeText.SHORT).append(':').append(name);
    }
    return Strings.make(t, encoding, all.toString());
  }
}
