package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * stdlib.h: multibyte and wide characters and strings.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/single-byte-and-multibyte-character-sets">Multibyte
 *     character sets</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class MultibyteH {
  /** {@code _TRUNCATE}: as much as fits, which is no error. */
  private static final long TRUNCATE = -1;

  private MultibyteH() {}

  @Export
  static int mblen(GuestThread t, @Opt long mbstr, long count) {
    return toWide(t, Locales.current(t), 0, mbstr, count);
  }

  @Export
  static int _mblen_l(GuestThread t, @Opt long mbstr, long count, @Opt long locale) {
    return toWide(t, Locales.of(t, locale), 0, mbstr, count);
  }

  @Export
  static int mbtowc(GuestThread t, @Opt long wchar, @Opt long mbchar, long count) {
    return toWide(t, Locales.current(t), wchar, mbchar, count);
  }

  @Export
  static int _mbtowc_l(
      GuestThread t, @Opt long wchar, @Opt long mbchar, long count, @Opt long locale) {
    return toWide(t, Locales.of(t, locale), wchar, mbchar, count);
  }

  private static int toWide(GuestThread t, CrtLocale locale, long wide, long from, long count) {
    if (from == 0 || count == 0) {
      return 0;
    }
    long decoded = Multibyte.decode(locale, from, count);
    if (decoded < 0) {
      CrtErrno.EILSEQ.set(t);
      return -1;
    }
    if (wide != 0) {
      Memory.putShort(wide, Multibyte.unit((int) decoded));
    }
    return (int) decoded == 0 ? 0 : Multibyte.length(decoded);
  }

  @Export
  static int wctomb(GuestThread t, @Opt long mbchar, short wchar) {
    return toBytes(t, Locales.current(t), mbchar, wchar & 0xFFFF);
  }

  @Export
  static int _wctomb_l(GuestThread t, @Opt long mbchar, short wchar, @Opt long locale) {
    return toBytes(t, Locales.of(t, locale), mbchar, wchar & 0xFFFF);
  }

  private static int toBytes(GuestThread t, CrtLocale locale, long to, int c) {
    if (to == 0) {
      return 0;
    }
    int length = Multibyte.length(locale, c);
    if (length < 0) {
      CrtErrno.EILSEQ.set(t);
      return -1;
    }
    Multibyte.encode(locale, to, c, length);
    return length;
  }

  @Export
  static int wctomb_s(
      GuestThread t, @Opt long pRetValue, @Opt long mbchar, long sizeInBytes, short wchar) {
    return secureToBytes(t, Locales.current(t), pRetValue, mbchar, sizeInBytes, wchar & 0xFFFF);
  }

  @Export
  static int _wctomb_s_l(
      GuestThread t,
      @Opt long pRetValue,
      @Opt long mbchar,
      long sizeInBytes,
      short wchar,
      @Opt long locale) {
    return secureToBytes(t, Locales.of(t, locale), pRetValue, mbchar, sizeInBytes, wchar & 0xFFFF);
  }

  private static int secureToBytes(
      GuestThread t, CrtLocale locale, long result, long to, long room, int c) {
    if (to == 0) {
      putInt(result, 0);
      return 0;
    }
    putInt(result, -1);
    int length = Multibyte.length(locale, c);
    if (length < 0) {
      Memory.fill(to, room, 0);
      CrtErrno.EILSEQ.set(t);
      return CrtErrno.EILSEQ.code();
    }
    if (Long.compareUnsigned(room, length) < 0) {
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    Multibyte.encode(locale, to, c, length);
    putInt(result, length);
    return 0;
  }

  private static void putInt(long address, int value) {
    if (address != 0) {
      Memory.putInt(address, value);
    }
  }

  @Export
  static long mbstowcs(GuestThread t, @Opt long wcstr, long mbstr, long count) {
    return checked(t, Multibyte.toWide(Locales.current(t), wcstr, count, mbstr, 0));
  }

  @Export
  static long _mbstowcs_l(
      GuestThread t, @Opt long wcstr, long mbstr, long count, @Opt long locale) {
    return checked(t, Multibyte.toWide(Locales.of(t, locale), wcstr, count, mbstr, 0));
  }

  @Export
  static long wcstombs(GuestThread t, @Opt long mbstr, long wcstr, long count) {
    return checked(t, Multibyte.toBytes(Locales.current(t), mbstr, count, wcstr, 0));
  }

  @Export
  static long _wcstombs_l(
      GuestThread t, @Opt long mbstr, long wcstr, long count, @Opt long locale) {
    return checked(t, Multibyte.toBytes(Locales.of(t, locale), mbstr, count, wcstr, 0));
  }

  private static long checked(GuestThread t, long result) {
    if (result == Multibyte.INVALID) {
      CrtErrno.EILSEQ.set(t);
    }
    return result;
  }

  @Export
  static int mbstowcs_s(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long wcstr,
      long sizeInWords,
      @Opt long mbstr,
      long count) {
    return secureToWide(t, Locales.current(t), pReturnValue, wcstr, sizeInWords, mbstr, count, 0);
  }

  @Export
  static int _mbstowcs_s_l(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long wcstr,
      long sizeInWords,
      @Opt long mbstr,
      long count,
      @Opt long locale) {
    return secureToWide(
        t, Locales.of(t, locale), pReturnValue, wcstr, sizeInWords, mbstr, count, 0);
  }

  /** {@code resume} is as for {@link Multibyte#toWide}. */
  static int secureToWide(
      GuestThread t,
      CrtLocale locale,
      long result,
      long to,
      long room,
      long from,
      long count,
      long resume) {
    int error = prepare(t, Units.WIDE, result, to, room, from);
    if (error != 0 || from == 0) {
      return error;
    }
    long limit = limit(to, room, count);
    long length = Multibyte.toWide(locale, to, limit, from, resume);
    return finish(t, Units.WIDE, result, to, room, count, limit, length);
  }

  @Export
  static int wcstombs_s(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long mbstr,
      long sizeInBytes,
      @Opt long wcstr,
      long count) {
    return secureToBytes(t, Locales.current(t), pReturnValue, mbstr, sizeInBytes, wcstr, count, 0);
  }

  @Export
  static int _wcstombs_s_l(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long mbstr,
      long sizeInBytes,
      @Opt long wcstr,
      long count,
      @Opt long locale) {
    return secureToBytes(
        t, Locales.of(t, locale), pReturnValue, mbstr, sizeInBytes, wcstr, count, 0);
  }

  /** {@code resume} is as for {@link Multibyte#toBytes}. */
  static int secureToBytes(
      GuestThread t,
      CrtLocale locale,
      long result,
      long to,
      long room,
      long from,
      long count,
      long resume) {
    int error = prepare(t, Units.NARROW, result, to, room, from);
    if (error != 0 || from == 0) {
      return error;
    }
    long limit = limit(to, room, count);
    long length = Multibyte.toBytes(locale, to, limit, from, resume);
    return finish(t, Units.NARROW, result, to, room, count, limit, length);
  }

  private static int prepare(GuestThread t, int unit, long result, long to, long room, long from) {
    if (result != 0) {
      Memory.putLong(result, 0);
    }
    if ((to == 0) != (room == 0)) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (to != 0) {
      Units.put(unit, to, 0);
    }
    return from == 0 ? InvalidParameter.raise(t, CrtErrno.EINVAL) : 0;
  }

  /**
   * At most {@code count} units are converted, with {@code _TRUNCATE} what leaves room for a zero.
   */
  private static long limit(long to, long room, long count) {
    if (to == 0) {
      return room;
    }
    if (count == TRUNCATE) {
      return room - 1;
    }
    return Long.compareUnsigned(count, room) < 0 ? count : room;
  }

  private static int finish(
      GuestThread t,
      int unit,
      long result,
      long to,
      long room,
      long count,
      long limit,
      long length) {
    if (length == Multibyte.INVALID) {
      if (to != 0) {
        Units.put(unit, to, 0);
      }
      CrtErrno.EILSEQ.set(t);
      return CrtErrno.EILSEQ.code();
    }
    if (to != 0 && length == room) {
      Units.put(unit, to, 0);
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    if (to != 0) {
      Units.put(unit, to + length * unit, 0);
    }
    if (result != 0) {
      Memory.putLong(result, length + 1);
    }
    return to != 0 && count == TRUNCATE && length == limit ? CrtErrno.STRUNCATE.code() : 0;
  }

  /** The number of characters of a string, or -1. */
  @Export
  static long _mbstrlen(GuestThread t, long str) {
    return characters(t, Locales.current(t), str, -1);
  }

  @Export
  static long _mbstrlen_l(GuestThread t, long str, @Opt long locale) {
    return characters(t, Locales.of(t, locale), str, -1);
  }

  /** The number of characters of a string in its first {@code count} bytes. */
  @Export
  static long _mbstrnlen(GuestThread t, long str, long count) {
    return characters(t, Locales.current(t), str, count);
  }

  @Export
  static long _mbstrnlen_l(GuestThread t, long str, long count, @Opt long locale) {
    return characters(t, Locales.of(t, locale), str, count);
  }

  private static long characters(GuestThread t, CrtLocale locale, long s, long count) {
    long n = 0;
    for (long p = 0; p != count; n++) {
      long decoded = Multibyte.decode(locale, s + p, count == -1 ? 4 : count - p);
      if (decoded < 0) {
        CrtErrno.EILSEQ.set(t);
        return -1;
      }
      if ((int) decoded == 0) {
        break;
      }
      p += Multibyte.length(decoded);
    }
    return n;
  }
}
