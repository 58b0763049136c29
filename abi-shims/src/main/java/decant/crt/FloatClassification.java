package decant.crt;

import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;

/**
 * float.h: what kind of number a number is.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/floating-point-support">Math and
 *     floating-point support</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class FloatClassification {
  private FloatClassification() {}

  @Export
  static boolean _finite(double x) {
    return Double.isFinite(x);
  }

  @Export
  static boolean _finitef(float x) {
    return Float.isFinite(x);
  }

  @Export
  static boolean _isnan(double x) {
    return Double.isNaN(x);
  }

  @Export
  static boolean _isnanf(float x) {
    return Float.isNaN(x);
  }

  @Export
  static int _fpclass(double x) {
    return FloatBits.fpclass(x);
  }

  @Export
  static int _fpclassf(float x) {
    return FloatBits.fpclass(x);
  }

  /** What {@code fpclassify} answers. */
  @Export(
      value = {"_dclass", "_ldclass"},
      dll = "ucrtbase")
  static short _dclass(double x) {
    return (short) FloatBits.kind(FloatBits.fpclass(x));
  }

  @Export(dll = "ucrtbase")
  static short _fdclass(float x) {
    return (short) FloatBits.kind(FloatBits.fpclass(x));
  }

  /** As {@link #_dclass}, of a number in memory. */
  @Export(
      value = {"_dtest", "_ldtest"},
      dll = "ucrtbase")
  static short _dtest(long px) {
    return _dclass(Memory.getDouble(px));
  }

  @Export(dll = "ucrtbase")
  static short _fdtest(long px) {
    return _fdclass(Memory.getFloat(px));
  }

  /** Not zero for a number with a minus sign, be it a zero or a NaN. */
  @Export(
      value = {"_dsign", "_ldsign"},
      dll = "ucrtbase")
  static int _dsign(double x) {
    return (int) (Double.doubleToRawLongBits(x) >>> 48) & 0x8000;
  }

  @Export(dll = "ucrtbase")
  static int _fdsign(float x) {
    return Float.floatToRawIntBits(x) >>> 16 & 0x8000;
  }

  /** 1 less, 2 equal, 4 greater, 0 unordered. */
  @Export(
      value = {"_dpcomp", "_ldpcomp"},
      dll = "ucrtbase")
  static int _dpcomp(double x, double y) {
    return x < y ? 1 : x == y ? 2 : x > y ? 4 : 0;
  }

  @Export(dll = "ucrtbase")
  static int _fdpcomp(float x, float y) {
    return _dpcomp(x, y);
  }
}
