package decant.nt;

import decant.host.Memory;

/**
 * {@code SYSTEMTIME}: eight 16-bit fields (year, month, day of the week, day, hour, minute, second,
 * millisecond), and its conversion from and to FILETIME (100 ns since 1601), in the proleptic
 * Gregorian calendar.
 */
public final class SystemTime {
  public static final int SIZE = 16;
  public static final int YEAR = 0;
  public static final int MONTH = 2;
  public static final int DAY_OF_WEEK = 4;
  public static final int DAY = 6;
  public static final int HOUR = 8;
  public static final int MINUTE = 10;
  public static final int SECOND = 12;
  public static final int MILLISECONDS = 14;

  public static final long SECOND_UNITS = 10_000_000L;
  public static final long DAY_UNITS = 86_400 * SECOND_UNITS;

  private static final int FIRST_YEAR = 1601;
  private static final int LAST_YEAR = 30827;

  private SystemTime() {}

  /** Days from 1601-01-01 to a date. */
  public static long days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3;
    // 1601-01-01 is day 306 of the year that begins in March 1600.
    long y0 = y - 1600L;
    return y0 * 365
        + Math.floorDiv(y0, 4L)
        - Math.floorDiv(y0, 100L)
        + Math.floorDiv(y0, 400L)
        + (153L * m + 2) / 5
        + day
        - 1
        - 306;
  }

  /** The number of days of a month. */
  public static int monthLength(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** The day of the week, 0 for Sunday, of a number of days from 1601-01-01 (a Monday). */
  public static int dayOfWeek(long days) {
    return (int) Math.floorMod(days + 1, 7L);
  }

  /**
   * Writes the SYSTEMTIME of a FILETIME; {@code STATUS_INVALID_PARAMETER} when that is negative.
   */
  public static void put(long address, long fileTime) {
    if (fileTime < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long days = fileTime / DAY_UNITS;
    long ofDay = fileTime % DAY_UNITS;
    // Years of 400 * 365.2425 days from 1600-03-01, in which the leap day is the last.
    long z = days + 306;
    long era = z / 146_097;
    int dayOfEra = (int) (z % 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int m = (5 * dayOfYear + 2) / 153;
    int month = m < 10 ? m + 3 : m - 9;
    long year = 1600 + era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    int seconds = (int) (ofDay / SECOND_UNITS);
    Memory.putShort(address + YEAR, (int) year);
    Memory.putShort(address + MONTH, month);
    Memory.putShort(address + DAY_OF_WEEK, dayOfWeek(days));
    Memory.putShort(address + DAY, dayOfYear - (153 * m + 2) / 5 + 1);
    Memory.putShort(address + HOUR, seconds / 3600);
    Memory.putShort(address + MINUTE, seconds / 60 % 60);
    Memory.putShort(address + SECOND, seconds % 60);
    Memory.putShort(address + MILLISECONDS, (int) (ofDay % SECOND_UNITS / 10_000));
  }

  /**
   * The FILETIME of a SYSTEMTIME, whose day of the week does not matter; {@code
   * STATUS_INVALID_PARAMETER} when a field is out of its range.
   */
  public static long get(long address) {
    int year = Memory.getU16(address + YEAR);
    int month = Memory.getU16(address + MONTH);
    int day = Memory.getU16(address + DAY);
    int hour = Memory.getU16(address + HOUR);
    int minute = Memory.getU16(address + MINUTE);
    int second = Memory.getU16(address + SECOND);
    int millisecond = Memory.getU16(address + MILLISECONDS);
    if (year < FIRST_YEAR
        || year > LAST_YEAR
        || month < 1
        || month > 12
        || day < 1
        || day > monthLength(year, month)
        || hour > 23
        || minute > 59
        || second > 59
        || millisecond > 999) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return days(year, month, day) * DAY_UNITS
        + (hour * 3600L + minute * 60 + second) * SECOND_UNITS
        + millisecond * 10_000L;
  }
}
