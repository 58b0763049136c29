package decant.crt.multibyte;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.crt.CrtThread;
import decant.crt.SecureStrings;
import decant.crt.StringH;
import decant.crt.Units;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * mbstring.h. In a code page without lead bytes ({@link MbctypeH}) a character is a byte, so that
 * these are the functions of string.h; counts are of characters and of bytes alike.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/string-manipulation-crt">String
 *     manipulation</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class MbstringH {
  private MbstringH() {}

  @Export({"_mbslen", "_mbslen_l"})
  static long _mbslen(long str) {
    return Units.length(Units.NARROW, str);
  }

  @Export({"_mbsnlen", "_mbsnlen_l"})
  static long _mbsnlen(long str, long sizeInBytes) {
    return Units.length(Units.NARROW, str, sizeInBytes);
  }

  @Export({"_mbsnccnt", "_mbsnbcnt"})
  static long _mbsnccnt(long str, long count) {
    return Units.length(Units.NARROW, str, count);
  }

  @Export({"_mbclen", "_mbclen_l"})
  static long _mbclen(long c) {
    return 1;
  }

  @Export({"_mbsinc", "_mbsinc_l"})
  static long _mbsinc(long current) {
    return current + 1;
  }

  /** The character before, null at the beginning. */
  @Export
  static long _mbsdec(long start, long current) {
    return Long.compareUnsigned(start, current) < 0 ? current - 1 : 0;
  }

  @Export
  static long _mbsninc(long str, long count) {
    return str == 0 ? 0 : str + Units.length(Units.NARROW, str, count);
  }

  @Export({"_mbsnextc", "_mbsnextc_l"})
  static int _mbsnextc(long str) {
    return Memory.getU8(str);
  }

  @Export({"_mbccpy", "_mbccpy_l"})
  static void _mbccpy(long dest, long src) {
    Memory.putByte(dest, Memory.getByte(src));
  }

  @Export({"_mbscmp", "_mbscmp_l", "_mbscoll", "_mbscoll_l"})
  static int _mbscmp(long string1, long string2) {
    return Units.compare(Units.NARROW, string1, string2, -1);
  }

  @Export({"_mbsncmp", "_mbsnbcmp", "_mbsncoll", "_mbsnbcoll", "_mbsnbcoll_l"})
  static int _mbsncmp(long string1, long string2, long count) {
    return Units.compare(Units.NARROW, string1, string2, count);
  }

  @Export({"_mbsicmp", "_mbsicmp_l", "_mbsicoll", "_mbsicoll_l"})
  static int _mbsicmp(GuestThread t, long string1, long string2) {
    return StringH._stricmp(t, string1, string2);
  }

  @Export({"_mbsnicmp", "_mbsnbicmp", "_mbsnicoll", "_mbsnbicoll", "_mbsnbicoll_l"})
  static int _mbsnicmp(GuestThread t, long string1, long string2, long count) {
    return StringH._strnicmp(t, string1, string2, count);
  }

  /** The first place of a character, which may be the terminating zero. */
  @Export({"_mbschr", "_mbschr_l"})
  static long _mbschr(long str, int c) {
    for (long p = str; ; p++) {
      int b = Memory.getU8(p);
      if (b == c) {
        return p;
      }
      if (b == 0) {
        return 0;
      }
    }
  }

  @Export
  static long _mbsrchr(long str, int c) {
    long found = 0;
    for (long p = str; ; p++) {
      int b = Memory.getU8(p);
      if (b == c) {
        found = p;
      }
      if (b == 0) {
        return found;
      }
    }
  }

  @Export
  static long _mbsstr(long str, long strSearch) {
    long length = Units.length(Units.NARROW, strSearch);
    for (long p = str; ; p++) {
      if (Units.compare(Units.NARROW, p, strSearch, length) == 0) {
        return p;
      }
      if (Memory.getByte(p) == 0) {
        return 0;
      }
    }
  }

  @Export({"_mbsspn", "_mbsspn_l"})
  static long _mbsspn(long str, long strCharSet) {
    return Units.span(Units.NARROW, str, strCharSet, true);
  }

  @Export({"_mbscspn", "_mbscspn_l"})
  static long _mbscspn(long str, long strCharSet) {
    return Units.span(Units.NARROW, str, strCharSet, false);
  }

  @Export
  static long _mbspbrk(long str, long strCharSet) {
    long p = str + Units.span(Units.NARROW, str, strCharSet, false);
    return Memory.getByte(p) == 0 ? 0 : p;
  }

  /** The first character that is not in the set. */
  @Export
  static long _mbsspnp(long str, long strCharSet) {
    long p = str + Units.span(Units.NARROW, str, strCharSet, true);
    return Memory.getByte(p) == 0 ? 0 : p;
  }

  @Export({"_mbstok", "_mbstok_l"})
  static long _mbstok(GuestThread t, @Opt long strToken, long strDelimit) {
    return Units.token(
        Units.NARROW, strToken, strDelimit, CrtThread.buffer(t, CrtThread.Buffer.MBSTOK));
  }

  @Export({"_mbstok_s", "_mbstok_s_l"})
  static long _mbstok_s(GuestThread t, @Opt long str, long delimiters, long context) {
    return StringH.strtok_s(t, str, delimiters, context);
  }

  @Export
  static long _mbsdup(GuestThread t, @Opt long strSource) {
    return StringH._strdup(t, strSource);
  }

  @Export
  static long _mbsrev(long str) {
    Units.reverse(Units.NARROW, str);
    return str;
  }

  @Export
  static long _mbslwr(GuestThread t, long str) {
    return StringH._strlwr(t, str);
  }

  @Export
  static long _mbsupr(GuestThread t, long str) {
    return StringH._strupr(t, str);
  }

  @Export
  static int _mbslwr_s(GuestThread t, @Opt long str, long numberOfElements) {
    return SecureStrings._strlwr_s(t, str, numberOfElements);
  }

  @Export
  static int _mbsupr_s(GuestThread t, @Opt long str, long numberOfElements) {
    return SecureStrings._strupr_s(t, str, numberOfElements);
  }

  @Export
  static long _mbsset(long str, int c) {
    Units.set(Units.NARROW, str, c, -1);
    return str;
  }

  @Export({"_mbsnset", "_mbsnbset"})
  static long _mbsnset(long str, int c, long count) {
    Units.set(Units.NARROW, str, c, count);
    return str;
  }

  @Export(dll = "msvcrt")
  static long _mbscpy(long strDestination, long strSource) {
    Memory.copy(strSource, strDestination, Units.length(Units.NARROW, strSource) + 1);
    return strDestination;
  }

  @Export(dll = "msvcrt")
  static long _mbscat(long strDestination, long strSource) {
    _mbscpy(Units.end(Units.NARROW, strDestination), strSource);
    return strDestination;
  }

  /** Copies a string and fills the rest of {@code count} bytes with zeros. */
  @Export({"_mbsncpy", "_mbsnbcpy"})
  static long _mbsncpy(long strDest, long strSource, long count) {
    long length = Units.length(Units.NARROW, strSource, count);
    if (length != 0) {
      Memory.copy(strSource, strDest, length);
    }
    if (count != length) {
      Memory.fill(strDest + length, count - length, 0);
    }
    return strDest;
  }

  @Export({"_mbsncat", "_mbsnbcat"})
  static long _mbsncat(long strDest, long strSource, long count) {
    long end = Units.end(Units.NARROW, strDest);
    long length = Units.length(Units.NARROW, strSource, count);
    if (length != 0) {
      Memory.copy(strSource, end, length);
    }
    Memory.putByte(end + length, 0);
    return strDest;
  }

  @Export({"_mbscpy_s", "_mbscpy_s_l"})
  static int _mbscpy_s(GuestThread t, @Opt long dest, long destsz, @Opt long src) {
    return SecureStrings.strcpy_s(t, dest, destsz, src);
  }

  @Export({"_mbscat_s", "_mbscat_s_l"})
  static int _mbscat_s(GuestThread t, @Opt long dest, long destsz, @Opt long src) {
    return SecureStrings.strcat_s(t, dest, destsz, src);
  }

  @Export({"_mbsncpy_s", "_mbsnbcpy_s", "_mbsnbcpy_s_l"})
  static int _mbsncpy_s(
      GuestThread t, @Opt long strDest, long numberOfElements, @Opt long strSource, long count) {
    return SecureStrings.strncpy_s(t, strDest, numberOfElements, strSource, count);
  }

  @Export({"_mbsncat_s", "_mbsnbcat_s"})
  static int _mbsncat_s(
      GuestThread t, @Opt long strDest, long numberOfElements, @Opt long strSource, long count) {
    return SecureStrings.strncat_s(t, strDest, numberOfElements, strSource, count);
  }
}
