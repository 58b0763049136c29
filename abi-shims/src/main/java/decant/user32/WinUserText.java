package decant.user32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nls.CharTypes;
import decant.nls.CodePage;
import decant.nls.CodePages;
import decant.nt.Win32Error;

/** winuser.h: characters. */
@Library("user32")
public final class WinUserText {
  private WinUserText() {}

  /** A pointer with a high word of zero is a character, not the address of a string. */
  private static boolean isCharacter(long value) {
    return value >>> 16 == 0;
  }

  private static void map(long at, int length, boolean upper) {
    for (int i = 0; i < length; i++) {
      char c = Memory.getChar(at + 2L * i);
      char mapped = upper ? CharTypes.upper(c) : CharTypes.lower(c);
      if (mapped != c) {
        Memory.putShort(at + 2L * i, mapped);
      }
    }
  }

  /** In the ANSI code page, only what keeps its length in bytes is mapped. */
  private static void mapBytes(long at, int length, boolean upper) {
    int i = 0;
    while (i < length) {
      int b = Memory.getU8(at + i);
      if (b < 0x80) {
        char c = (char) b;
        Memory.putByte(at + i, upper ? CharTypes.upper(c) : CharTypes.lower(c));
        i++;
        continue;
      }
      int end = i + 1;
      while (end < length && (Memory.getU8(at + end) & 0xC0) == 0x80) {
        end++;
      }
      String text = Text.ANSI.read(at + i, end - i);
      if (text.length() == 1) {
        char mapped = upper ? CharTypes.upper(text.charAt(0)) : CharTypes.lower(text.charAt(0));
        byte[] bytes = Text.encode(String.valueOf(mapped));
        if (bytes.length == end - i && mapped != '\uFFFD') {
          Memory.write(at + i, bytes);
        }
      }
      i = end;
    }
  }

  @Export
  static long CharUpperW(@In @Out long lpsz) {
    if (isCharacter(lpsz)) {
      return CharTypes.upper((char) lpsz);
    }
    map(lpsz, Memory.wideLength(lpsz), true);
    return lpsz;
  }

  @Export
  static long CharLowerW(@In @Out long lpsz) {
    if (isCharacter(lpsz)) {
      return CharTypes.lower((char) lpsz);
    }
    map(lpsz, Memory.wideLength(lpsz), false);
    return lpsz;
  }

  @Export
  static long CharUpperA(@In @Out long lpsz) {
    if (isCharacter(lpsz)) {
      return lpsz >= 'a' && lpsz <= 'z' ? lpsz - 32 : lpsz;
    }
    mapBytes(lpsz, Memory.narrowLength(lpsz), true);
    return lpsz;
  }

  @Export
  static long CharLowerA(@In @Out long lpsz) {
    if (isCharacter(lpsz)) {
      return lpsz >= 'A' && lpsz <= 'Z' ? lpsz + 32 : lpsz;
    }
    mapBytes(lpsz, Memory.narrowLength(lpsz), false);
    return lpsz;
  }

  @Export
  static int CharUpperBuffW(@In @Out long lpsz, int cchLength) {
    map(lpsz, lpsz == 0 ? 0 : cchLength, true);
    return lpsz == 0 ? 0 : cchLength;
  }

  @Export
  static int CharLowerBuffW(@In @Out long lpsz, int cchLength) {
    map(lpsz, lpsz == 0 ? 0 : cchLength, false);
    return lpsz == 0 ? 0 : cchLength;
  }

  @Export
  static int CharUpperBuffA(@In @Out long lpsz, int cchLength) {
    mapBytes(lpsz, lpsz == 0 ? 0 : cchLength, true);
    return lpsz == 0 ? 0 : cchLength;
  }

  @Export
  static int CharLowerBuffA(@In @Out long lpsz, int cchLength) {
    mapBytes(lpsz, lpsz == 0 ? 0 : cchLength, false);
    return lpsz == 0 ? 0 : cchLength;
  }

  @Export
  static long CharNextW(@In long lpsz) {
    return Memory.getChar(lpsz) == 0 ? lpsz : lpsz + 2;
  }

  @Export
  static long CharPrevW(@In long lpszStart, @In long lpszCurrent) {
    return Long.compareUnsigned(lpszCurrent, lpszStart) > 0 ? lpszCurrent - 2 : lpszStart;
  }

  /** UTF-8 has no lead bytes in the sense of this function: it goes byte by byte. */
  @Export
  static long CharNextA(@In long lpsz) {
    return Memory.getByte(lpsz) == 0 ? lpsz : lpsz + 1;
  }

  @Export
  static long CharPrevA(@In long lpszStart, @In long lpszCurrent) {
    return Long.compareUnsigned(lpszCurrent, lpszStart) > 0 ? lpszCurrent - 1 : lpszStart;
  }

  /** The next character of a string in a code page; one of two bytes counts as one. */
  @Export
  static long CharNextExA(short CodePage, @In long lpCurrentChar, int dwFlags) {
    int b = Memory.getU8(lpCurrentChar);
    if (b == 0) {
      return lpCurrentChar;
    }
    CodePage page = CodePages.get(CodePage & 0xFFFF);
    boolean pair = page != null && page.isLeadByte(b) && Memory.getByte(lpCurrentChar + 1) != 0;
    return lpCurrentChar + (pair ? 2 : 1);
  }

  /** The character before an address in a string in a code page. */
  @Export
  static long CharPrevExA(short CodePage, @In long lpStart, @In long lpCurrentChar, int dwFlags) {
    long at = lpStart;
    while (Memory.getByte(at) != 0) {
      long next = CharNextExA(CodePage, at, dwFlags);
      if (Long.compareUnsigned(next, lpCurrentChar) >= 0) {
        break;
      }
      at = next;
    }
    return at;
  }

  @Export
  static boolean IsCharAlphaW(short ch) {
    return (CharTypes.type1((char) ch) & CharTypes.C1_ALPHA) != 0;
  }

  @Export
  static boolean IsCharAlphaA(byte ch) {
    return ch >= 0 && IsCharAlphaW(ch);
  }

  @Export
  static boolean IsCharAlphaNumericW(short ch) {
    return (CharTypes.type1((char) ch) & (CharTypes.C1_ALPHA | CharTypes.C1_DIGIT)) != 0;
  }

  @Export
  static boolean IsCharAlphaNumericA(byte ch) {
    return ch >= 0 && IsCharAlphaNumericW(ch);
  }

  @Export
  static boolean IsCharUpperW(short ch) {
    return (CharTypes.type1((char) ch) & CharTypes.C1_UPPER) != 0;
  }

  @Export
  static boolean IsCharUpperA(byte ch) {
    return ch >= 0 && IsCharUpperW(ch);
  }

  @Export
  static boolean IsCharLowerW(short ch) {
    return (CharTypes.type1((char) ch) & CharTypes.C1_LOWER) != 0;
  }

  @Export
  static boolean IsCharLowerA(byte ch) {
    return ch >= 0 && IsCharLowerW(ch);
  }

  /** ANSI to OEM: the same code page. */
  @Export({"CharToOemA", "AnsiToOem", "OemToCharA", "OemToAnsi"})
  static boolean CharToOemA(@In long pSrc, @Out long pDst) {
    checkCopy(pSrc, pDst);
    Memory.copy(pSrc, pDst, Memory.narrowLength(pSrc) + 1L);
    return true;
  }

  @Export({"CharToOemBuffA", "OemToCharBuffA"})
  static boolean CharToOemBuffA(@In long lpszSrc, @Out long lpszDst, int cchDstLength) {
    checkCopy(lpszSrc, lpszDst);
    Memory.copy(lpszSrc, lpszDst, cchDstLength & 0xFFFF_FFFFL);
    return true;
  }

  @Export
  static boolean CharToOemW(@In long pSrc, @Out long pDst) {
    checkCopy(pSrc, pDst);
    Memory.putNarrowZ(pDst, Text.encode(Memory.wide(pSrc)));
    return true;
  }

  @Export
  static boolean OemToCharW(@In long pSrc, @Out long pDst) {
    checkCopy(pSrc, pDst);
    Memory.putWideZ(pDst, Text.ANSI.read(pSrc));
    return true;
  }

  @Export
  static boolean CharToOemBuffW(@In long lpszSrc, @Out long lpszDst, int cchDstLength) {
    checkCopy(lpszSrc, lpszDst);
    byte[] bytes = Text.encode(Memory.wide(lpszSrc, cchDstLength));
    Memory.write(lpszDst, bytes, 0, Math.min(bytes.length, cchDstLength));
    return true;
  }

  @Export
  static boolean OemToCharBuffW(@In long lpszSrc, @Out long lpszDst, int cchDstLength) {
    checkCopy(lpszSrc, lpszDst);
    Memory.putWide(lpszDst, Text.ANSI.read(lpszSrc, cchDstLength));
    return true;
  }

  private static void checkCopy(long from, long to) {
    if (from == 0 || to == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }
}
