package decant.nt;

import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Time;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The host's time zone, and {@code TIME_ZONE_INFORMATION} structures. FILETIMEs are UTC unless they
 * are called local.
 */
public final class TimeZones {
  public static final int TIME_ZONE_ID_UNKNOWN = 0;
  public static final int TIME_ZONE_ID_STANDARD = 1;
  public static final int TIME_ZONE_ID_DAYLIGHT = 2;

  /** Offsets in {@code TIME_ZONE_INFORMATION}, which {@code DYNAMIC_...} extends. */
  public static final int BIAS = 0;

  public static final int STANDARD_NAME = 4;
  public static final int STANDARD_DATE = 68;
  public static final int STANDARD_BIAS = 84;
  public static final int DAYLIGHT_NAME = 88;
  public static final int DAYLIGHT_DATE = 152;
  public static final int DAYLIGHT_BIAS = 168;
  public static final int SIZE = 172;
  public static final int KEY_NAME = 172;
  public static final int DYNAMIC_SIZE = 432;

  private static final String UNIVERSAL = "Coordinated Universal Time";

  /** Where a {@code time_t} lies behind a {@code struct tm}. */
  private static final int SECONDS = 64;

  /** Offsets change at quarters of hours, if at all. */
  private static final long OFFSET_PERIOD = 15 * 60 * SystemTime.SECOND_UNITS;

  /** The offset of a period, counted from 1601. */
  private record Offset(long period, long units) {}

  /** What was asked for last; most programs ask for that of now. */
  private static volatile Offset last;

  private static final long MINUTE_UNITS = 60 * SystemTime.SECOND_UNITS;

  private TimeZones() {}

  /**
   * What is to be added to a FILETIME to make it local, at that time. The host's C library is
   * asked, as programs of some makers want to know when they start: the JDK's zones take 15 ms.
   */
  public static long offset(long fileTime) {
    Offset known = last;
    long period = Math.floorDiv(fileTime, OFFSET_PERIOD);
    if (known == null || known.period != period) {
      known = new Offset(period, hostOffset(fileTime));
      last = known;
    }
    return known.units;
  }

  private static long hostOffset(long fileTime) {
    return (host(fileTime) >> 1) * SystemTime.SECOND_UNITS;
  }

  /** What the C library says of a time: twice the seconds east of UTC, plus 1 in summer time. */
  private static long host(long fileTime) {
    HostBuffer buffer = HostBuffer.get();
    long seconds = Math.floorDiv(fileTime - HostSystem.UNIX_EPOCH, SystemTime.SECOND_UNITS);
    buffer.putLong(SECONDS, seconds);
    if (Time.localtime_r(buffer.struct() + SECONDS, buffer.struct()) == 0) {
      return 0; // a year that no int holds
    }
    return buffer.getLong(Time.TM_GMTOFF) << 1 | (buffer.getInt(Time.TM_ISDST) > 0 ? 1 : 0);
  }

  /** {@code TIME_ZONE_ID_*} of a time, as {@link #put} returns it. */
  public static int id(long now) {
    int year = year(now);
    long winter = offset(SystemTime.days(year, 1, 1) * SystemTime.DAY_UNITS);
    long summer = offset(SystemTime.days(year, 7, 1) * SystemTime.DAY_UNITS);
    if (winter == summer) {
      return TIME_ZONE_ID_UNKNOWN;
    }
    return offset(now) == Math.max(winter, summer) ? TIME_ZONE_ID_DAYLIGHT : TIME_ZONE_ID_STANDARD;
  }

  /** A local FILETIME of the host's zone as UTC; of an hour that occurs twice, the first. */
  public static long toUtc(long local) {
    long before = offset(local - SystemTime.DAY_UNITS);
    long after = offset(local + SystemTime.DAY_UNITS);
    boolean changed = hostOffset(local - before) != before && hostOffset(local - after) == after;
    return local - (changed ? after : before);
  }

  /**
   * Fills a {@code TIME_ZONE_INFORMATION} for the year of a time and returns {@code
   * TIME_ZONE_ID_*}. The C library is asked for the changes, as for {@link #offset}, and the JDK
   * for names alone.
   */
  public static int put(long address, long now) {
    Memory.fill(address, SIZE, 0);
    int year = year(now);
    long from = SystemTime.days(year, 1, 1) * SystemTime.DAY_UNITS;
    long month = (SystemTime.days(year + 1, 1, 1) * SystemTime.DAY_UNITS - from) / 12;
    long standard = host(now) >> 1;
    boolean changes = false;
    boolean daylight = false;
    for (int i = 0; i < 12; i++, from += month) {
      long before = host(from);
      long after = host(from + month);
      if ((before & 1) == (after & 1)) {
        continue; // whatever has changed, that is not summer time
      }
      boolean begins = after > before;
      putRule(
          address + (begins ? DAYLIGHT_DATE : STANDARD_DATE),
          firstNotOf(before, from, from + month) + (before >> 1) * SystemTime.SECOND_UNITS);
      if (begins) {
        long summer = after >> 1;
        daylight = host(now) >> 1 == summer;
        standard = before >> 1;
        Memory.putInt(address + DAYLIGHT_BIAS, (int) (standard - summer) / 60);
        changes = true;
      }
    }
    if (!changes) {
      Memory.fill(address + STANDARD_DATE, SystemTime.SIZE, 0);
    }
    Memory.putInt(address + BIAS, (int) -standard / 60);
    boolean universal = standard == 0 && !changes;
    putName(address + STANDARD_NAME, universal ? UNIVERSAL : name(false));
    putName(address + DAYLIGHT_NAME, universal ? UNIVERSAL : name(true));
    if (!changes) {
      return TIME_ZONE_ID_UNKNOWN;
    }
    return daylight ? TIME_ZONE_ID_DAYLIGHT : TIME_ZONE_ID_STANDARD;
  }

  /** The first second between two times at which something else holds than at the first. */
  private static long firstNotOf(long host, long from, long to) {
    long last = from / SystemTime.SECOND_UNITS;
    long first = to / SystemTime.SECOND_UNITS;
    while (first - last > 1) {
      long middle = (first + last) / 2;
      if (host(middle * SystemTime.SECOND_UNITS) == host) {
        last = middle;
      } else {
        first = middle;
      }
    }
    return first * SystemTime.SECOND_UNITS;
  }

  private static String name(boolean daylight) {
    return TimeZone.getDefault().getDisplayName(daylight, TimeZone.LONG, Locale.US);
  }

  /** The zone's name in the registry of Windows, as far as the host can tell. */
  public static String keyName() {
    long now = HostSystem.now();
    return offset(now) == 0 && id(now) == TIME_ZONE_ID_UNKNOWN ? "UTC" : name(false);
  }

  private static void putName(long address, String name) {
    Memory.putWideZ(address, name.length() < 32 ? name : name.substring(0, 31));
  }

  /** A local time as "the n-th weekday of a month", where 5 is the last. */
  private static void putRule(long address, long local) {
    SystemTime.put(address, local);
    int day = Memory.getU16(address + SystemTime.DAY);
    int length =
        SystemTime.monthLength(
            Memory.getU16(address + SystemTime.YEAR), Memory.getU16(address + SystemTime.MONTH));
    Memory.putShort(address + SystemTime.DAY, day + 7 > length ? 5 : (day - 1) / 7 + 1);
    Memory.putShort(address + SystemTime.YEAR, 0);
  }

  /**
   * The bias of a {@code TIME_ZONE_INFORMATION} at a time: what is to be added to local time.
   *
   * @param zone the structure
   * @param time a FILETIME
   * @param local whether that is local
   */
  public static long bias(long zone, long time, boolean local) {
    long bias = Memory.getInt(zone + BIAS) * MINUTE_UNITS;
    long standard = bias + Memory.getInt(zone + STANDARD_BIAS) * MINUTE_UNITS;
    long daylight = bias + Memory.getInt(zone + DAYLIGHT_BIAS) * MINUTE_UNITS;
    if (Memory.getU16(zone + STANDARD_DATE + SystemTime.MONTH) == 0
        || Memory.getU16(zone + DAYLIGHT_DATE + SystemTime.MONTH) == 0) {
      return bias;
    }
    int year = year(local ? time : time - standard);
    // A change to daylight time is written in standard time, and the other way round.
    long begins = change(zone + DAYLIGHT_DATE, year) + (local ? 0 : standard);
    long ends = change(zone + STANDARD_DATE, year) + (local ? 0 : daylight);
    boolean inside = begins < ends ? time >= begins && time < ends : time >= begins || time < ends;
    return inside ? daylight : standard;
  }

  private static int year(long fileTime) {
    int year = 1601 + (int) (fileTime / (SystemTime.DAY_UNITS * 366));
    while (SystemTime.days(year + 1, 1, 1) * SystemTime.DAY_UNITS <= fileTime) {
      year++;
    }
    return year;
  }

  /** The local time of a change in a year. */
  private static long change(long date, int year) {
    int month = Memory.getU16(date + SystemTime.MONTH);
    int day = Memory.getU16(date + SystemTime.DAY);
    if (month > 12 || day < 1) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (Memory.getU16(date + SystemTime.YEAR) == 0) {
      int weekday = Memory.getU16(date + SystemTime.DAY_OF_WEEK);
      int first = SystemTime.dayOfWeek(SystemTime.days(year, month, 1));
      int occurrence = 1 + Math.floorMod(weekday - first, 7) + 7 * (Math.min(day, 5) - 1);
      day = occurrence > SystemTime.monthLength(year, month) ? occurrence - 7 : occurrence;
    }
    long seconds =
        Memory.getU16(date + SystemTime.HOUR) * 3600L
            + Memory.getU16(date + SystemTime.MINUTE) * 60L
            + Memory.getU16(date + SystemTime.SECOND);
    return SystemTime.days(year, month, day) * SystemTime.DAY_UNITS
        + seconds * SystemTime.SECOND_UNITS;
  }
}
