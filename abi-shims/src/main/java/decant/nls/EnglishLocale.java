package decant.nls;

/** The facts of the one locale that there is, en-US, by {@code LOCALE_*} type (winnls.h). */
public final class EnglishLocale {
  /** {@code MAKELCID(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), SORT_DEFAULT)}. */
  public static final int LCID = 0x409;

  public static final int NEUTRAL_LCID = 0x9;
  public static final int INVARIANT_LCID = 0x7F;
  public static final String NAME = "en-US";

  private static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final String[] MONTHS = {
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

  private EnglishLocale() {}

  /** The name of a day, 0 for Sunday. */
  public static String day(int dayOfWeek) {
    return DAYS[Math.floorMod(dayOfWeek + 6, 7)];
  }

  /** The name of a month, from 1 on. */
  public static String month(int month) {
    return MONTHS[month - 1];
  }

  /** Whether an identifier means this locale, one of the defaults, or the invariant locale. */
  public static boolean isKnown(int lcid) {
    return switch (lcid) {
      case 0, 0x400, 0x800, 0xC00, LCID, NEUTRAL_LCID, INVARIANT_LCID -> true;
      default -> false;
    };
  }

  /** The identifier of a locale's name: empty for the invariant one; 0 when it is not known. */
  public static int lcid(String name) {
    if (name == null
        || name.equalsIgnoreCase(NAME)
        || name.equalsIgnoreCase("!x-sys-default-locale")) {
      return LCID;
    }
    return name.isEmpty() ? INVARIANT_LCID : name.equalsIgnoreCase("en") ? NEUTRAL_LCID : 0;
  }

  /** The name of a known locale. */
  public static String name(int lcid) {
    return lcid == INVARIANT_LCID ? "" : lcid == NEUTRAL_LCID ? "en" : NAME;
  }

  /** A fact as text, null when there is none of that type. */
  public static String info(int type) {
    if (type >= 0x2A && type <= 0x30) {
      return DAYS[type - 0x2A];
    }
    if (type >= 0x31 && type <= 0x37) {
      return DAYS[type - 0x31].substring(0, 3);
    }
    if (type >= 0x38 && type <= 0x43) {
      return MONTHS[type - 0x38];
    }
    if (type >= 0x44 && type <= 0x4F) {
      return MONTHS[type - 0x44].substring(0, 3);
    }
    if (type >= 0x60 && type <= 0x66) {
      return DAYS[type - 0x60].substring(0, 2);
    }
    return type >= 0x1000 ? moreInfo(type) : basicInfo(type);
  }

  private static String basicInfo(int type) {
    return switch (type) {
      case 0x01, 0x09 -> "0409";
      case 0x02 -> "English (United States)";
      case 0x03 -> "ENU";
      case 0x04 -> "English (United States)";
      case 0x05, 0x0A -> "1";
      case 0x06, 0x08 -> "United States";
      case 0x07 -> "USA";
      case 0x0B -> "437";
      case 0x0C -> ",";
      case 0x0D -> "1";
      case 0x0E, 0x16 -> ".";
      case 0x0F, 0x17 -> ",";
      case 0x10, 0x18 -> "3;0";
      case 0x11, 0x19, 0x1A -> "2";
      case 0x12 -> "1";
      case 0x13 -> "0123456789";
      case 0x14 -> "$";
      case 0x15 -> "USD";
      case 0x1B, 0x1C -> "0";
      case 0x1D -> "/";
      case 0x1E -> ":";
      case 0x1F -> "M/d/yyyy";
      case 0x20 -> "dddd, MMMM d, yyyy";
      case 0x21, 0x22, 0x23, 0x25, 0x26, 0x27 -> "0";
      case 0x24 -> "1";
      case 0x28 -> "AM";
      case 0x29 -> "PM";
      case 0x50 -> "";
      case 0x51 -> "-";
      case 0x52 -> "3";
      case 0x53, 0x55, 0x57 -> "0";
      case 0x54, 0x56 -> "1";
      case 0x59 -> "en";
      case 0x5A -> "US";
      case 0x5B -> "244";
      case 0x5C -> NAME;
      case 0x5D -> "h:mm:ss";
      case 0x5E -> "0409:00000409";
      case 0x67 -> "eng";
      case 0x68 -> "USA";
      case 0x69 -> "NaN";
      case 0x6A -> "\u221E";
      case 0x6B -> "-\u221E";
      case 0x6C -> "Latn;";
      case 0x6D -> "en";
      case 0x6E -> NAME;
      case 0x6F -> "English";
      case 0x70, 0x71 -> "0";
      case 0x74, 0x75 -> "1";
      case 0x76 -> "%";
      case 0x77 -> "\u2030";
      case 0x78 -> "MMMM d";
      case 0x79 -> "h:mm tt";
      default -> null;
    };
  }

  private static String moreInfo(int type) {
    return switch (type) {
      case 0x1001 -> "English";
      case 0x1002 -> "United States";
      case 0x1003 -> "h:mm:ss tt";
      // The ANSI code page of the process, as where UTF-8 is chosen for all programs.
      case 0x1004 -> "65001";
      case 0x1005, 0x100B, 0x100D -> "0";
      case 0x1006 -> "MMMM yyyy";
      case 0x1007, 0x1008 -> "US Dollar";
      case 0x1009, 0x100A, 0x1010, 0x1014 -> "1";
      case 0x100C -> "6";
      case 0x100E, 0x100F -> "";
      case 0x1011 -> "10000";
      case 0x1012 -> "037";
      case 0x1013 -> "Default";
      default -> null;
    };
  }
}
