package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * string.h: the narrow functions that are not machine code. Lengths and counts are unsigned.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/string-manipulation-crt">String
 *     manipulation</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class StringH {
  private StringH() {}

  @Export({"_stricmp", "_strcmpi"})
  @Direct
  public static int _stricmp(GuestThread t, long string1, long string2) {
    return compareNoCase(Locales.current(t), string1, string2, -1);
  }

  @Export
  static int _stricmp_l(GuestThread t, long string1, long string2, @Opt long locale) {
    return compareNoCase(Locales.of(t, locale), string1, string2, -1);
  }

  @Export
  @Direct
  public static int _strnicmp(GuestThread t, long string1, long string2, long count) {
    return compareNoCase(Locales.current(t), string1, string2, count);
  }

  @Export
  static int _strnicmp_l(GuestThread t, long string1, long string2, long count, @Opt long locale) {
    return compareNoCase(Locales.of(t, locale), string1, string2, count);
  }

  /** The difference of the first lower-case bytes that differ, in at most {@code count} bytes. */
  private static int compareNoCase(CrtLocale locale, long s1, long s2, long count) {
    for (long n = 0; n != count; n++) {
      int a = locale.lower(Memory.getU8(s1 + n));
      int b = locale.lower(Memory.getU8(s2 + n));
      if (a != b) {
        return a - b;
      }
      if (a == 0) {
        break;
      }
    }
    return 0;
  }

  @Export
  static int _memicmp(GuestThread t, long buffer1, long buffer2, long count) {
    return compareMemory(Locales.current(t), buffer1, buffer2, count);
  }

  @Export
  static int _memicmp_l(GuestThread t, long buffer1, long buffer2, long count, @Opt long locale) {
    return compareMemory(Locales.of(t, locale), buffer1, buffer2, count);
  }

  private static int compareMemory(CrtLocale locale, long s1, long s2, long count) {
    for (long n = 0; n != count; n++) {
      int a = locale.lower(Memory.getU8(s1 + n));
      int b = locale.lower(Memory.getU8(s2 + n));
      if (a != b) {
        return a - b;
      }
    }
    return 0;
  }

  @Export({"strcoll", "_strcoll_l"})
  static int strcoll(long string1, long string2) {
    return Units.compare(Units.NARROW, string1, string2, -1);
  }

  @Export({"_stricoll", "_stricoll_l"})
  static int _stricoll(GuestThread t, long string1, long string2) {
    return compareNoCase(Locales.current(t), string1, string2, -1);
  }

  @Export({"_strncoll", "_strncoll_l"})
  static int _strncoll(long string1, long string2, long count) {
    return Units.compare(Units.NARROW, string1, string2, count);
  }

  @Export({"_strnicoll", "_strnicoll_l"})
  static int _strnicoll(GuestThread t, long string1, long string2, long count) {
    return compareNoCase(Locales.current(t), string1, string2, count);
  }

  /** Strings collate by their bytes, so that the transformed string is the string itself. */
  @Export({"strxfrm", "_strxfrm_l"})
  static long strxfrm(long strDest, long strSource, long count) {
    return transform(Units.NARROW, strDest, strSource, count);
  }

  /** {@code strxfrm} of both widths: the length of the result, written as far as there is room. */
  static long transform(int unit, long to, long from, long room) {
    long length = Units.length(unit, from);
    long n = Long.compareUnsigned(length, room) < 0 ? length + 1 : room;
    if (n != 0) {
      Memory.copy(from, to, n * unit);
    }
    return length;
  }

  @Export
  static long strtok(GuestThread t, @Opt long strToken, long strDelimit) {
    return Units.token(
        Units.NARROW, strToken, strDelimit, CrtThread.buffer(t, CrtThread.Buffer.STRTOK));
  }

  @Export
  public static long strtok_s(GuestThread t, @Opt long str, long delimiters, long context) {
    if (context == 0 || delimiters == 0 || str == 0 && Memory.getLong(context) == 0) {
      InvalidParameter.raise(t);
      return 0;
    }
    return Units.token(Units.NARROW, str, delimiters, context);
  }

  @Export
  public static long _strdup(GuestThread t, @Opt long strSource) {
    return duplicate(t, Units.NARROW, strSource);
  }

  static long duplicate(GuestThread t, int unit, long s) {
    if (s == 0) {
      return 0;
    }
    long size = Units.end(unit, s) - s + unit;
    long copy = t.process.heap.allocate(t, size);
    Memory.copy(s, copy, size);
    return copy;
  }

  @Export
  static long _strrev(long str) {
    Units.reverse(Units.NARROW, str);
    return str;
  }

  @Export
  static long _strset(long str, int c) {
    Units.set(Units.NARROW, str, c, -1);
    return str;
  }

  @Export
  static long _strnset(long str, int c, long count) {
    Units.set(Units.NARROW, str, c, count);
    return str;
  }

  @Export
  public static long _strlwr(GuestThread t, long str) {
    lower(Units.NARROW, Locales.current(t), str, -1);
    return str;
  }

  @Export
  static long _strlwr_l(GuestThread t, long str, @Opt long locale) {
    lower(Units.NARROW, Locales.of(t, locale), str, -1);
    return str;
  }

  @Export
  public static long _strupr(GuestThread t, long str) {
    upper(Units.NARROW, Locales.current(t), str, -1);
    return str;
  }

  @Export
  static long _strupr_l(GuestThread t, long str, @Opt long locale) {
    upper(Units.NARROW, Locales.of(t, locale), str, -1);
    return str;
  }

  /** Lower-cases a string in place, at most {@code count} units. */
  static void lower(int unit, CrtLocale locale, long s, long count) {
    long p = s;
    for (int c; p != s + count * unit && (c = Units.get(unit, p)) != 0; p += unit) {
      int lower = locale.lower(unit, c);
      if (lower != c) {
        Units.put(unit, p, lower);
      }
    }
  }

  static void upper(int unit, CrtLocale locale, long s, long count) {
    long p = s;
    for (int c; p != s + count * unit && (c = Units.get(unit, p)) != 0; p += unit) {
      int upper = locale.upper(unit, c);
      if (upper != c) {
        Units.put(unit, p, upper);
      }
    }
  }

  @Export
  static long _memccpy(long dest, long src, int c, long count) {
    for (long n = 0; n != count; n++) {
      int b = Memory.getU8(src + n);
      Memory.putByte(dest + n, b);
      if (b == (c & 0xFF)) {
        return dest + n + 1;
      }
    }
    return 0;
  }

  /** Copies pairs of bytes swapped; an odd last byte is left out. */
  @Export
  static void _swab(GuestThread t, long src, long dest, int n) {
    if (src == 0 || dest == 0 || n < 0) {
      InvalidParameter.raise(t);
      return;
    }
    for (int i = 0; i + 1 < n; i += 2) {
      int first = Memory.getU8(src + i);
      Memory.putByte(dest + i, Memory.getU8(src + i + 1));
      Memory.putByte(dest + i + 1, first);
    }
  }

  @Export
  static long strerror(GuestThread t, int errnum) {
    long buffer = CrtThread.buffer(t, CrtThread.Buffer.STRERROR);
    Units.putZ(Units.NARROW, buffer, ErrorText.of(errnum));
    return buffer;
  }

  @Export
  static long _wcserror(GuestThread t, int errnum) {
    long buffer = CrtThread.buffer(t, CrtThread.Buffer.WCSERROR);
    Units.putZ(Units.WIDE, buffer, ErrorText.of(errnum));
    return buffer;
  }

  /** The caller's text, a colon, the message of the current errno and a line feed. */
  @Export
  static long _strerror(GuestThread t, @Opt long strErrMsg) {
    return lastError(t, Units.NARROW, strErrMsg, CrtThread.buffer(t, CrtThread.Buffer.STRERROR));
  }

  @Export
  static long __wcserror(GuestThread t, @Opt long strErrMsg) {
    return lastError(t, Units.WIDE, strErrMsg, CrtThread.buffer(t, CrtThread.Buffer.WCSERROR));
  }

  /** The most units of the caller's text that the buffer takes beside any message. */
  private static final int MAX_PREFIX = 94;

  private static long lastError(GuestThread t, int unit, long prefix, long buffer) {
    long p = buffer;
    if (prefix != 0 && Units.get(unit, prefix) != 0) {
      long length = Units.length(unit, prefix, MAX_PREFIX) * unit;
      Memory.copy(prefix, p, length);
      p = Units.putZ(unit, p + length, ": ");
    }
    p = Units.putZ(unit, p, ErrorText.of(Memory.getInt(CrtErrno.address(t))));
    Units.putZ(unit, p, "\n");
    return buffer;
  }

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void _sys_nerr(GuestThread t, long address) {
    Memory.putInt(address, ErrorText.count());
  }

  @Export(dll = "msvcrt")
  @Data(size = 8 * 44)
  static void _sys_errlist(GuestThread t, long address) {
    Locales.of(t.process).putMessages(t, address);
  }

  /** The address of the number of messages. */
  @Export(dll = "ucrtbase")
  static long __sys_nerr(GuestThread t) {
    return Locales.of(t.process).messages(t);
  }

  /** The addresses of the messages. */
  @Export(dll = "ucrtbase")
  static long __sys_errlist(GuestThread t) {
    return Locales.of(t.process).messages(t) + Long.BYTES;
  }
}
