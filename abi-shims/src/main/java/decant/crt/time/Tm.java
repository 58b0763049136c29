package decant.crt.time;

import decant.host.Memory;

/**
 * {@code struct tm} in guest memory, and the calendar: seconds since 1970 and what they are in
 * years, months and days of the proleptic Gregorian calendar.
 */
final class Tm {
  static final int SEC = 0;
  static final int MIN = 4;
  static final int HOUR = 8;
  static final int MDAY = 12;
  static final int MON = 16;
  static final int YEAR = 20;
  static final int WDAY = 24;
  static final int YDAY = 28;
  static final int ISDST = 32;
  static final int SIZE = 36;

  static final long DAY = 86400;
  private static final int DAYS_PER_400_YEARS = 146097;

  /** Days from 0000-03-01, where a year of this arithmetic begins, to 1970-01-01. */
  private static final int EPOCH = 719468;

  private Tm() {}

  static int get(long tm, int member) {
    return Memory.getInt(tm + member);
  }

  static boolean isLeap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** The day, counted from 1970-01-01, of a date; the month is 0 to 11, the day any number. */
  static long day(long year, int month, long dayOfMonth) {
    long y = month < 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    int march = (month + 10) % 12;
    long dayOfYear = (153L * march + 2) / 5 + dayOfMonth - 1;
    return era * DAYS_PER_400_YEARS
        + yearOfEra * 365
        + yearOfEra / 4
        - yearOfEra / 100
        + dayOfYear
        - EPOCH;
  }

  /** 0 for Sunday to 6. */
  static int dayOfWeek(long day) {
    return (int) Math.floorMod(day + 4, 7L);
  }

  /** Fills a structure with the time that is {@code seconds} after 1970-01-01 00:00:00. */
  static void put(long tm, long seconds, boolean dst) {
    long day = Math.floorDiv(seconds, DAY);
    int second = (int) (seconds - day * DAY);
    long shifted = day + EPOCH;
    long era = Math.floorDiv(shifted, (long) DAYS_PER_400_YEARS);
    int dayOfEra = (int) (shifted - era * DAYS_PER_400_YEARS);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / (DAYS_PER_400_YEARS - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int march = (5 * dayOfYear + 2) / 153;
    int month = (march + 2) % 12;
    long year = era * 400 + yearOfEra + (month < 2 ? 1 : 0);
    Memory.putInt(tm + SEC, second % 60);
    Memory.putInt(tm + MIN, second / 60 % 60);
    Memory.putInt(tm + HOUR, second / 3600);
    Memory.putInt(tm + MDAY, dayOfYear - (153 * march + 2) / 5 + 1);
    Memory.putInt(tm + MON, month);
    Memory.putInt(tm + YEAR, (int) (year - 1900));
    Memory.putInt(tm + WDAY, dayOfWeek(day));
    Memory.putInt(tm + YDAY, (int) (day - day(year, 0, 1)));
    Memory.putInt(tm + ISDST, dst ? 1 : 0);
  }

  /** Seconds since 1970-01-01 00:00:00 of a structure whose members may have any values. */
  static long seconds(long tm) {
    int months = get(tm, MON);
    long year = 1900L + get(tm, YEAR) + Math.floorDiv(months, 12);
    return day(year, Math.floorMod(months, 12), get(tm, MDAY)) * DAY
        + get(tm, HOUR) * 3600L
        + get(tm, MIN) * 60L
        + get(tm, SEC);
  }

  /** Sets every member to -1, as the functions do for a time that they do not accept. */
  static void invalidate(long tm) {
    Memory.fill(tm, SIZE, 0xFF);
  }
}
