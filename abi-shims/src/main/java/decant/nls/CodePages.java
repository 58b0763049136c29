package decant.nls;

import decant.host.Memory;
import decant.nt.Win32Error;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code pages by number. The ANSI and OEM code page of every process is UTF-8, so that no name
 * is lost on its way; the others come from the JDK's charsets when a program asks for them.
 */
public final class CodePages {
  /** {@code CP_ACP}: the ANSI code page. */
  public static final int CP_ACP = 0;

  public static final int CP_OEMCP = 1;
  public static final int CP_MACCP = 2;
  public static final int CP_THREAD_ACP = 3;
  public static final int CP_UTF7 = 65000;
  public static final int CP_UTF8 = 65001;

  private static final int MAC_ROMAN = 10000;
  private static final CodePage UTF8 = new Utf8();
  private static final Map<Integer, CodePage> MADE = new ConcurrentHashMap<>();

  private CodePages() {}

  /** The number behind {@code CP_ACP} and its kin; any other number is itself. */
  public static int resolve(int id) {
    return switch (id) {
      case CP_ACP, CP_OEMCP, CP_THREAD_ACP -> CP_UTF8;
      case CP_MACCP -> MAC_ROMAN;
      default -> id;
    };
  }

  /** A code page, or null when there is none of that number. */
  public static CodePage get(int id) {
    int number = resolve(id);
    if (number == CP_UTF8) {
      return UTF8;
    }
    CodePage page = MADE.get(number);
    if (page == null) {
      page = make(number);
      if (page != null) {
        MADE.put(number, page);
      }
    }
    return page;
  }

  private static CodePage make(int id) {
    return switch (id) {
      case CP_UTF7 -> new Utf7();
      case 932 -> multi(id, 2, "windows-31j", "\u0081\u009F\u00E0\u00FC", true);
      case 936 -> multi(id, 2, "x-mswin-936", "\u0081\u00FE", true);
      case 949 -> multi(id, 2, "x-windows-949", "\u0081\u00FE", true);
      case 950 -> multi(id, 2, "x-windows-950", "\u0081\u00FE", true);
      case 1361 -> multi(id, 2, "x-Johab", "\u0084\u00D3\u00D8\u00DE\u00E0\u00F9", true);
      case 20932 -> multi(id, 2, "EUC-JP", "\u008E\u008E\u00A1\u00FE", true);
      case 50220, 50221, 50222 -> multi(id, 5, "ISO-2022-JP", "", false);
      case 50225 -> multi(id, 5, "ISO-2022-KR", "", false);
      case 51932 -> multi(id, 2, "EUC-JP", "", true);
      case 20936, 51936 -> multi(id, 2, "GB2312", "\u00A1\u00FE", true);
      case 51949 -> multi(id, 2, "EUC-KR", "\u00A1\u00FE", true);
      case 54936 -> multi(id, 4, "GB18030", "", false);
      default -> {
        String name = singleByteName(id);
        yield name == null || !Charset.isSupported(name)
            ? null
            : new SingleByte(id, Charset.forName(name));
      }
    };
  }

  private static CodePage multi(int id, int max, String name, String leadBytes, boolean flags) {
    return Charset.isSupported(name)
        ? new MultiByte(id, max, Charset.forName(name), leadBytes, flags)
        : null;
  }

  private static String singleByteName(int id) {
    return switch (id) {
      case 37 -> "IBM037";
      case 437, 500, 775, 850, 852, 855, 857, 860, 861, 862, 863, 864, 865, 866, 869, 1026 ->
          "IBM" + id;
      case 737 -> "x-IBM737";
      case 858 -> "IBM00858";
      case 874 -> "x-windows-874";
      case 1047 -> "IBM1047";
      case 1140, 1141, 1142, 1143, 1144, 1145, 1146, 1147, 1148, 1149 -> "IBM0" + id;
      case 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258 -> "windows-" + id;
      case MAC_ROMAN -> "x-MacRoman";
      case 10004 -> "x-MacArabic";
      case 10005 -> "x-MacHebrew";
      case 10006 -> "x-MacGreek";
      case 10007 -> "x-MacCyrillic";
      case 10029 -> "x-MacCentralEurope";
      case 10081 -> "x-MacTurkish";
      case 20127 -> "US-ASCII";
      case 20866 -> "KOI8-R";
      case 21866 -> "KOI8-U";
      case 28591, 28592, 28593, 28594, 28595, 28596, 28597, 28598, 28599, 28603, 28605 ->
          "ISO-8859-" + (id - 28590);
      default -> null;
    };
  }

  /** Every code page that {@link #get} may have, in order. */
  public static int[] numbers() {
    int n = 0;
    int[] all = new int[128];
    for (int id = 1; id < 65002; id++) {
      if (singleByteName(id) != null || (isMultiByte(id) && get(id) != null)) {
        all[n++] = id;
      }
    }
    return java.util.Arrays.copyOf(all, n);
  }

  private static boolean isMultiByte(int id) {
    return switch (id) {
      case 932, 936, 949, 950, 1361, 20932, 20936, 50220, 50221, 50222, 50225 -> true;
      case 51932, 51936, 51949, 54936, CP_UTF7, CP_UTF8 -> true;
      default -> false;
    };
  }

  /** The ranges of a code page's lead bytes, as two characters each. */
  public static String leadBytes(CodePage page) {
    return page instanceof MultiByte multi ? multi.leadBytes() : "";
  }

  /** Whether a code page takes the flags of the conversion functions. */
  public static boolean takesFlags(CodePage page) {
    return page.takesFlags();
  }

  /** Writes UTF-16 with the contract of {@link CodePage}. */
  static int putUnits(CharSequence text, long to, int room) {
    int length = text.length();
    if (room != 0) {
      int n = Math.min(length, room);
      for (int i = 0; i < n; i++) {
        Memory.putShort(to + 2L * i, text.charAt(i));
      }
      if (length > room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
    }
    return length;
  }

  /** One more of a count of units or bytes. */
  static int next(int n) {
    return next(n, 1);
  }

  /** A count and some more; {@code ERROR_INVALID_PARAMETER} when an int cannot hold it. */
  static int next(int n, int more) {
    if (n > Integer.MAX_VALUE - more) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return n + more;
  }
}
