package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * wchar.h: the wide string functions that are not machine code. Lengths and counts are unsigned.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/string-manipulation-crt">String
 *     manipulation</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class WcharH {
  private WcharH() {}

  @Export
  static long wcsspn(long str, long strCharSet) {
    return Units.span(Units.WIDE, str, strCharSet, true);
  }

  @Export
  static long wcscspn(long str, long strCharSet) {
    return Units.span(Units.WIDE, str, strCharSet, false);
  }

  @Export
  static long wcspbrk(long str, long strCharSet) {
    long p = str + 2 * Units.span(Units.WIDE, str, strCharSet, false);
    return Memory.getChar(p) == 0 ? 0 : p;
  }

  @Export
  @Direct
  static int _wcsicmp(GuestThread t, long string1, long string2) {
    return compareNoCase(Locales.current(t), string1, string2, -1);
  }

  @Export
  static int _wcsicmp_l(GuestThread t, long string1, long string2, @Opt long locale) {
    return compareNoCase(Locales.of(t, locale), string1, string2, -1);
  }

  @Export
  @Direct
  static int _wcsnicmp(GuestThread t, long string1, long string2, long count) {
    return compareNoCase(Locales.current(t), string1, string2, count);
  }

  @Export
  static int _wcsnicmp_l(GuestThread t, long string1, long string2, long count, @Opt long locale) {
    return compareNoCase(Locales.of(t, locale), string1, string2, count);
  }

  /** The difference of the first lower-case units that differ, in at most {@code count} units. */
  private static int compareNoCase(CrtLocale locale, long s1, long s2, long count) {
    for (long n = 0; n != count; n++) {
      int a = locale.wideLower(Memory.getU16(s1 + 2 * n));
      int b = locale.wideLower(Memory.getU16(s2 + 2 * n));
      if (a != b) {
        return a - b;
      }
      if (a == 0) {
        break;
      }
    }
    return 0;
  }

  @Export({"wcscoll", "_wcscoll_l"})
  static int wcscoll(long string1, long string2) {
    return Units.compare(Units.WIDE, string1, string2, -1);
  }

  @Export({"_wcsicoll", "_wcsicoll_l"})
  static int _wcsicoll(GuestThread t, long string1, long string2) {
    return compareNoCase(Locales.current(t), string1, string2, -1);
  }

  @Export({"_wcsncoll", "_wcsncoll_l"})
  static int _wcsncoll(long string1, long string2, long count) {
    return Units.compare(Units.WIDE, string1, string2, count);
  }

  @Export({"_wcsnicoll", "_wcsnicoll_l"})
  static int _wcsnicoll(GuestThread t, long string1, long string2, long count) {
    return compareNoCase(Locales.current(t), string1, string2, count);
  }

  /** Strings collate by their units, so that the transformed string is the string itself. */
  @Export({"wcsxfrm", "_wcsxfrm_l"})
  static long wcsxfrm(long strDest, long strSource, long count) {
    return StringH.transform(Units.WIDE, strDest, strSource, count);
  }

  /** The old form of two parameters, which keeps its place for each thread. */
  @Export(dll = "msvcrt")
  static long wcstok(GuestThread t, @Opt long strToken, long strDelimit) {
    return Units.token(
        Units.WIDE, strToken, strDelimit, CrtThread.buffer(t, CrtThread.Buffer.WCSTOK));
  }

  /** The form of the C standard; a null {@code context} is the thread's. */
  @Export(value = "wcstok", dll = "ucrtbase")
  static long wcstokStandard(
      GuestThread t, @Opt long strToken, long strDelimit, @Opt long context) {
    return Units.token(
        Units.WIDE,
        strToken,
        strDelimit,
        context != 0 ? context : CrtThread.buffer(t, CrtThread.Buffer.WCSTOK));
  }

  @Export
  static long wcstok_s(GuestThread t, @Opt long str, long delimiters, long context) {
    if (context == 0 || delimiters == 0 || str == 0 && Memory.getLong(context) == 0) {
      InvalidParameter.raise(t);
      return 0;
    }
    return Units.token(Units.WIDE, str, delimiters, context);
  }

  @Export
  static long _wcsdup(GuestThread t, @Opt long strSource) {
    return StringH.duplicate(t, Units.WIDE, strSource);
  }

  @Export
  static long _wcsrev(long str) {
    Units.reverse(Units.WIDE, str);
    return str;
  }

  @Export
  static long _wcsset(long str, short c) {
    Units.set(Units.WIDE, str, c, -1);
    return str;
  }

  @Export
  static long _wcsnset(long str, short c, long count) {
    Units.set(Units.WIDE, str, c, count);
    return str;
  }

  @Export
  static long _wcslwr(GuestThread t, long str) {
    StringH.lower(Units.WIDE, Locales.current(t), str, -1);
    return str;
  }

  @Export
  static long _wcslwr_l(GuestThread t, long str, @Opt long locale) {
    StringH.lower(Units.WIDE, Locales.of(t, locale), str, -1);
    return str;
  }

  @Export
  static long _wcsupr(GuestThread t, long str) {
    StringH.upper(Units.WIDE, Locales.current(t), str, -1);
    return str;
  }

  @Export
  static long _wcsupr_l(GuestThread t, long str, @Opt long locale) {
    StringH.upper(Units.WIDE, Locales.of(t, locale), str, -1);
    return str;
  }

  /** The number of units before the terminating zero, at most {@code count}. */
  @Export(dll = "msvcrt")
  static long __wcsncnt(long str, long count) {
    return Units.length(Units.WIDE, str, count);
  }

  @Export
  static long __strncnt(long str, long count) {
    return Units.length(Units.NARROW, str, count);
  }
}
