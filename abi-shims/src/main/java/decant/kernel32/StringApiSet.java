package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nls.CharTypes;
import decant.nls.CodePage;
import decant.nls.CodePages;
import decant.nls.Collation;
import decant.nt.Win32Error;

/** stringapiset.h. */
@Library({"kernel32", "kernelbase"})
public final class StringApiSet {
  private static final int MB_PRECOMPOSED = 1;
  private static final int MB_COMPOSITE = 2;
  private static final int MB_USEGLYPHCHARS = 4;
  private static final int MB_ERR_INVALID_CHARS = 8;
  private static final int WC_ERR_INVALID_CHARS = 0x80;
  private static final int WC_FLAGS = 0x400 | 0x200 | 0x40 | 0x20 | 0x10;

  private StringApiSet() {}

  /**
   * Maps a character string to a UTF-16 string.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-multibytetowidechar">MultiByteToWideChar</a>
   */
  @Export
  @Direct
  static int MultiByteToWideChar(
      int CodePage,
      int dwFlags,
      @In(size = "cbMultiByte") long lpMultiByteStr,
      int cbMultiByte,
      @Out @Opt long lpWideCharStr,
      int cchWideChar) {
    CodePage page = page(CodePage);
    checkBuffers(lpMultiByteStr, cbMultiByte, lpWideCharStr, cchWideChar);
    int known = MB_PRECOMPOSED | MB_COMPOSITE | MB_USEGLYPHCHARS | MB_ERR_INVALID_CHARS;
    if (page.id == CodePages.CP_UTF8) {
      known = isAlias(CodePage) ? known : MB_ERR_INVALID_CHARS;
    } else if (!CodePages.takesFlags(page)) {
      known = page.maxBytes == 4 ? MB_ERR_INVALID_CHARS : 0;
    }
    if ((dwFlags & ~known) != 0
        || (dwFlags & (MB_PRECOMPOSED | MB_COMPOSITE)) == (MB_PRECOMPOSED | MB_COMPOSITE)) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
    int length = cbMultiByte < 0 ? Memory.narrowLength(lpMultiByteStr) + 1 : cbMultiByte;
    boolean strict = (dwFlags & MB_ERR_INVALID_CHARS) != 0;
    return page.decode(lpMultiByteStr, length, strict, lpWideCharStr, cchWideChar);
  }

  /**
   * Maps a UTF-16 string to a character string. There are no best-fit mappings: what a code page
   * lacks becomes the default character.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-widechartomultibyte">WideCharToMultiByte</a>
   */
  @Export
  @Direct
  static int WideCharToMultiByte(
      int CodePage,
      int dwFlags,
      @In long lpWideCharStr,
      int cchWideChar,
      @Out(size = "cbMultiByte") @Opt long lpMultiByteStr,
      int cbMultiByte,
      @In @Opt long lpDefaultChar,
      @Out @Opt long lpUsedDefaultChar) {
    CodePage page = page(CodePage);
    checkBuffers(lpWideCharStr, cchWideChar, lpMultiByteStr, cbMultiByte);
    checkEncodeFlags(page, isAlias(CodePage), dwFlags, lpDefaultChar, lpUsedDefaultChar);
    int length = cchWideChar < 0 ? Memory.wideLength(lpWideCharStr) + 1 : cchWideChar;
    boolean strict = (dwFlags & WC_ERR_INVALID_CHARS) != 0;
    int defaultChar = '?';
    if (lpDefaultChar != 0 && !isUnicode(page)) {
      defaultChar = Memory.getU8(lpDefaultChar);
      if (page.isLeadByte(defaultChar)) {
        defaultChar |= Memory.getU8(lpDefaultChar + 1) << 8;
      }
    }
    long result =
        page.encode(lpWideCharStr, length, strict, lpMultiByteStr, cbMultiByte, defaultChar);
    if (lpUsedDefaultChar != 0) {
      Memory.putInt(lpUsedDefaultChar, (result & decant.nls.CodePage.USED_DEFAULT) != 0 ? 1 : 0);
    }
    return (int) result;
  }

  private static boolean isUnicode(CodePage page) {
    return page.id == CodePages.CP_UTF8 || page.id == CodePages.CP_UTF7;
  }

  /**
   * Programs that ask for the ANSI code page do not know that it is UTF-8, and pass what other code
   * pages take; those that say 65001 get the rules of 65001.
   */
  private static boolean isAlias(int codePage) {
    return codePage <= CodePages.CP_THREAD_ACP;
  }

  private static void checkEncodeFlags(
      CodePage page, boolean alias, int flags, long defaultChar, long used) {
    int known = WC_FLAGS;
    if (!CodePages.takesFlags(page)) {
      known = page.maxBytes == 4 ? WC_ERR_INVALID_CHARS : 0;
      if (alias) {
        known |= WC_FLAGS;
      } else if (isUnicode(page) && (defaultChar | used) != 0) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
    }
    if ((flags & ~known) != 0) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
  }

  private static CodePage page(int codePage) {
    CodePage page = CodePages.get(codePage);
    if (page == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return page;
  }

  private static void checkBuffers(long from, int length, long to, int room) {
    if (from == 0
        || length == 0
        || room < 0
        || length < -1
        || room > 0 && (to == 0 || to == from)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }

  /**
   * Compares two strings for a locale.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-comparestringw">CompareStringW</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "One order for all locales: Windows' order of symbols, digits and Latin letters.")
  static int CompareStringW(
      int Locale,
      int dwCmpFlags,
      @In long lpString1,
      int cchCount1,
      @In long lpString2,
      int cchCount2) {
    return compare(dwCmpFlags, lpString1, cchCount1, lpString2, cchCount2);
  }

  /** As {@code CompareStringW}, with a locale's name. */
  @Export(
      support = Support.PARTIAL,
      note = "One order for all locales: Windows' order of symbols, digits and Latin letters.")
  static int CompareStringEx(
      @Opt long lpLocaleName,
      int dwCmpFlags,
      @In long lpString1,
      int cchCount1,
      @In long lpString2,
      int cchCount2,
      @Opt long lpVersionInformation,
      @Opt long lpReserved,
      long lParam) {
    return compare(dwCmpFlags, lpString1, cchCount1, lpString2, cchCount2);
  }

  /** As {@code CompareStringW}, of strings in the ANSI code page. */
  @Export(
      support = Support.PARTIAL,
      note = "One order for all locales: Windows' order of symbols, digits and Latin letters.")
  static int CompareStringA(
      int Locale,
      int dwCmpFlags,
      @In long lpString1,
      int cchCount1,
      @In long lpString2,
      int cchCount2) {
    if (lpString1 == 0 || lpString2 == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Text ansi = Text.ANSI;
    String a = cchCount1 < 0 ? ansi.read(lpString1) : ansi.read(lpString1, cchCount1);
    String b = cchCount2 < 0 ? ansi.read(lpString2) : ansi.read(lpString2, cchCount2);
    return Collation.compare(a, b, dwCmpFlags) + 2;
  }

  private static int compare(int flags, long a, int lengthA, long b, int lengthB) {
    if (a == 0 || b == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if ((flags & ~Collation.ALL_FLAGS) != 0) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
    String x = lengthA < 0 ? Memory.wide(a) : Memory.wide(a, lengthA);
    String y = lengthB < 0 ? Memory.wide(b) : Memory.wide(b, lengthB);
    return Collation.compare(x, y, flags) + 2;
  }

  /**
   * Compares two strings by their code units.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-comparestringordinal">CompareStringOrdinal</a>
   */
  @Export
  @Direct
  static int CompareStringOrdinal(
      @In long lpString1, int cchCount1, @In long lpString2, int cchCount2, boolean bIgnoreCase) {
    if (lpString1 == 0 || lpString2 == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int length1 = cchCount1 < 0 ? Memory.wideLength(lpString1) : cchCount1;
    int length2 = cchCount2 < 0 ? Memory.wideLength(lpString2) : cchCount2;
    int n = Math.min(length1, length2);
    int result = 0;
    for (int i = 0; i < n && result == 0; i++) {
      char x = Memory.getChar(lpString1 + 2L * i);
      char y = Memory.getChar(lpString2 + 2L * i);
      if (x != y) {
        result = bIgnoreCase ? CharTypes.upper(x) - CharTypes.upper(y) : x - y;
      }
    }
    result = result == 0 ? length1 - length2 : result;
    return Integer.signum(result) + 2;
  }

  /**
   * Character types of a UTF-16 string.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-getstringtypew">GetStringTypeW</a>
   */
  @Export
  static boolean GetStringTypeW(
      int dwInfoType, @In long lpSrcStr, int cchSrc, @Out long lpCharType) {
    if (lpSrcStr == 0 || lpCharType == 0 || lpSrcStr == lpCharType || cchSrc == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (dwInfoType != 1 && dwInfoType != 2 && dwInfoType != 4) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
    int length = cchSrc < 0 ? Memory.wideLength(lpSrcStr) + 1 : cchSrc;
    for (int i = 0; i < length; i++) {
      char c = Memory.getChar(lpSrcStr + 2L * i);
      Memory.putShort(lpCharType + 2L * i, CharTypes.of(dwInfoType, c));
    }
    return true;
  }

  /** As {@code GetStringTypeW}: the locale no longer matters there. */
  @Export
  static boolean GetStringTypeExW(
      int Locale, int dwInfoType, @In long lpSrcStr, int cchSrc, @Out long lpCharType) {
    return GetStringTypeW(dwInfoType, lpSrcStr, cchSrc, lpCharType);
  }

  /** Character types of a string in the ANSI code page, one for each UTF-16 unit of it. */
  @Export({"GetStringTypeA", "GetStringTypeExA"})
  static boolean GetStringTypeA(
      int Locale, int dwInfoType, @In long lpSrcStr, int cchSrc, @Out long lpCharType) {
    if (lpSrcStr == 0 || lpCharType == 0 || lpSrcStr == lpCharType || cchSrc == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int length = cchSrc < 0 ? Memory.narrowLength(lpSrcStr) + 1 : cchSrc;
    String text = Text.ANSI.read(lpSrcStr, length);
    for (int i = 0; i < text.length(); i++) {
      Memory.putShort(lpCharType + 2L * i, CharTypes.of(dwInfoType, text.charAt(i)));
    }
    return true;
  }

  /**
   * Maps a string to another form.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-foldstringw">FoldStringW</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "MAP_PRECOMPOSED, MAP_COMPOSITE, MAP_FOLDCZONE and MAP_FOLDDIGITS.")
  static int FoldStringW(
      int dwMapFlags, @In long lpSrcStr, int cchSrc, @Out long lpDestStr, int cchDest) {
    if (lpSrcStr == 0 || cchSrc == 0 || lpSrcStr == lpDestStr) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if ((dwMapFlags & ~0xF0) != 0) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
    int length = cchSrc < 0 ? Memory.wideLength(lpSrcStr) + 1 : cchSrc;
    String text = CharTypes.fold(Memory.wide(lpSrcStr, length), dwMapFlags);
    return WinNls.putCounted(text, lpDestStr, cchDest);
  }
}
