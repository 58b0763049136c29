package decant.shlwapi;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.kernel32.LocalMemory;
import decant.nls.Collation;
import decant.nt.CaseTable;
import decant.nt.GuestThread;

/**
 * shlwapi.h: searching, comparing and changing strings. Narrow strings are searched byte by byte,
 * and only ASCII letters of them are the same in either case.
 */
@Library({"shlwapi", "kernelbase"})
public final class ShlwStrings {
  private static final int NOWHERE = -1;

  private ShlwStrings() {}

  // --- units: bytes or UTF-16 -------------------------------------------------------------------

  private static int length(Text text, long at) {
    return text == Text.WIDE ? Memory.wideLength(at) : Memory.narrowLength(at);
  }

  private static int unit(Text text, long at, int i) {
    return text == Text.WIDE ? Memory.getChar(at + 2L * i) : Memory.getU8(at + i);
  }

  private static int folded(Text text, int unit) {
    if (text == Text.WIDE) {
      return CaseTable.upper((char) unit);
    }
    return unit >= 'a' && unit <= 'z' ? unit - 0x20 : unit;
  }

  private static boolean same(Text text, int a, int b, boolean anyCase) {
    return a == b || anyCase && folded(text, a) == folded(text, b);
  }

  private static long address(Text text, long at, int i) {
    return i == NOWHERE ? 0 : at + (long) i * text.unit;
  }

  /** A character that was passed by value: a byte, or a unit of UTF-16. */
  private static int character(Text text, short value) {
    return text == Text.WIDE ? value & 0xFFFF : value & 0xFF;
  }

  // --- searching --------------------------------------------------------------------------------

  /** Looks at as many places, from the beginning, as {@code places} says. */
  private static long find(Text text, long first, long search, int places, boolean anyCase) {
    if (first == 0 || search == 0) {
      return 0;
    }
    int wanted = length(text, search);
    int last = length(text, first) - wanted;
    for (int i = 0; wanted > 0 && i <= last && Integer.compareUnsigned(i, places) < 0; i++) {
      int n = 0;
      while (n < wanted && same(text, unit(text, first, i + n), unit(text, search, n), anyCase)) {
        n++;
      }
      if (n == wanted) {
        return address(text, first, i);
      }
    }
    return 0;
  }

  /**
   * Where a string begins in another; null when it does not, or is empty.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shlwapi/nf-shlwapi-strstrw">StrStr</a>
   */
  @Export
  static long StrStr(Text text, @In @Opt long pszFirst, @In @Opt long pszSrch) {
    return find(text, pszFirst, pszSrch, Integer.MAX_VALUE, false);
  }

  @Export
  static long StrStrI(Text text, @In @Opt long pszFirst, @In @Opt long pszSrch) {
    return find(text, pszFirst, pszSrch, Integer.MAX_VALUE, true);
  }

  @Export
  static long StrStrNW(@In @Opt long pszFirst, @In @Opt long pszSrch, int cchMax) {
    return find(Text.WIDE, pszFirst, pszSrch, cchMax, false);
  }

  @Export
  static long StrStrNIW(@In @Opt long pszFirst, @In @Opt long pszSrch, int cchMax) {
    return find(Text.WIDE, pszFirst, pszSrch, cchMax, true);
  }

  private static long first(Text text, long start, short match, boolean anyCase) {
    int wanted = character(text, match);
    int length = start == 0 ? 0 : length(text, start);
    for (int i = 0; i < length; i++) {
      if (same(text, unit(text, start, i), wanted, anyCase)) {
        return address(text, start, i);
      }
    }
    return 0;
  }

  @Export
  static long StrChr(Text text, @In @Opt long pszStart, short wMatch) {
    return first(text, pszStart, wMatch, false);
  }

  @Export
  static long StrChrI(Text text, @In @Opt long pszStart, short wMatch) {
    return first(text, pszStart, wMatch, true);
  }

  private static long last(Text text, long start, long end, short match, boolean anyCase) {
    if (start == 0) {
      return 0;
    }
    int wanted = character(text, match);
    long whole = length(text, start);
    long length = end == 0 ? whole : Math.min(whole, (end - start) / text.unit);
    for (int i = (int) Math.max(length, 0) - 1; i >= 0; i--) {
      if (same(text, unit(text, start, i), wanted, anyCase)) {
        return address(text, start, i);
      }
    }
    return 0;
  }

  /** The last place of a character, before an end if one is given. */
  @Export
  static long StrRChr(Text text, @In @Opt long pszStart, @Opt long pszEnd, short wMatch) {
    return last(text, pszStart, pszEnd, wMatch, false);
  }

  @Export
  static long StrRChrI(Text text, @In @Opt long pszStart, @Opt long pszEnd, short wMatch) {
    return last(text, pszStart, pszEnd, wMatch, true);
  }

  private static boolean isOne(Text text, int unit, long set) {
    int count = length(text, set);
    for (int i = 0; i < count; i++) {
      if (unit(text, set, i) == unit) {
        return true;
      }
    }
    return false;
  }

  private static int span(Text text, long string, long set, boolean of) {
    if (string == 0 || set == 0) {
      return 0;
    }
    int length = length(text, string);
    int i = 0;
    while (i < length && isOne(text, unit(text, string, i), set) == of) {
      i++;
    }
    return i;
  }

  /** How many characters at the beginning are of a set. */
  @Export
  static int StrSpn(Text text, @In @Opt long psz, @In @Opt long pszSet) {
    return span(text, psz, pszSet, true);
  }

  /** How many characters at the beginning are not of a set. */
  @Export
  static int StrCSpn(Text text, @In @Opt long pszStr, @In @Opt long pszSet) {
    return span(text, pszStr, pszSet, false);
  }

  @Export
  static long StrPBrk(Text text, @In @Opt long psz, @In @Opt long pszSet) {
    int i = span(text, psz, pszSet, false);
    return psz == 0 || pszSet == 0 || unit(text, psz, i) == 0 ? 0 : address(text, psz, i);
  }

  // --- comparing --------------------------------------------------------------------------------

  private static int compare(String a, String b, int most, int flags) {
    String left = a == null ? "" : a;
    String right = b == null ? "" : b;
    return Collation.compare(
        left.substring(0, Math.min(left.length(), most)),
        right.substring(0, Math.min(right.length(), most)),
        flags);
  }

  @Export
  static int StrCmpW(@Opt @Wide String psz1, @Opt @Wide String psz2) {
    return compare(psz1, psz2, Integer.MAX_VALUE, 0);
  }

  @Export
  static int StrCmpIW(@Opt @Wide String psz1, @Opt @Wide String psz2) {
    return compare(psz1, psz2, Integer.MAX_VALUE, Collation.NORM_IGNORECASE);
  }

  @Export
  static int StrCmpN(Text text, @Opt String psz1, @Opt String psz2, int nChar) {
    return compare(psz1, psz2, Math.max(nChar, 0), 0);
  }

  @Export
  static int StrCmpNI(Text text, @Opt String psz1, @Opt String psz2, int nChar) {
    return compare(psz1, psz2, Math.max(nChar, 0), Collation.NORM_IGNORECASE);
  }

  // --- numbers and changes ----------------------------------------------------------------------

  /** A decimal number, which a minus sign may precede and nothing else. */
  @Export
  static int StrToInt(Text text, @In @Opt long pszSrc) {
    if (pszSrc == 0) {
      return 0;
    }
    boolean negative = unit(text, pszSrc, 0) == '-';
    int value = 0;
    for (int i = negative ? 1 : 0; ; i++) {
      int digit = unit(text, pszSrc, i) - '0';
      if (digit < 0 || digit > 9) {
        return negative ? -value : value;
      }
      value = 10 * value + digit;
    }
  }

  /** Takes the characters of a set away from both ends; returns whether there were any. */
  @Export
  static boolean StrTrim(Text text, @In @Out @Opt long psz, @In @Opt long pszTrimChars) {
    if (psz == 0 || pszTrimChars == 0) {
      return false;
    }
    int length = length(text, psz);
    int from = span(text, psz, pszTrimChars, true);
    int to = length;
    while (to > from && isOne(text, unit(text, psz, to - 1), pszTrimChars)) {
      to--;
    }
    Memory.copy(psz + (long) from * text.unit, psz, (long) (to - from) * text.unit);
    if (to - from < length) {
      Memory.fill(psz + (long) (to - from) * text.unit, text.unit, 0);
    }
    return to - from < length;
  }

  /** A copy that {@code LocalFree} frees. */
  @Export
  static long StrDup(GuestThread t, Text text, @In @Opt long pszSrch) {
    if (pszSrch == 0) {
      return 0;
    }
    long bytes = (length(text, pszSrch) + 1L) * text.unit;
    long copy = LocalMemory.LocalAlloc(t, 0, bytes);
    if (copy != 0) {
      Memory.copy(pszSrch, copy, bytes);
    }
    return copy;
  }
}
