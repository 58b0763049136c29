package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nls.Collation;

/**
 * winbase.h: the {@code lstr} functions. They survive bad pointers on Windows; here a null pointer
 * is survived.
 */
@Library({"kernel32", "kernelbase"})
public final class WinBaseStrings {
  private WinBaseStrings() {}

  @Export({"lstrcpyA", "lstrcpy"})
  static long lstrcpyA(@Out long lpString1, @In long lpString2) {
    if (lpString1 == 0 || lpString2 == 0) {
      return 0;
    }
    Memory.copy(lpString2, lpString1, Memory.narrowLength(lpString2) + 1L);
    return lpString1;
  }

  @Export
  static long lstrcpyW(@Out long lpString1, @In long lpString2) {
    if (lpString1 == 0 || lpString2 == 0) {
      return 0;
    }
    Memory.copy(lpString2, lpString1, 2L * Memory.wideLength(lpString2) + 2);
    return lpString1;
  }

  /** Copies at most {@code iMaxLength} units, the terminating zero included. */
  @Export({"lstrcpynA", "lstrcpyn"})
  static long lstrcpynA(@Out long lpString1, @In long lpString2, int iMaxLength) {
    if (lpString1 == 0 || lpString2 == 0 || iMaxLength <= 0) {
      return iMaxLength == 0 ? lpString1 : 0;
    }
    int i = 0;
    byte b;
    while (i < iMaxLength - 1 && (b = Memory.getByte(lpString2 + i)) != 0) {
      Memory.putByte(lpString1 + i++, b);
    }
    Memory.putByte(lpString1 + i, 0);
    return lpString1;
  }

  @Export
  static long lstrcpynW(@Out long lpString1, @In long lpString2, int iMaxLength) {
    if (lpString1 == 0 || lpString2 == 0 || iMaxLength <= 0) {
      return iMaxLength == 0 ? lpString1 : 0;
    }
    int i = 0;
    char c;
    while (i < iMaxLength - 1 && (c = Memory.getChar(lpString2 + 2L * i)) != 0) {
      Memory.putShort(lpString1 + 2L * i++, c);
    }
    Memory.putShort(lpString1 + 2L * i, 0);
    return lpString1;
  }

  @Export({"lstrcatA", "lstrcat"})
  static long lstrcatA(@In @Out long lpString1, @In long lpString2) {
    if (lpString1 == 0 || lpString2 == 0) {
      return 0;
    }
    lstrcpyA(lpString1 + Memory.narrowLength(lpString1), lpString2);
    return lpString1;
  }

  @Export
  static long lstrcatW(@In @Out long lpString1, @In long lpString2) {
    if (lpString1 == 0 || lpString2 == 0) {
      return 0;
    }
    lstrcpyW(lpString1 + 2L * Memory.wideLength(lpString1), lpString2);
    return lpString1;
  }

  /** Compares as {@code CompareString} does: by words. */
  @Export
  static int lstrcmp(Text text, @Opt String lpString1, @Opt String lpString2) {
    return compare(lpString1, lpString2, 0);
  }

  @Export
  static int lstrcmpi(Text text, @Opt String lpString1, @Opt String lpString2) {
    return compare(lpString1, lpString2, Collation.NORM_IGNORECASE);
  }

  private static int compare(String a, String b, int flags) {
    if (a == null || b == null) {
      return a == null ? (b == null ? 0 : -1) : 1;
    }
    return Collation.compare(a, b, flags);
  }

  /** {@code MulDiv}: 32-bit multiplication and division, rounded; -1 when it cannot be. */
  @Export
  static int MulDiv(int nNumber, int nNumerator, int nDenominator) {
    if (nDenominator == 0) {
      return -1;
    }
    long product = (long) nNumber * nNumerator;
    long divisor = nDenominator;
    if (divisor < 0) {
      divisor = -divisor;
      product = -product;
    }
    long half = divisor / 2;
    long result = (product < 0 ? product - half : product + half) / divisor;
    return result == (int) result ? (int) result : -1;
  }
}
