package decant.crt.time;

import decant.abi.Text;
import decant.crt.Units;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code strftime}: a broken-down time by a format. {@code #} behind the percent sign takes leading
 * zeros away, and asks of the date forms their long ones; {@code E} and {@code O} say nothing here.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strftime-wcsftime-strftime-l-wcsftime-l">strftime</a>
 */
public final class TimeText {
  public static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  public static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  static final int SHORT = 3;

  /** How the locale's own forms of date and time look. */
  enum Style {
    /** The "C" locale of msvcrt. */
    CLASSIC("%m/%d/%y %H:%M:%S", "%m/%d/%y", "%H:%M:%S"),
    /** The "C" locale of the C standard. */
    STANDARD("%a %b %e %T %Y", "%m/%d/%y", "%H:%M:%S"),
    /** United States English. */
    ENGLISH("%#m/%#d/%Y %#I:%M:%S %p", "%#m/%#d/%Y", "%#I:%M:%S %p");

    final String dateAndTime;
    final String date;
    final String time;

    Style(String dateAndTime, String date, String time) {
      this.dateAndTime = dateAndTime;
      this.date = date;
      this.time = time;
    }
  }

  /** A format or a member that is not allowed. */
  static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final Invalid INSTANCE = new Invalid();

    private Invalid() {
      super("invalid time or format", null, false, false);
    }
  }

  private final GuestThread thread;
  private final long tm;
  private final Style style;
  private final StringBuilder out;
  private final long room;

  /** The time is that at {@code tm}; text beyond {@code room} units is not looked at. */
  TimeText(GuestThread thread, long tm, Style style, long room) {
    this.thread = thread;
    this.tm = tm;
    this.style = style;
    this.room = room;
    this.out = new StringBuilder();
  }

  /** The text by a format in guest memory; characters of the format are units of either width. */
  CharSequence format(int unit, long format) {
    long p = format;
    for (int c; (c = Units.get(unit, p)) != 0 && out.length() < room; p += unit) {
      if (c != '%') {
        out.append((char) c);
        continue;
      }
      p += unit;
      boolean plain = Units.get(unit, p) == '#';
      if (plain) {
        p += unit;
      }
      int letter = Units.get(unit, p);
      if (letter == 'E' || letter == 'O') {
        p += unit;
        letter = Units.get(unit, p);
      }
      put(letter, plain);
    }
    return out;
  }

  private void format(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        out.append(c);
        continue;
      }
      boolean plain = format.charAt(++i) == '#';
      put(format.charAt(plain ? ++i : i), plain);
    }
  }

  private int member(int offset, int least, int most) {
    int value = Tm.get(tm, offset);
    if (value < least || value > most) {
      throw Invalid.INSTANCE;
    }
    return value;
  }

  private long year() {
    return 1900L + member(Tm.YEAR, -1900, 8099);
  }

  private int weekday() {
    return member(Tm.WDAY, 0, 6);
  }

  private int hour() {
    return member(Tm.HOUR, 0, 23);
  }

  private void number(long value, int digits, boolean plain) {
    String text = Long.toString(value);
    for (int i = text.length(); i < digits && !plain; i++) {
      out.append('0');
    }
    out.append(text);
  }

  private void put(int letter, boolean plain) {
    switch (letter) {
      case 'a' -> out.append(DAYS[weekday()], 0, SHORT);
      case 'A' -> out.append(DAYS[weekday()]);
      case 'b', 'h' -> out.append(MONTHS[member(Tm.MON, 0, 11)], 0, SHORT);
      case 'B' -> out.append(MONTHS[member(Tm.MON, 0, 11)]);
      case 'c' -> format(plain ? "%A, %B %d, %Y %H:%M:%S" : style.dateAndTime);
      case 'C' -> number(year() / 100, 2, plain);
      case 'd' -> number(member(Tm.MDAY, 1, 31), 2, plain);
      case 'D' -> format("%m/%d/%y");
      case 'e' -> {
        int day = member(Tm.MDAY, 1, 31);
        out.append(day < 10 && !plain ? " " : "").append(day);
      }
      case 'F' -> format("%Y-%m-%d");
      case 'g' -> number(isoYear() % 100, 2, plain);
      case 'G' -> number(isoYear(), 4, plain);
      case 'H' -> number(hour(), 2, plain);
      case 'I' -> number((hour() + 11) % 12 + 1, 2, plain);
      case 'j' -> number(member(Tm.YDAY, 0, 365) + 1, 3, plain);
      case 'm' -> number(member(Tm.MON, 0, 11) + 1, 2, plain);
      case 'M' -> number(member(Tm.MIN, 0, 59), 2, plain);
      case 'n' -> out.append('\n');
      case 'p' -> out.append(hour() < 12 ? "AM" : "PM");
      case 'r' -> format("%I:%M:%S %p");
      case 'R' -> format("%H:%M");
      case 'S' -> number(member(Tm.SEC, 0, 60), 2, plain);
      case 't' -> out.append('\t');
      case 'T' -> format("%H:%M:%S");
      case 'u' -> number((weekday() + 6) % 7 + 1, 1, plain);
      case 'U' -> number((member(Tm.YDAY, 0, 365) + 7 - weekday()) / 7, 2, plain);
      case 'V' -> number(isoWeek(), 2, plain);
      case 'w' -> number(weekday(), 1, plain);
      case 'W' -> number((member(Tm.YDAY, 0, 365) + 7 - (weekday() + 6) % 7) / 7, 2, plain);
      case 'x' -> format(plain ? "%A, %B %d, %Y" : style.date);
      case 'X' -> format(style.time);
      case 'y' -> number(year() % 100, 2, plain);
      case 'Y' -> number(year(), 4, plain);
      case 'z' -> zoneOffset();
      case 'Z' -> zoneName();
      case '%' -> out.append('%');
      default -> throw Invalid.INSTANCE;
    }
  }

  /** The Thursday of a week says which year it belongs to: its day in the year of the time. */
  private int thursday() {
    return member(Tm.YDAY, 0, 365) - (weekday() + 6) % 7 + 3;
  }

  private long isoYear() {
    int thursday = thursday();
    if (thursday < 0) {
      return year() - 1;
    }
    return thursday >= daysOf(year()) ? year() + 1 : year();
  }

  private int isoWeek() {
    int thursday = thursday();
    if (thursday < 0) {
      thursday += daysOf(year() - 1);
    } else if (thursday >= daysOf(year())) {
      thursday -= daysOf(year());
    }
    return thursday / 7 + 1;
  }

  private static int daysOf(long year) {
    return Tm.isLeap(year) ? 366 : 365;
  }

  private void zoneOffset() {
    CrtTimeZone zone = CrtTimeZone.ready(thread);
    int west = zone.variable(CrtTimeZone.TIMEZONE);
    if (Tm.get(tm, Tm.ISDST) > 0) {
      west += zone.variable(CrtTimeZone.DSTBIAS);
    }
    int minutes = Math.abs(west) / 60;
    out.append(west > 0 ? '-' : '+');
    number(minutes / 60, 2, false);
    number(minutes % 60, 2, false);
  }

  private void zoneName() {
    long name = CrtTimeZone.ready(thread).nameAddress(Tm.get(tm, Tm.ISDST) > 0);
    out.append(Text.ANSI.read(name, Memory.narrowLength(name)));
  }

  /** {@code asctime}: the 24 characters and a line feed. */
  static CharSequence ascii(GuestThread t, long tm) {
    return text(t, tm, "%a %b %d %H:%M:%S %Y\n");
  }

  /** A time by a format of ours. */
  static CharSequence text(GuestThread t, long tm, String format) {
    TimeText text = new TimeText(t, tm, Style.STANDARD, Long.MAX_VALUE);
    text.format(format);
    return text.out;
  }
}
