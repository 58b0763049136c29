package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * stdlib.h: numbers from narrow strings.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/data-conversion">Data
 *     conversion</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class Conversions {
  /** {@code _OVERFLOW} and {@code _UNDERFLOW}, which {@code _atodbl} returns. */
  private static final int OVERFLOW = 3;

  private static final int UNDERFLOW = 4;

  /** {@code ULONG_MAX}. */
  static final long MAX_U32 = 0xFFFF_FFFFL;

  private Conversions() {}

  @Export({"atoi", "_atoi_l", "atol", "_atol_l"})
  @Direct
  static int atoi(GuestThread t, long str) {
    return (int) IntegerScan.signed(t, Units.NARROW, str, 0, 10, Integer.MAX_VALUE);
  }

  @Export({"_atoi64", "_atoi64_l"})
  @Direct
  static long _atoi64(GuestThread t, long str) {
    return IntegerScan.signed(t, Units.NARROW, str, 0, 10, Long.MAX_VALUE);
  }

  @Export(
      value = {"atoll", "_atoll_l"},
      dll = "ucrtbase")
  @Direct("_atoi64")
  static native long atoll(long str);

  @Export({"strtol", "_strtol_l"})
  @Direct
  static int strtol(GuestThread t, long string, @Opt long end_ptr, int base) {
    return (int) IntegerScan.signed(t, Units.NARROW, string, end_ptr, base, Integer.MAX_VALUE);
  }

  @Export({"strtoul", "_strtoul_l"})
  @Direct
  static int strtoul(GuestThread t, long string, @Opt long end_ptr, int base) {
    return (int) IntegerScan.unsigned(t, Units.NARROW, string, end_ptr, base, MAX_U32);
  }

  @Export({"_strtoi64", "_strtoi64_l"})
  @Direct
  static long _strtoi64(GuestThread t, long string, @Opt long end_ptr, int base) {
    return IntegerScan.signed(t, Units.NARROW, string, end_ptr, base, Long.MAX_VALUE);
  }

  @Export({"_strtoui64", "_strtoui64_l"})
  @Direct
  static long _strtoui64(GuestThread t, long string, @Opt long end_ptr, int base) {
    return IntegerScan.unsigned(t, Units.NARROW, string, end_ptr, base, -1);
  }

  @Export(
      value = {"strtoll", "_strtoll_l", "strtoimax", "_strtoimax_l"},
      dll = "ucrtbase")
  @Direct("_strtoi64")
  static native long strtoll(long string, @Opt long end_ptr, int base);

  @Export(
      value = {"strtoull", "_strtoull_l", "strtoumax", "_strtoumax_l"},
      dll = "ucrtbase")
  @Direct("_strtoui64")
  static native long strtoull(long string, @Opt long end_ptr, int base);

  @Export({"atof", "_atof_l"})
  @Direct
  static double atof(GuestThread t, long str) {
    return FloatScan.scan(t, Units.NARROW, str, 0, false);
  }

  @Export({"strtod", "_strtod_l"})
  @Direct
  static double strtod(GuestThread t, long string, @Opt long end_ptr) {
    return FloatScan.scan(t, Units.NARROW, string, end_ptr, false);
  }

  @Export(
      value = {"strtold", "_strtold_l"},
      dll = "ucrtbase")
  @Direct("strtod")
  static native double strtold(long string, @Opt long end_ptr);

  @Export(
      value = {"strtof", "_strtof_l"},
      dll = "ucrtbase")
  static float strtof(GuestThread t, long string, @Opt long end_ptr) {
    return (float) FloatScan.scan(t, Units.NARROW, string, end_ptr, true);
  }

  @Export({"_atodbl", "_atodbl_l"})
  static int _atodbl(GuestThread t, long value, long str) {
    double result = FloatScan.scan(t, Units.NARROW, str, 0, false);
    Memory.putDouble(value, result);
    return range(str, result, Double.MIN_NORMAL);
  }

  @Export({"_atoflt", "_atoflt_l"})
  static int _atoflt(GuestThread t, long value, long str) {
    float result = (float) FloatScan.scan(t, Units.NARROW, str, 0, true);
    Memory.putFloat(value, result);
    return range(str, result, Float.MIN_NORMAL);
  }

  /** Whether the number in a string was too great or too small; a zero's digits are all zero. */
  private static int range(long str, double value, double least) {
    if (Double.isInfinite(value)) {
      return OVERFLOW;
    }
    if (Math.abs(value) >= least) {
      return 0;
    }
    for (long p = str; ; p++) {
      int c = Memory.getU8(p);
      if (c >= '1' && c <= '9') {
        return UNDERFLOW;
      }
      if (c == 0 || (c | 0x20) == 'e') {
        return 0;
      }
    }
  }

  @Export({"_wtoi", "_wtoi_l", "_wtol", "_wtol_l"})
  @Direct
  static int _wtoi(GuestThread t, long str) {
    return (int) IntegerScan.signed(t, Units.WIDE, str, 0, 10, Integer.MAX_VALUE);
  }

  @Export({"_wtoi64", "_wtoi64_l"})
  @Direct
  static long _wtoi64(GuestThread t, long str) {
    return IntegerScan.signed(t, Units.WIDE, str, 0, 10, Long.MAX_VALUE);
  }

  @Export(
      value = {"_wtoll", "_wtoll_l"},
      dll = "ucrtbase")
  @Direct("_wtoi64")
  static native long _wtoll(long str);

  @Export({"_wtof", "_wtof_l"})
  @Direct
  static double _wtof(GuestThread t, long str) {
    return FloatScan.scan(t, Units.WIDE, str, 0, false);
  }

  @Export({"wcstol", "_wcstol_l"})
  @Direct
  static int wcstol(GuestThread t, long string, @Opt long end_ptr, int base) {
    return (int) IntegerScan.signed(t, Units.WIDE, string, end_ptr, base, Integer.MAX_VALUE);
  }

  @Export({"wcstoul", "_wcstoul_l"})
  @Direct
  static int wcstoul(GuestThread t, long string, @Opt long end_ptr, int base) {
    return (int) IntegerScan.unsigned(t, Units.WIDE, string, end_ptr, base, MAX_U32);
  }

  @Export({"_wcstoi64", "_wcstoi64_l"})
  @Direct
  static long _wcstoi64(GuestThread t, long string, @Opt long end_ptr, int base) {
    return IntegerScan.signed(t, Units.WIDE, string, end_ptr, base, Long.MAX_VALUE);
  }

  @Export({"_wcstoui64", "_wcstoui64_l"})
  @Direct
  static long _wcstoui64(GuestThread t, long string, @Opt long end_ptr, int base) {
    return IntegerScan.unsigned(t, Units.WIDE, string, end_ptr, base, -1);
  }

  @Export(
      value = {"wcstoll", "_wcstoll_l", "wcstoimax", "_wcstoimax_l"},
      dll = "ucrtbase")
  @Direct("_wcstoi64")
  static native long wcstoll(long string, @Opt long end_ptr, int base);

  @Export(
      value = {"wcstoull", "_wcstoull_l", "wcstoumax", "_wcstoumax_l"},
      dll = "ucrtbase")
  @Direct("_wcstoui64")
  static native long wcstoull(long string, @Opt long end_ptr, int base);

  @Export({"wcstod", "_wcstod_l"})
  @Direct
  static double wcstod(GuestThread t, long string, @Opt long end_ptr) {
    return FloatScan.scan(t, Units.WIDE, string, end_ptr, false);
  }

  @Export(
      value = {"wcstold", "_wcstold_l"},
      dll = "ucrtbase")
  @Direct("wcstod")
  static native double wcstold(long string, @Opt long end_ptr);

  @Export(
      value = {"wcstof", "_wcstof_l"},
      dll = "ucrtbase")
  static float wcstof(GuestThread t, long string, @Opt long end_ptr) {
    return (float) FloatScan.scan(t, Units.WIDE, string, end_ptr, true);
  }
}
