package decant.msvcp;

import decant.crt.time.TimeText;
import decant.host.Memory;
import decant.nt.GuestThread;

/** Reads times from a buffer as {@code std::time_get} does, into a {@code tm}. */
final class TimeInput {
  // struct tm
  private static final int SEC = 0;
  private static final int MIN = 4;
  private static final int HOUR = 8;
  private static final int MDAY = 12;
  private static final int MON = 16;
  private static final int YEAR = 20;
  private static final int WDAY = 24;
  private static final int YDAY = 28;

  private static final int SHORT_NAME = 3;

  /** Years of two digits from this on belong to the last century. */
  private static final int PIVOT = 69;

  private final GuestThread t;
  private final Element e;
  private final Ctype.Spaces spaces;
  private final long buffer;
  private final long tm;

  /** The next character. */
  private int c;

  /** What to add to the state of the stream. */
  int state;

  TimeInput(GuestThread t, Element e, long ios, long buffer, long tm) {
    this.t = t;
    this.e = e;
    this.spaces = new Ctype.Spaces(t, e, ios);
    this.buffer = buffer;
    this.tm = tm;
    this.c = StreamBuffer.get(t, e, buffer);
  }

  private void next() {
    c = StreamBuffer.next(t, e, buffer);
  }

  private void skipSpace() {
    while (c != e.eof && spaces.has(c)) {
      next();
    }
  }

  /** Says in the state whether the input is at its end. */
  void end() {
    if (c == e.eof) {
      state |= Ios.EOF;
    }
  }

  /** Reads by a format, of the guest's; stops at what does not match. */
  void format(long first, long last) {
    for (long at = first; at < last && state == 0; at += e.size) {
      int f = e.get(at);
      if (f == '%' && at + e.size < last) {
        at += e.size;
        f = e.get(at);
        if ((f == 'E' || f == 'O') && at + e.size < last) {
          at += e.size;
          f = e.get(at);
        }
        conversion(f);
      } else {
        literal(f);
      }
    }
  }

  private void format(String format) {
    for (int i = 0; i < format.length() && state == 0; i++) {
      char f = format.charAt(i);
      if (f == '%') {
        conversion(format.charAt(++i));
      } else {
        literal(f);
      }
    }
  }

  private void literal(int f) {
    if (spaces.has(f)) {
      skipSpace();
    } else if (c != f) {
      state |= Ios.FAIL;
    } else {
      next();
    }
  }

  /** Reads by a conversion of {@code strftime}. */
  void conversion(int letter) {
    switch (letter) {
      case 'a', 'A' -> weekday();
      case 'b', 'B', 'h' -> month();
      case 'c' -> format("%b %d %H:%M:%S %Y");
      case 'C' -> {
        int century = number(0, 99);
        put(YEAR, 100 * century - 1900);
      }
      case 'd', 'e' -> put(MDAY, number(1, 31));
      case 'D' -> format("%m/%d/%y");
      case 'F' -> format("%Y-%m-%d");
      case 'H' -> put(HOUR, number(0, 23));
      case 'I' -> put(HOUR, number(1, 12) % 12);
      case 'j' -> put(YDAY, number(1, 366) - 1);
      case 'm' -> put(MON, number(1, 12) - 1);
      case 'M' -> put(MIN, number(0, 59));
      case 'n', 't' -> skipSpace();
      case 'p' -> {
        int half = name(new String[] {"AM", "PM"}, 2);
        put(HOUR, Memory.getInt(tm + HOUR) + 12 * half);
      }
      case 'r' -> format("%I:%M:%S %p");
      case 'R' -> format("%H:%M");
      case 'S' -> put(SEC, number(0, 60));
      case 'T', 'X' -> format("%H:%M:%S");
      case 'u' -> put(WDAY, number(1, 7) % 7);
      case 'U', 'W', 'V' -> number(0, 53);
      case 'w' -> put(WDAY, number(0, 6));
      case 'x' -> format("%d/%m/%y");
      case 'y' -> year(99);
      case 'Y' -> year(9999);
      case '%' -> literal('%');
      default -> state |= Ios.FAIL;
    }
  }

  void time() {
    format("%H:%M:%S");
  }

  void date() {
    format("%m/%d/%y");
  }

  void weekday() {
    put(WDAY, name(TimeText.DAYS, SHORT_NAME));
  }

  void month() {
    put(MON, name(TimeText.MONTHS, SHORT_NAME));
  }

  void year(int most) {
    int year = number(0, most);
    put(YEAR, year < PIVOT ? year + 100 : year < 100 ? year : year - 1900);
  }

  /** Sets a member, unless something has failed. */
  private void put(int member, int value) {
    if ((state & Ios.FAIL) == 0) {
      Memory.putInt(tm + member, value);
    }
  }

  /** A number of as many digits as the greatest one has, behind white space. */
  private int number(int least, int most) {
    skipSpace();
    int value = 0;
    int digits = 0;
    for (int room = most; room > 0 && c >= '0' && c <= '9'; room /= 10) {
      value = 10 * value + c - '0';
      digits++;
      next();
    }
    if (digits == 0 || value < least || value > most) {
      state |= Ios.FAIL;
    }
    return value;
  }

  /** The index of a name, whatever its case, or of its first letters. */
  private int name(String[] names, int shortest) {
    skipSpace();
    StringBuilder text = new StringBuilder();
    int found = -1;
    while (true) {
      for (int i = 0; i < names.length; i++) {
        boolean whole = text.length() == names[i].length();
        if ((whole || text.length() == shortest) && startsWith(names[i], text)) {
          found = i;
        }
      }
      text.append((char) c);
      if (c == e.eof || !begins(names, text)) {
        break;
      }
      next();
    }
    int taken = text.length() - 1;
    boolean complete = found >= 0 && (taken == shortest || taken == names[found].length());
    if (!complete) {
      state |= Ios.FAIL;
      return 0;
    }
    return found;
  }

  private static boolean begins(String[] names, StringBuilder text) {
    for (String name : names) {
      if (startsWith(name, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(String name, StringBuilder text) {
    return name.regionMatches(true, 0, text.toString(), 0, text.length());
  }
}
