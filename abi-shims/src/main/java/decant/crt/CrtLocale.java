package decant.crt;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * A locale of the CRT: a name for each category, and how the {@code LC_CTYPE} one encodes and
 * classifies characters. Immutable.
 *
 * <p>There are the "C" locale, whose bytes are the first 256 characters, and United States English
 * in UTF-8 or in any single-byte code page that the JVM knows.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/locale-names-languages-and-country-region-strings">Locale
 *     names</a>
 */
public final class CrtLocale {
  static final int LC_ALL = 0;
  static final int LC_COLLATE = 1;
  static final int LC_CTYPE = 2;
  public static final int LC_TIME = 5;

  /** The identifier of the UTF-8 code page. */
  static final int UTF8 = 65001;

  private static final String[] CATEGORIES = {
    "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME"
  };
  private static final String[] ENGLISH = {
    "English_United States",
    "English",
    "American",
    "American English",
    "American-English",
    "English-American",
    "English-US",
    "English-USA",
    "English_US",
    "English_USA",
    "ENU",
    "US",
    "USA",
    "en_US"
  };

  /** The locale that a program starts in. */
  static final CrtLocale C = new CrtLocale(new String[] {"C", "C", "C", "C", "C", "C"});

  private final String[] names;

  /** The code page of {@code LC_CTYPE}: 0 in the "C" locale. */
  final int codePage;

  /** The most bytes that a character takes. */
  final int mbCurMax;

  /** The characters of the bytes from 0x80 on, in a single-byte code page; else null. */
  private final char[] high;

  private CrtLocale(String[] names) {
    this.names = names;
    this.codePage = codePage(names[LC_CTYPE]);
    this.mbCurMax = codePage == UTF8 ? 4 : 1;
    this.high = codePage == 0 || codePage == UTF8 ? null : highHalf(codePage);
  }

  private static int codePage(String name) {
    if (name.equals("C")) {
      return 0;
    }
    int dot = name.indexOf('.');
    if (dot < 0) {
      return 1252;
    }
    String page = name.substring(dot + 1);
    return isUtf8(page) ? UTF8 : Integer.parseInt(page);
  }

  private static boolean isUtf8(String page) {
    return page.equalsIgnoreCase("utf8")
        || page.equalsIgnoreCase("utf-8")
        || page.equals("65001")
        || page.equalsIgnoreCase("ACP")
        || page.equalsIgnoreCase("OCP");
  }

  private static String charsetName(int codePage) {
    if (codePage >= 1250 && codePage <= 1258) {
      return "windows-" + codePage;
    }
    if (codePage >= 28591 && codePage <= 28605) {
      return "ISO-8859-" + (codePage - 28590);
    }
    return switch (codePage) {
      case 858 -> "IBM00858";
      case 874 -> "x-windows-874";
      case 20127 -> "US-ASCII";
      case 20866 -> "KOI8-R";
      case 21866 -> "KOI8-U";
      default -> "IBM" + codePage;
    };
  }

  /** The characters of bytes 0x80 to 0xFF, or null for a code page that is not a known one. */
  private static char[] highHalf(int codePage) {
    String name = charsetName(codePage);
    if (!Charset.isSupported(name)) {
      return null;
    }
    byte[] bytes = new byte[128];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x80 + i);
    }
    CharBuffer chars = Charset.forName(name).decode(ByteBuffer.wrap(bytes));
    if (chars.length() != bytes.length) {
      return null;
    }
    char[] high = new char[128];
    chars.get(high);
    return high;
  }

  /**
   * This locale with a category, or with {@link #LC_ALL} all of them, set by what {@code setlocale}
   * takes; null when there is no such locale.
   */
  CrtLocale with(int category, String locale) {
    String[] changed = names.clone();
    if (category == LC_ALL && locale.startsWith("LC_")) {
      for (String part : locale.split(";")) {
        int equals = part.indexOf('=');
        int at = equals < 0 ? -1 : Arrays.asList(CATEGORIES).indexOf(part.substring(0, equals));
        String name = at <= LC_ALL ? null : resolve(part.substring(equals + 1));
        if (name == null) {
          return null;
        }
        changed[at] = name;
      }
    } else {
      String name = resolve(locale);
      if (name == null) {
        return null;
      }
      if (category == LC_ALL) {
        Arrays.fill(changed, name);
      } else {
        changed[category] = name;
      }
    }
    return Arrays.equals(changed, C.names) ? C : new CrtLocale(changed);
  }

  /** The name that {@code setlocale} returns for a locale, null when there is no such locale. */
  private static String resolve(String locale) {
    if (locale.equals("C")) {
      return locale;
    }
    int dot = locale.indexOf('.');
    String language = language(dot < 0 ? locale : locale.substring(0, dot));
    if (language == null) {
      return null;
    }
    if (dot < 0) {
      return locale.isEmpty()
          ? language + ".utf8"
          : language.indexOf('_') < 0 ? language : language + ".1252";
    }
    String page = locale.substring(dot + 1);
    if (isUtf8(page)) {
      return language.indexOf('_') < 0 ? language + "." + page : language + ".utf8";
    }
    return isNumber(page) && highHalf(Integer.parseInt(page)) != null
        ? language + "." + page
        : null;
  }

  private static String language(String name) {
    if (name.equalsIgnoreCase("en-US")) {
      return name;
    }
    if (name.isEmpty()) {
      return ENGLISH[0];
    }
    for (String english : ENGLISH) {
      if (english.equalsIgnoreCase(name)) {
        return ENGLISH[0];
      }
    }
    return null;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 5;
  }

  /** What {@code setlocale(category, NULL)} returns. */
  String name(int category) {
    if (category != LC_ALL) {
      return names[category];
    }
    StringBuilder all = new StringBuilder();
    boolean same = true;
    for (int i = LC_COLLATE; i <= LC_TIME; i++) {
      same &= names[i].equals(names[LC_COLLATE]);
      all.append(i == LC_COLLATE ? "" : ";").append(CATEGORIES[i]).append('=').append(names[i]);
    }
    return same ? names[LC_COLLATE] : all.toString();
  }

  /** The BCP 47 name of a category's locale, null for the "C" locale. */
  String bcp47(int category) {
    return names[category].equals("C") ? null : "en-US";
  }

  /** The language identifier of a category's locale, 0 for the "C" locale. */
  public int lcid(int category) {
    return names[category].equals("C") ? 0 : 0x409;
  }

  boolean isC() {
    return codePage == 0;
  }

  /** The character of one byte, -1 when the byte alone is none. */
  int fromByte(int b) {
    if (b < 0x80 || codePage == 0) {
      return b;
    }
    if (high == null) {
      return -1;
    }
    char c = high[b - 0x80];
    return c == '\uFFFD' ? -1 : c;
  }

  /** The byte that a character is, -1 when it is none or more than one. */
  int toByte(int c) {
    if (c < 0x80) {
      return c;
    }
    if (codePage == 0) {
      return c <= 0xFF ? c : -1;
    }
    if (high != null) {
      for (int i = 0; i < high.length; i++) {
        if (high[i] == c && c != '\uFFFD') {
          return i + 0x80;
        }
      }
    }
    return -1;
  }

  /** The types of a byte, or of end of file (-1). */
  int types(int b) {
    if (b >>> 7 == 0 || high == null || b < 0 || b > 0xFF) {
      return CharTypes.narrow(b);
    }
    return CharTypes.wide(high[b - 0x80]) & 0xFF;
  }

  int lower(int b) {
    if (high == null || b < 0x80 || b > 0xFF) {
      return CharTypes.asciiLower(b);
    }
    int lower = toByte(Character.toLowerCase(high[b - 0x80]));
    return lower < 0 ? b : lower;
  }

  int upper(int b) {
    if (high == null || b < 0x80 || b > 0xFF) {
      return CharTypes.asciiUpper(b);
    }
    int upper = toByte(Character.toUpperCase(high[b - 0x80]));
    return upper < 0 ? b : upper;
  }

  /** The lower case of a UTF-16 unit: in the "C" locale of ASCII letters only. */
  int wideLower(int c) {
    return codePage == 0 || c < 0x80 ? CharTypes.asciiLower(c) : Character.toLowerCase((char) c);
  }

  int wideUpper(int c) {
    return codePage == 0 || c < 0x80 ? CharTypes.asciiUpper(c) : Character.toUpperCase((char) c);
  }

  /** {@link #lower} or {@link #wideLower}. */
  int lower(int unit, int c) {
    return unit == Units.NARROW ? lower(c) : wideLower(c);
  }

  int upper(int unit, int c) {
    return unit == Units.NARROW ? upper(c) : wideUpper(c);
  }
}
