package decant.nls;

import decant.host.Memory;
import decant.nt.SystemTime;

/** The format pictures of {@code GetDateFormat} and {@code GetTimeFormat}, in English. */
public final class Pictures {
  private Pictures() {}

  /** A date by a picture of {@code d}, {@code M}, {@code y} and {@code g}. */
  public static String date(String picture, long systemTime) {
    int year = Memory.getU16(systemTime + SystemTime.YEAR);
    int month = Memory.getU16(systemTime + SystemTime.MONTH);
    int day = Memory.getU16(systemTime + SystemTime.DAY);
    int weekday = SystemTime.dayOfWeek(SystemTime.days(year, month, day));
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < picture.length()) {
      char c = picture.charAt(i);
      int run = run(picture, i);
      switch (c) {
        case '\'' -> {
          i = quoted(picture, i, out);
          continue;
        }
        case 'd' -> name(out, run, day, EnglishLocale.day(weekday));
        case 'M' -> name(out, run, month, EnglishLocale.month(month));
        case 'y' -> {
          if (run <= 2) {
            number(out, year % 100, run);
          } else {
            number(out, year, 4);
          }
        }
        case 'g' -> out.append("A.D.");
        default -> out.repeat(c, run);
      }
      i += run;
    }
    return out.toString();
  }

  /** A time by a picture of {@code h}, {@code H}, {@code m}, {@code s} and {@code t}. */
  public static String time(String picture, long systemTime) {
    int hour = Memory.getU16(systemTime + SystemTime.HOUR);
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < picture.length()) {
      char c = picture.charAt(i);
      int run = run(picture, i);
      switch (c) {
        case '\'' -> {
          i = quoted(picture, i, out);
          continue;
        }
        case 'h' -> number(out, hour % 12 == 0 ? 12 : hour % 12, run);
        case 'H' -> number(out, hour, run);
        case 'm' -> number(out, Memory.getU16(systemTime + SystemTime.MINUTE), run);
        case 's' -> number(out, Memory.getU16(systemTime + SystemTime.SECOND), run);
        case 't' -> out.append(hour < 12 ? "AM" : "PM", 0, Math.min(run, 2));
        default -> out.repeat(c, run);
      }
      i += run;
    }
    return out.toString();
  }

  private static int run(String picture, int start) {
    int end = start;
    while (end < picture.length() && picture.charAt(end) == picture.charAt(start)) {
      end++;
    }
    return end - start;
  }

  private static int quoted(String picture, int start, StringBuilder out) {
    int i = start + 1;
    while (i < picture.length()) {
      char c = picture.charAt(i++);
      if (c != '\'') {
        out.append(c);
      } else if (i < picture.length() && picture.charAt(i) == '\'') {
        out.append('\'');
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  /** A number for runs of one and two, a short or a long name for longer ones. */
  private static void name(StringBuilder out, int run, int number, String name) {
    if (run <= 2) {
      number(out, number, run);
    } else {
      out.append(name, 0, run == 3 ? 3 : name.length());
    }
  }

  private static void number(StringBuilder out, int value, int digits) {
    String text = Integer.toString(value);
    out.repeat('0', Math.max(Math.min(digits, 4) - text.length(), 0)).append(text);
  }
}
