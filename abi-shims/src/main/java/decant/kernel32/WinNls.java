package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
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
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.text.Normalizer;

/** winnls.h: code pages, mapping and normalising of strings. */
@Library({"kernel32", "kernelbase"})
public final class WinNls {
  private static final int LCMAP_LOWERCASE = 0x100;
  private static final int LCMAP_UPPERCASE = 0x200;
  private static final int LCMAP_SORTKEY = 0x400;
  private static final int LCMAP_BYTEREV = 0x800;
  private static final int LCMAP_HASH = 0x4_0000;
  private static final int LCMAP_KNOWN = 0x4E7B_1F07 | LCMAP_HASH;

  private WinNls() {}

  /** The ANSI code page: UTF-8. */
  @Export
  @Direct
  static native int GetACP();

  /** The OEM code page: UTF-8. */
  @Export
  @Direct("GetACP")
  static native int GetOEMCP();

  @Export
  static boolean IsValidCodePage(int CodePage) {
    return CodePage > CodePages.CP_THREAD_ACP && CodePages.get(CodePage) != null;
  }

  @Export
  static boolean IsDBCSLeadByte(byte TestChar) {
    return false;
  }

  @Export
  static boolean IsDBCSLeadByteEx(int CodePage, byte TestChar) {
    return page(CodePage).isLeadByte(TestChar & 0xFF);
  }

  private static CodePage page(int codePage) {
    CodePage page = CodePages.get(codePage);
    if (page == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return page;
  }

  /**
   * Facts about a code page.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getcpinfo">GetCPInfo</a>
   */
  @Export
  static boolean GetCPInfo(int CodePage, @Out long lpCPInfo) {
    if (lpCPInfo == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    CodePage page = page(CodePage);
    // CPINFO: MaxCharSize, DefaultChar[2], LeadByte[12]
    Memory.putInt(lpCPInfo, page.maxBytes);
    Memory.putShort(lpCPInfo + 4, '?');
    String leadBytes = CodePages.leadBytes(page);
    for (int i = 0; i < 12; i++) {
      Memory.putByte(lpCPInfo + 6 + i, i < leadBytes.length() ? leadBytes.charAt(i) : 0);
    }
    return true;
  }

  /** As {@code GetCPInfo}, with the replacement character, the number and the name. */
  @Export
  static boolean GetCPInfoEx(Text text, int CodePage, int dwFlags, @Out long lpCPInfoEx) {
    GetCPInfo(CodePage, lpCPInfoEx);
    int id = CodePages.resolve(CodePage);
    Memory.putShort(lpCPInfoEx + 18, id == CodePages.CP_UTF8 ? 0xFFFD : '?');
    Memory.putInt(lpCPInfoEx + 20, id);
    text.write(lpCPInfoEx + 24, id == CodePages.CP_UTF8 ? "65001 (UTF-8)" : Integer.toString(id));
    return true;
  }

  /** Calls back with the number of every code page, as a string. */
  @Export
  static boolean EnumSystemCodePages(
      GuestThread t, Text text, long lpCodePageEnumProc, int dwFlags) {
    long name = t.process.heap.allocate(t, 16);
    for (int id : CodePages.numbers()) {
      text.write(name, Integer.toString(id));
      if ((int) Gate.call(t, lpCodePageEnumProc, name, 0, 0, 0) == 0) {
        break;
      }
    }
    t.process.heap.free(t, name);
    return true;
  }

  /**
   * Maps a string by {@code LCMAP_*} flags, or makes its sort key.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-lcmapstringex">LCMapStringEx</a>
   */
  @Export(
      support = Support.PARTIAL,
      note =
          "Case, byte order and sort keys (with an order of its own); the East Asian mappings"
              + " leave the string as it is.")
  static int LCMapStringEx(
      @Opt long lpLocaleName,
      int dwMapFlags,
      @In long lpSrcStr,
      int cchSrc,
      @Out @Opt long lpDestStr,
      int cchDest,
      @Opt long lpVersionInformation,
      @Opt long lpReserved,
      long sortHandle) {
    return LCMapStringW(0, dwMapFlags, lpSrcStr, cchSrc, lpDestStr, cchDest);
  }

  /** As {@code LCMapStringEx}, with a locale identifier. */
  @Export(
      support = Support.PARTIAL,
      note =
          "Case, byte order and sort keys (with an order of its own); the East Asian mappings"
              + " leave the string as it is.")
  static int LCMapStringW(
      int Locale,
      int dwMapFlags,
      @In long lpSrcStr,
      int cchSrc,
      @Out @Opt long lpDestStr,
      int cchDest) {
    checkMap(dwMapFlags, lpSrcStr, cchSrc, lpDestStr, cchDest);
    int length = cchSrc < 0 ? Memory.wideLength(lpSrcStr) + 1 : cchSrc;
    if ((dwMapFlags & LCMAP_SORTKEY) != 0) {
      return putKey(Memory.wide(lpSrcStr, length), dwMapFlags, lpDestStr, cchDest);
    }
    if (cchDest == 0) {
      return length;
    }
    int n = Math.min(length, cchDest);
    for (int i = 0; i < n; i++) {
      char c = map(Memory.getChar(lpSrcStr + 2L * i), dwMapFlags);
      Memory.putShort(lpDestStr + 2L * i, c);
    }
    if (n < length) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    return length;
  }

  /** As {@code LCMapStringW}, in the ANSI code page. */
  @Export(
      support = Support.PARTIAL,
      note =
          "Case, byte order and sort keys (with an order of its own); the East Asian mappings"
              + " leave the string as it is.")
  static int LCMapStringA(
      int Locale,
      int dwMapFlags,
      @In long lpSrcStr,
      int cchSrc,
      @Out @Opt long lpDestStr,
      int cchDest) {
    checkMap(dwMapFlags, lpSrcStr, cchSrc, lpDestStr, cchDest);
    int length = cchSrc < 0 ? Memory.narrowLength(lpSrcStr) + 1 : cchSrc;
    String text = Text.ANSI.read(lpSrcStr, length);
    if ((dwMapFlags & LCMAP_SORTKEY) != 0) {
      return putKey(text, dwMapFlags, lpDestStr, cchDest);
    }
    StringBuilder mapped = new StringBuilder(text);
    for (int i = 0; i < mapped.length(); i++) {
      mapped.setCharAt(i, map(mapped.charAt(i), dwMapFlags));
    }
    return putBytes(Text.encode(mapped.toString()), lpDestStr, cchDest);
  }

  private static void checkMap(int flags, long from, int length, long to, int room) {
    if (from == 0 || length == 0 || room < 0 || room > 0 && to == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    boolean both = (flags & LCMAP_LOWERCASE) != 0 && (flags & LCMAP_UPPERCASE) != 0;
    if ((flags & ~LCMAP_KNOWN) != 0 || both && (flags & LCMAP_SORTKEY) != 0) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
  }

  private static char map(char c, int flags) {
    char mapped = c;
    if ((flags & LCMAP_UPPERCASE) != 0) {
      mapped = CharTypes.upper(mapped);
    } else if ((flags & LCMAP_LOWERCASE) != 0) {
      mapped = CharTypes.lower(mapped);
    }
    return (flags & LCMAP_BYTEREV) != 0 ? Character.reverseBytes(mapped) : mapped;
  }

  private static int putKey(String text, int flags, long to, int room) {
    int end = text.endsWith("\0") ? text.length() - 1 : text.length();
    return putBytes(Collation.sortKey(text.substring(0, end), flags), to, room);
  }

  /** Writes bytes as the NLS functions do: room 0 asks for the size. */
  static int putBytes(byte[] bytes, long to, int room) {
    if (room != 0) {
      Memory.write(to, bytes, 0, Math.min(room, bytes.length));
      if (bytes.length > room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
    }
    return bytes.length;
  }

  /** Writes units as the NLS functions do, without adding a zero: room 0 asks for the size. */
  static int putCounted(String text, long to, int room) {
    if (room < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (room != 0) {
      Memory.putWide(to, text.length() <= room ? text : text.substring(0, room));
      if (text.length() > room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
    }
    return text.length();
  }

  /** Writes a string and its zero as the NLS functions do; returns the units, with the zero. */
  static int putString(Text text, String value, long to, int room) {
    int length = text.length(value) + 1;
    if (room != 0) {
      if (length > room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
      text.write(to, value);
    }
    return length;
  }

  private static Normalizer.Form form(int form) {
    return switch (form) {
      case 1 -> Normalizer.Form.NFC;
      case 2 -> Normalizer.Form.NFD;
      case 5 -> Normalizer.Form.NFKC;
      case 6 -> Normalizer.Form.NFKD;
      default -> throw Win32Error.INVALID_PARAMETER.exception();
    };
  }

  /**
   * Normalises a string.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-normalizestring">NormalizeString</a>
   */
  @Export(dll = {"kernel32", "kernelbase", "normaliz"})
  static int NormalizeString(
      int NormForm, @In long lpSrcString, int cwSrcLength, @Out @Opt long lpDst, int cwDstLength) {
    int length = cwSrcLength < 0 ? Memory.wideLength(lpSrcString) + 1 : cwSrcLength;
    String text = Normalizer.normalize(Memory.wide(lpSrcString, length), form(NormForm));
    return putCounted(text, lpDst, cwDstLength);
  }

  @Export(dll = {"kernel32", "kernelbase", "normaliz"})
  static boolean IsNormalizedString(GuestThread t, int NormForm, @In long lpString, int cwLength) {
    int length = cwLength < 0 ? Memory.wideLength(lpString) : cwLength;
    t.setLastError(Win32Error.SUCCESS);
    return Normalizer.isNormalized(Memory.wide(lpString, length), form(NormForm));
  }
}
