package decant.crt.multibyte;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Support;
import decant.crt.CrtThread;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * mbctype.h and the character tests of mbstring.h. The multibyte code page has no lead bytes: the
 * ANSI code page of the process is UTF-8, which these functions treat byte by byte.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/byte-classification">Byte
 *     classification</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class MbctypeH {
  /** {@code _MB_CP_SBCS}: the code page that has only single bytes. */
  private static final int SINGLE_BYTES = 0;

  /** {@code _SBUP} and {@code _SBLOW} of the table of kinds. */
  private static final int UPPER = 0x10;

  private static final int LOWER = 0x20;

  private MbctypeH() {}

  @Export
  static int _getmbcp() {
    return SINGLE_BYTES;
  }

  /** Takes the code pages without lead bytes; there are no others. */
  @Export(support = Support.PARTIAL, note = "Code pages with lead bytes are refused.")
  static int _setmbcp(int codepage) {
    return switch (codepage) {
      case SINGLE_BYTES, -2, -3, -4, 1252, 65001 -> 0;
      default -> -1;
    };
  }

  /** The kinds of bytes, which say the case of letters; entry 0 is that of end of file. */
  @Export(dll = "msvcrt")
  @Data(size = 257)
  static void _mbctype(GuestThread t, long address) {
    for (int c = 'A'; c <= 'Z'; c++) {
      Memory.putByte(address + 1 + c, UPPER);
      Memory.putByte(address + 1 + c + 32, LOWER);
    }
  }

  /** The address of the table of kinds. */
  @Export(dll = "ucrtbase")
  static long __p__mbctype(GuestThread t) {
    long table = CrtThread.buffer(t, CrtThread.Buffer.MBCTYPE);
    _mbctype(t, table);
    return table;
  }

  /** The address of the table of the other case of each letter. */
  @Export(dll = "ucrtbase")
  static long __p__mbcasemap(GuestThread t) {
    long map = CrtThread.buffer(t, CrtThread.Buffer.MBCASEMAP);
    for (int c = 'A'; c <= 'Z'; c++) {
      Memory.putByte(map + c, c + 32);
      Memory.putByte(map + c + 32, c);
    }
    return map;
  }

  @Export({
    "_ismbblead",
    "_ismbblead_l",
    "_ismbbtrail",
    "_ismbbtrail_l",
    "_ismbbkana",
    "_ismbbkana_l",
    "_ismbbkalnum",
    "_ismbbkprint",
    "_ismbbkpunct"
  })
  static int _ismbblead(int c) {
    return 0;
  }

  @Export({"_ismbslead", "_ismbslead_l", "_ismbstrail", "_ismbstrail_l"})
  static int _ismbslead(long string, long current) {
    return 0;
  }

  @Export({
    "_ismbchira",
    "_ismbckata",
    "_ismbcl0",
    "_ismbcl1",
    "_ismbcl2",
    "_ismbcsymbol",
    "_mbsbtype"
  })
  static int _ismbchira(int c) {
    return 0;
  }

  @Export
  static int _mbbtype(byte c, int type) {
    int b = c & 0xFF;
    return b >= 0x20 && b < 0x7F ? 0 : -1;
  }

  @Export({"_ismbbalnum", "_ismbcalnum"})
  static boolean _ismbbalnum(int c) {
    return isLetter(c) || c >= '0' && c <= '9';
  }

  @Export({"_ismbbalpha", "_ismbcalpha"})
  static boolean _ismbbalpha(int c) {
    return isLetter(c);
  }

  private static boolean isLetter(int c) {
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'z';
  }

  @Export
  static boolean _ismbcdigit(int c) {
    return c >= '0' && c <= '9';
  }

  @Export({"_ismbbgraph", "_ismbcgraph"})
  static boolean _ismbbgraph(int c) {
    return c > ' ' && c < 0x7F;
  }

  @Export({"_ismbbprint", "_ismbcprint"})
  static boolean _ismbbprint(int c) {
    return c >= ' ' && c < 0x7F;
  }

  @Export({"_ismbbpunct", "_ismbcpunct"})
  static boolean _ismbbpunct(int c) {
    return _ismbbgraph(c) && !_ismbbalnum(c);
  }

  @Export
  static boolean _ismbclower(int c) {
    return c >= 'a' && c <= 'z';
  }

  @Export
  static boolean _ismbcupper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  @Export
  static boolean _ismbcspace(int c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  @Export
  static boolean _ismbclegal(int c) {
    return c >>> 8 == 0;
  }

  @Export({"_mbctolower", "_mbctolower_l"})
  static int _mbctolower(int c) {
    return _ismbcupper(c) ? c + 32 : c;
  }

  @Export({"_mbctoupper", "_mbctoupper_l"})
  static int _mbctoupper(int c) {
    return _ismbclower(c) ? c - 32 : c;
  }

  @Export({"_mbbtombc", "_mbctombb", "_mbcjistojms", "_mbcjmstojis", "_mbctohira", "_mbctokata"})
  static int _mbbtombc(int c) {
    return c;
  }
}
