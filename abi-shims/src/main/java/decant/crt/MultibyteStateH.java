package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * wchar.h and uchar.h: conversions that keep a state. A state is 4 bytes: 0, or the bytes of a
 * UTF-8 character seen so far, or half of a UTF-16 pair.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/mbrtowc">mbrtowc</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class MultibyteStateH {
  /** Set in a state that is half of a pair, which the lower bits are. */
  private static final int SURROGATE = 1 << 31;

  /** Results that are no lengths. */
  private static final long ERROR = -1;

  private static final long PARTIAL = -2;

  /** Another unit of the character read before. */
  private static final long SECOND_UNIT = -3;

  private MultibyteStateH() {}

  private static long state(GuestThread t, long ps, CrtThread.Buffer own) {
    return ps != 0 ? ps : CrtThread.buffer(t, own);
  }

  @Export
  static long mbrlen(GuestThread t, @Opt long str, long count, @Opt long mbstate) {
    long state = state(t, mbstate, CrtThread.Buffer.MBRLEN);
    return result(decode(t, str, count, state));
  }

  @Export
  static long mbrtowc(
      GuestThread t, @Opt long wchar, @Opt long mbchar, long count, @Opt long mbstate) {
    long state = state(t, mbstate, CrtThread.Buffer.MBRTOWC);
    long decoded = decode(t, mbchar, count, state);
    if (decoded >= 0 && wchar != 0 && mbchar != 0) {
      Memory.putShort(wchar, Multibyte.unit((int) decoded));
    }
    return result(decoded);
  }

  @Export(dll = "ucrtbase")
  static long mbrtoc32(
      GuestThread t, @Opt long destination, @Opt long source, long max_bytes, @Opt long state) {
    long decoded = decode(t, source, max_bytes, state(t, state, CrtThread.Buffer.MBRTOWC));
    if (decoded >= 0 && destination != 0 && source != 0) {
      Memory.putInt(destination, (int) decoded);
    }
    return result(decoded);
  }

  /** A character of two units gives them in two calls, the second of which reads nothing. */
  @Export(dll = "ucrtbase")
  static long mbrtoc16(
      GuestThread t, @Opt long destination, @Opt long source, long max_bytes, @Opt long state) {
    long kept = state(t, state, CrtThread.Buffer.MBRTOWC);
    int pending = Memory.getInt(kept);
    if ((pending & SURROGATE) != 0) {
      Memory.putInt(kept, 0);
      if (destination != 0) {
        Memory.putShort(destination, pending);
      }
      return SECOND_UNIT;
    }
    long decoded = decode(t, source, max_bytes, kept);
    if (decoded >= 0 && source != 0) {
      int c = (int) decoded;
      boolean pair = c > 0xFFFF;
      if (pair) {
        Memory.putInt(kept, SURROGATE | Character.lowSurrogate(c));
      }
      if (destination != 0) {
        Memory.putShort(destination, pair ? Character.highSurrogate(c) : c);
      }
    }
    return result(decoded);
  }

  /** The length of a decoded character: 0 for the zero one. */
  private static long result(long decoded) {
    return decoded < 0 ? decoded : (int) decoded == 0 ? 0 : Multibyte.length(decoded);
  }

  /**
   * Decodes a character that may have begun in an earlier call; the length is that of the bytes
   * read now. A null source only resets the state.
   */
  private static long decode(GuestThread t, long source, long count, long state) {
    if (source == 0) {
      Memory.putInt(state, 0);
      return 0;
    }
    if (count == 0) {
      return PARTIAL;
    }
    CrtLocale locale = Locales.current(t);
    int pending = Memory.getInt(state);
    if (locale.codePage != CrtLocale.UTF8) {
      long decoded = Multibyte.decode(locale, source, count);
      return decoded < 0 ? invalid(t, state) : decoded;
    }
    long scratch = t.scratch();
    int have = 0;
    for (; pending != 0 && have < 3 && (pending >>> 8 * have & 0xFF) != 0; have++) {
      Memory.putByte(scratch + have, pending >>> 8 * have);
    }
    int n = 0;
    for (; have + n < 4 && n != count; n++) {
      int b = Memory.getU8(source + n);
      Memory.putByte(scratch + have + n, b);
      if (b < 0x80) {
        n++;
        break;
      }
    }
    long decoded = Multibyte.decode(locale, scratch, have + n);
    if (decoded == Multibyte.INVALID) {
      return invalid(t, state);
    }
    if (decoded == Multibyte.INCOMPLETE) {
      int seen = 0;
      for (int i = have + n - 1; i >= 0; i--) {
        seen = seen << 8 | Memory.getU8(scratch + i);
      }
      Memory.putInt(state, seen);
      return PARTIAL;
    }
    Memory.putInt(state, 0);
    return (long) (Multibyte.length(decoded) - have) << 32 | (int) decoded;
  }

  private static long invalid(GuestThread t, long state) {
    Memory.putInt(state, 0);
    CrtErrno.EILSEQ.set(t);
    return ERROR;
  }

  @Export
  static long wcrtomb(GuestThread t, @Opt long mbchar, short wchar, @Opt long mbstate) {
    return encode(t, mbchar, wchar & 0xFFFF, mbstate);
  }

  @Export(dll = "ucrtbase")
  static long c16rtomb(GuestThread t, @Opt long mbchar, short wchar, @Opt long state) {
    return encode(t, mbchar, wchar & 0xFFFF, state);
  }

  @Export(dll = "ucrtbase")
  static long c32rtomb(GuestThread t, @Opt long mbchar, int wchar, @Opt long state) {
    return put(t, mbchar, mbchar == 0 ? 0 : wchar);
  }

  /** Writes a character once its last UTF-16 unit is there; the first of two gives length 0. */
  private static long encode(GuestThread t, long to, int unit, long mbstate) {
    long state = state(t, mbstate, CrtThread.Buffer.WCRTOMB);
    int pending = Memory.getInt(state);
    if (to == 0) {
      Memory.putInt(state, 0);
      return 1;
    }
    if (pending != 0) {
      Memory.putInt(state, 0);
      return put(t, to, Character.isLowSurrogate((char) unit) ? pair(pending, unit) : -1);
    }
    if (Character.isHighSurrogate((char) unit) && Locales.current(t).codePage == CrtLocale.UTF8) {
      Memory.putInt(state, SURROGATE | unit);
      return 0;
    }
    return put(t, to, unit);
  }

  private static int pair(int high, int low) {
    return Character.toCodePoint((char) high, (char) low);
  }

  private static long put(GuestThread t, long to, int c) {
    CrtLocale locale = Locales.current(t);
    int length = c < 0 || c > Character.MAX_CODE_POINT ? -1 : Multibyte.length(locale, c);
    if (length < 0) {
      CrtErrno.EILSEQ.set(t);
      return ERROR;
    }
    if (to != 0) {
      Multibyte.encode(locale, to, c, length);
    }
    return length;
  }

  @Export
  static int wcrtomb_s(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long mbchar,
      long sizeOfmbchar,
      short wchar,
      @Opt long mbstate) {
    long scratch = t.scratch();
    long length = encode(t, mbchar == 0 ? 0 : scratch, wchar & 0xFFFF, mbstate);
    if (pReturnValue != 0) {
      Memory.putLong(pReturnValue, length);
    }
    if (length < 0) {
      return CrtErrno.EILSEQ.code();
    }
    if (mbchar != 0) {
      if (Long.compareUnsigned(sizeOfmbchar, length) < 0) {
        return InvalidParameter.raise(t, CrtErrno.ERANGE);
      }
      Memory.copy(scratch, mbchar, length);
    }
    return 0;
  }

  @Export
  static long mbsrtowcs(GuestThread t, @Opt long wcstr, long mbstr, long count, @Opt long mbstate) {
    long from = Memory.getLong(mbstr);
    long units = Multibyte.toWide(Locales.current(t), wcstr, count, from, mbstr);
    if (units == Multibyte.INVALID) {
      CrtErrno.EILSEQ.set(t);
    }
    return units;
  }

  @Export
  static long wcsrtombs(GuestThread t, @Opt long mbstr, long wcstr, long count, @Opt long mbstate) {
    long from = Memory.getLong(wcstr);
    long bytes = Multibyte.toBytes(Locales.current(t), mbstr, count, from, wcstr);
    if (bytes == Multibyte.INVALID) {
      CrtErrno.EILSEQ.set(t);
    }
    return bytes;
  }

  @Export
  static int mbsrtowcs_s(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long wcstr,
      long sizeInWords,
      long mbstr,
      long count,
      @Opt long mbstate) {
    return MultibyteH.secureToWide(
        t,
        Locales.current(t),
        pReturnValue,
        wcstr,
        sizeInWords,
        Memory.getLong(mbstr),
        count,
        mbstr);
  }

  @Export
  static int wcsrtombs_s(
      GuestThread t,
      @Opt long pReturnValue,
      @Opt long mbstr,
      long sizeInBytes,
      long wcstr,
      long count,
      @Opt long mbstate) {
    return MultibyteH.secureToBytes(
        t,
        Locales.current(t),
        pReturnValue,
        mbstr,
        sizeInBytes,
        Memory.getLong(wcstr),
        count,
        wcstr);
  }

  @Export
  static short btowc(GuestThread t, int c) {
    int wide = c < 0 || c > 0xFF ? -1 : Locales.current(t).fromByte(c);
    return (short) wide;
  }

  @Export
  static int wctob(GuestThread t, short wchar) {
    return Locales.current(t).toByte(wchar & 0xFFFF);
  }
}
