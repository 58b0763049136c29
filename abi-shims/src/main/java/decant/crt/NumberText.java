package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.nt.GuestThread;

/**
 * stdlib.h: integers to strings. Digits beyond nine are lower-case letters; a minus sign stands
 * only before decimal numbers.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/itoa-itow">_itoa</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class NumberText {
  private static final long UNBOUNDED = Long.MAX_VALUE;
  private static final long MAX_U32 = Conversions.MAX_U32;

  private NumberText() {}

  @Export({"_itoa", "_ltoa"})
  static long _itoa(GuestThread t, int value, long buffer, int radix) {
    return signed(t, Units.NARROW, value, buffer, radix, MAX_U32);
  }

  @Export
  static long _ultoa(GuestThread t, int value, long buffer, int radix) {
    return unsigned(t, Units.NARROW, value & MAX_U32, buffer, radix);
  }

  @Export
  static long _i64toa(GuestThread t, long value, long buffer, int radix) {
    return signed(t, Units.NARROW, value, buffer, radix, -1);
  }

  @Export
  static long _ui64toa(GuestThread t, long value, long buffer, int radix) {
    return unsigned(t, Units.NARROW, value, buffer, radix);
  }

  @Export({"_itow", "_ltow"})
  static long _itow(GuestThread t, int value, long buffer, int radix) {
    return signed(t, Units.WIDE, value, buffer, radix, MAX_U32);
  }

  @Export
  static long _ultow(GuestThread t, int value, long buffer, int radix) {
    return unsigned(t, Units.WIDE, value & MAX_U32, buffer, radix);
  }

  @Export
  static long _i64tow(GuestThread t, long value, long buffer, int radix) {
    return signed(t, Units.WIDE, value, buffer, radix, -1);
  }

  @Export
  static long _ui64tow(GuestThread t, long value, long buffer, int radix) {
    return unsigned(t, Units.WIDE, value, buffer, radix);
  }

  private static long signed(
      GuestThread t, int unit, long value, long buffer, int radix, long mask) {
    boolean negative = radix == 10 && value < 0;
    write(t, unit, negative ? -value : value & mask, negative, buffer, UNBOUNDED, radix);
    return buffer;
  }

  private static long unsigned(GuestThread t, int unit, long value, long buffer, int radix) {
    write(t, unit, value, false, buffer, UNBOUNDED, radix);
    return buffer;
  }

  @Export({"_itoa_s", "_ltoa_s"})
  static int _itoa_s(GuestThread t, int value, @Opt long buffer, long size, int radix) {
    return signed(t, Units.NARROW, value, buffer, size, radix, MAX_U32);
  }

  @Export
  static int _ultoa_s(GuestThread t, int value, @Opt long buffer, long size, int radix) {
    return write(t, Units.NARROW, value & MAX_U32, false, buffer, size, radix);
  }

  @Export
  static int _i64toa_s(GuestThread t, long value, @Opt long buffer, long size, int radix) {
    return signed(t, Units.NARROW, value, buffer, size, radix, -1);
  }

  @Export
  static int _ui64toa_s(GuestThread t, long value, @Opt long buffer, long size, int radix) {
    return write(t, Units.NARROW, value, false, buffer, size, radix);
  }

  @Export({"_itow_s", "_ltow_s"})
  static int _itow_s(GuestThread t, int value, @Opt long buffer, long size, int radix) {
    return signed(t, Units.WIDE, value, buffer, size, radix, MAX_U32);
  }

  @Export
  static int _ultow_s(GuestThread t, int value, @Opt long buffer, long size, int radix) {
    return write(t, Units.WIDE, value & MAX_U32, false, buffer, size, radix);
  }

  @Export
  static int _i64tow_s(GuestThread t, long value, @Opt long buffer, long size, int radix) {
    return signed(t, Units.WIDE, value, buffer, size, radix, -1);
  }

  @Export
  static int _ui64tow_s(GuestThread t, long value, @Opt long buffer, long size, int radix) {
    return write(t, Units.WIDE, value, false, buffer, size, radix);
  }

  private static int signed(
      GuestThread t, int unit, long value, long buffer, long room, int radix, long mask) {
    boolean negative = radix == 10 && value < 0;
    return write(t, unit, negative ? -value : value & mask, negative, buffer, room, radix);
  }

  /** Writes a number into {@code room} units; returns the error number. */
  private static int write(
      GuestThread t, int unit, long value, boolean negative, long buffer, long room, int radix) {
    if (buffer == 0 || room <= 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    Units.put(unit, buffer, 0);
    if (radix < 2 || radix > 36) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    int length = negative ? 2 : 1;
    for (long rest = value; Long.compareUnsigned(rest, radix) >= 0; length++) {
      rest = Long.divideUnsigned(rest, radix);
    }
    if (room <= length) {
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    long p = buffer + (long) length * unit;
    Units.put(unit, p, 0);
    long rest = value;
    for (int digits = negative ? length - 1 : length; digits > 0; digits--) {
      long quotient = Long.divideUnsigned(rest, radix);
      p -= unit;
      Units.put(unit, p, Character.forDigit((int) (rest - quotient * radix), radix));
      rest = quotient;
    }
    if (negative) {
      Units.put(unit, buffer, '-');
    }
    return 0;
  }
}
