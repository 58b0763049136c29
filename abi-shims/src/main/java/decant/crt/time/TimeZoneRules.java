package decant.crt.time;

/**
 * A time zone as Microsoft's {@code TZ} describes one: three letters, the hours, minutes and
 * seconds west of UTC, and three letters when there is daylight saving time, which is then that of
 * the United States.
 *
 * @param standard name of standard time
 * @param daylight name of daylight saving time, empty for none
 * @param west seconds from local standard time to UTC
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/tzset">_tzset</a>
 */
record TimeZoneRules(String standard, String daylight, int west) {
  private static final int NAME = 3;
  private static final int HOUR = 3600;

  /** The zone that the CRT is in before it looks for the true one. */
  static final TimeZoneRules PACIFIC = new TimeZoneRules("PST", "PDT", 8 * HOUR);

  /** The zone that a {@code TZ} value describes, null when it is of another form. */
  static TimeZoneRules parse(String tz) {
    if (tz.length() < NAME + 1 || !areLetters(tz, 0)) {
      return null;
    }
    int at = NAME;
    boolean negative = tz.charAt(at) == '-';
    if (negative || tz.charAt(at) == '+') {
      at++;
    }
    int west = 0;
    int unit = HOUR;
    int digits = 0;
    int value = 0;
    for (; at < tz.length(); at++) {
      char c = tz.charAt(at);
      if (c >= '0' && c <= '9' && digits < 2) {
        value = value * 10 + (c - '0');
        digits++;
      } else if (c == ':' && digits > 0 && unit > 1) {
        west += value * unit;
        unit /= 60;
        value = 0;
        digits = 0;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return null;
    }
    west += value * unit;
    String rest = tz.substring(at);
    if (!rest.isEmpty() && (rest.length() != NAME || !areLetters(rest, 0))) {
      return null;
    }
    return new TimeZoneRules(tz.substring(0, NAME), rest, negative ? -west : west);
  }

  private static boolean areLetters(String text, int from) {
    for (int i = from; i < from + NAME; i++) {
      if (!Character.isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether daylight saving time holds at a moment. */
  boolean isDaylight(long utc) {
    if (daylight.isEmpty()) {
      return false;
    }
    long local = utc - west;
    long year = 1970 + Math.floorDiv(local, 31_556_952L);
    if (local >= Tm.day(year + 1, 0, 1) * Tm.DAY) {
      year++;
    } else if (local < Tm.day(year, 0, 1) * Tm.DAY) {
      year--;
    }
    long begin;
    long end;
    if (year >= 2007) {
      begin = sundayFrom(Tm.day(year, 2, 8));
      end = sundayFrom(Tm.day(year, 10, 1));
    } else {
      begin = sundayFrom(year >= 1987 ? Tm.day(year, 3, 1) : Tm.day(year, 3, 24));
      end = sundayFrom(Tm.day(year, 9, 25));
    }
    return local >= begin * Tm.DAY + 2 * HOUR && local < end * Tm.DAY + HOUR;
  }

  private static long sundayFrom(long day) {
    return day + (7 - Tm.dayOfWeek(day)) % 7;
  }
}
