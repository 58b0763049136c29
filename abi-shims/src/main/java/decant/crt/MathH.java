package decant.crt;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.host.Libm;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * math.h: the functions of doubles. A {@code long double} is a double here, as in all programs of
 * Microsoft's compiler.
 *
 * <p>Most are libm's, which are wrong by little more than half a unit in the last place; {@code
 * log10} is the JVM's, which is better.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/floating-point-support">Math and
 *     floating-point support</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class MathH {
  private MathH() {}

  @Export
  @Direct
  static double acos(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "acos", x, Libm.acos(x));
  }

  @Export
  @Direct
  static double asin(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "asin", x, Libm.asin(x));
  }

  @Export
  @Direct
  static double atan(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "atan", x, Libm.atan(x));
  }

  @Export
  @Direct
  static double cos(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "cos", x, Libm.cos(x));
  }

  @Export
  @Direct
  static double cosh(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "cosh", x, Libm.cosh(x));
  }

  @Export
  @Direct
  static double exp(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "exp", x, Libm.exp(x));
  }

  @Export
  @Direct
  static double log(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "log", x, Libm.log(x));
  }

  @Export
  static double log10(GuestThread t, double x) {
    return MathErrors.check(t, "log10", x, Math.log10(x));
  }

  @Export
  @Direct
  static double sin(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "sin", x, Libm.sin(x));
  }

  @Export
  @Direct
  static double sinh(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "sinh", x, Libm.sinh(x));
  }

  @Export
  @Direct
  static double tan(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "tan", x, Libm.tan(x));
  }

  @Export
  @Direct
  static double tanh(GuestThread t, double x) {
    DirectMath.bind();
    return MathErrors.check(t, "tanh", x, Libm.tanh(x));
  }

  @Export(
      value = {"acosh", "acoshl"},
      dll = "ucrtbase")
  static double acosh(GuestThread t, double x) {
    return MathErrors.check(t, "acosh", x, Libm.acosh(x));
  }

  @Export(
      value = {"asinh", "asinhl"},
      dll = "ucrtbase")
  static double asinh(GuestThread t, double x) {
    return MathErrors.check(t, "asinh", x, Libm.asinh(x));
  }

  @Export(
      value = {"atanh", "atanhl"},
      dll = "ucrtbase")
  static double atanh(GuestThread t, double x) {
    return MathErrors.check(t, "atanh", x, Libm.atanh(x));
  }

  @Export(
      value = {"cbrt", "cbrtl"},
      dll = "ucrtbase")
  static double cbrt(GuestThread t, double x) {
    return MathErrors.check(t, "cbrt", x, StrictMath.cbrt(x));
  }

  @Export(
      value = {"erf", "erfl"},
      dll = "ucrtbase")
  static double erf(GuestThread t, double x) {
    return MathErrors.check(t, "erf", x, Libm.erf(x));
  }

  @Export(
      value = {"erfc", "erfcl"},
      dll = "ucrtbase")
  static double erfc(GuestThread t, double x) {
    return MathErrors.check(t, "erfc", x, Libm.erfc(x));
  }

  @Export(
      value = {"exp2", "exp2l"},
      dll = "ucrtbase")
  static double exp2(GuestThread t, double x) {
    return MathErrors.check(t, "exp2", x, Libm.exp2(x));
  }

  @Export(
      value = {"expm1", "expm1l"},
      dll = "ucrtbase")
  static double expm1(GuestThread t, double x) {
    return MathErrors.check(t, "expm1", x, Libm.expm1(x));
  }

  @Export(
      value = {"log1p", "log1pl"},
      dll = "ucrtbase")
  static double log1p(GuestThread t, double x) {
    return MathErrors.check(t, "log1p", x, Libm.log1p(x));
  }

  @Export(
      value = {"log2", "log2l"},
      dll = "ucrtbase")
  static double log2(GuestThread t, double x) {
    return MathErrors.check(t, "log2", x, Libm.log2(x));
  }

  @Export(
      value = {"tgamma", "tgammal"},
      dll = "ucrtbase")
  static double tgamma(GuestThread t, double x) {
    return MathErrors.check(t, "tgamma", x, Libm.tgamma(x));
  }

  @Export(
      value = {"lgamma", "lgammal"},
      dll = "ucrtbase")
  static double lgamma(GuestThread t, double x) {
    return MathErrors.check(t, "lgamma", x, Libm.lgamma(x));
  }

  @Export
  @Direct
  static double sqrt(GuestThread t, double x) {
    return MathErrors.check(t, "sqrt", x, Math.sqrt(x));
  }

  @Export
  @Direct
  static double atan2(double y, double x) {
    DirectMath.bind();
    return Libm.atan2(y, x);
  }

  @Export
  @Direct
  static double pow(GuestThread t, double x, double y) {
    DirectMath.bind();
    return MathErrors.check(t, "pow", x, y, Libm.pow(x, y));
  }

  @Export
  static double fmod(GuestThread t, double x, double y) {
    return MathErrors.check(t, "fmod", x, y, x % y);
  }

  @Export
  static double _hypot(GuestThread t, double x, double y) {
    return MathErrors.check(t, "hypot", x, y, Libm.hypot(x, y));
  }

  @Export(dll = "ucrtbase")
  static double hypot(GuestThread t, double x, double y) {
    return _hypot(t, x, y);
  }

  /** The absolute value of a complex number, which is passed by reference. */
  @Export
  static double _cabs(GuestThread t, long z) {
    return _hypot(t, Memory.getDouble(z), Memory.getDouble(z + 8));
  }

  @Export
  @Direct
  static native double ceil(double x);

  @Export
  @Direct
  static native double floor(double x);

  @Export
  @Direct
  static native double fabs(double x);

  @Export(
      value = {"trunc", "truncl"},
      dll = "ucrtbase")
  @Direct
  static native double trunc(double x);

  @Export(
      value = {"round", "roundl"},
      dll = "ucrtbase")
  static double round(double x) {
    return FloatBits.round(x);
  }

  @Export(
      value = {"rint", "rintl", "nearbyint", "nearbyintl"},
      dll = "ucrtbase")
  static double rint(double x) {
    return Math.rint(x);
  }

  @Export(
      value = {"lrint", "lrintl"},
      dll = "ucrtbase")
  static int lrint(GuestThread t, double x) {
    return FloatToInteger.toInt(t, Math.rint(x));
  }

  @Export(
      value = {"lround", "lroundl"},
      dll = "ucrtbase")
  static int lround(GuestThread t, double x) {
    return FloatToInteger.toInt(t, FloatBits.round(x));
  }

  @Export(
      value = {"llrint", "llrintl"},
      dll = "ucrtbase")
  static long llrint(GuestThread t, double x) {
    return FloatToInteger.toLong(t, Math.rint(x));
  }

  @Export(
      value = {"llround", "llroundl"},
      dll = "ucrtbase")
  static long llround(GuestThread t, double x) {
    return FloatToInteger.toLong(t, FloatBits.round(x));
  }

  @Export
  @Direct
  static double frexp(double x, long expptr) {
    Memory.putInt(expptr, FloatBits.exponent(x));
    return FloatBits.fraction(x);
  }

  @Export
  static double ldexp(GuestThread t, double x, int exp) {
    return MathErrors.check(t, "ldexp", x, exp, Math.scalb(x, exp));
  }

  @Export(
      value = {"scalbn", "scalbnl", "scalbln", "scalblnl"},
      dll = "ucrtbase")
  static double scalbn(GuestThread t, double x, int exp) {
    return MathErrors.check(t, "scalbn", x, exp, Math.scalb(x, exp));
  }

  @Export
  static double _scalb(GuestThread t, double x, int exp) {
    return MathErrors.check(t, "_scalb", x, exp, Math.scalb(x, exp));
  }

  @Export
  static double modf(double x, long intptr) {
    double whole = FloatBits.trunc(x);
    Memory.putDouble(intptr, whole);
    return Math.copySign(Double.isInfinite(x) ? 0 : x - whole, x);
  }

  @Export(
      value = {"ilogb", "ilogbl"},
      dll = "ucrtbase")
  static int ilogb(double x) {
    return FloatBits.ilogb(x);
  }

  @Export
  static double _logb(GuestThread t, double x) {
    return MathErrors.check(t, "logb", x, FloatBits.logb(x));
  }

  @Export(
      value = {"logb", "logbl"},
      dll = "ucrtbase")
  static double logb(GuestThread t, double x) {
    return _logb(t, x);
  }

  @Export
  static double _copysign(double x, double y) {
    return Math.copySign(x, y);
  }

  @Export(
      value = {"copysign", "copysignl"},
      dll = "ucrtbase")
  static double copysign(double x, double y) {
    return Math.copySign(x, y);
  }

  @Export
  static double _chgsign(double x) {
    return -x;
  }

  @Export
  static double _nextafter(double x, double y) {
    return Math.nextAfter(x, y);
  }

  @Export(
      value = {"nextafter", "nextafterl", "nexttoward", "nexttowardl"},
      dll = "ucrtbase")
  static double nextafter(double x, double y) {
    return Math.nextAfter(x, y);
  }

  @Export(
      value = {"remainder", "remainderl"},
      dll = "ucrtbase")
  static double remainder(GuestThread t, double x, double y) {
    return MathErrors.check(t, "remainder", x, y, Math.IEEEremainder(x, y));
  }

  /** The remainder; the sign and the last bits of the quotient go to {@code pquo}. */
  @Export(
      value = {"remquo", "remquol"},
      dll = "ucrtbase")
  static double remquo(GuestThread t, double x, double y, long pquo) {
    Memory.putInt(pquo, 0);
    return MathErrors.check(t, "remquo", x, y, Libm.remquo(x, y, pquo));
  }

  @Export(
      value = {"fma", "fmal"},
      dll = "ucrtbase")
  static double fma(double x, double y, double z) {
    return Math.fma(x, y, z);
  }

  @Export(
      value = {"fdim", "fdiml"},
      dll = "ucrtbase")
  static double fdim(GuestThread t, double x, double y) {
    return x <= y ? 0 : MathErrors.check(t, "fdim", x, y, x - y);
  }

  /** The greater of two numbers; a NaN is as if it were not there. */
  @Export(
      value = {"fmax", "fmaxl"},
      dll = "ucrtbase")
  static double fmax(double x, double y) {
    return Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y);
  }

  @Export(
      value = {"fmin", "fminl"},
      dll = "ucrtbase")
  static double fmin(double x, double y) {
    return Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y);
  }

  @Export(
      value = {"nan", "nanl"},
      dll = "ucrtbase")
  static double nan(long tag) {
    return Double.NaN;
  }

  @Export
  static double _j0(double x) {
    return Libm.j0(x);
  }

  @Export
  static double _j1(double x) {
    return Libm.j1(x);
  }

  @Export
  static double _jn(int n, double x) {
    return Libm.jn(n, x);
  }

  @Export
  static double _y0(GuestThread t, double x) {
    return MathErrors.check(t, "_y0", x, Libm.y0(x));
  }

  @Export
  static double _y1(GuestThread t, double x) {
    return MathErrors.check(t, "_y1", x, Libm.y1(x));
  }

  @Export
  static double _yn(GuestThread t, int n, double x) {
    return MathErrors.check(t, "_yn", x, Libm.yn(n, x));
  }

  @Export
  static void __setusermatherr(GuestThread t, long handler) {
    MathErrors.setHandler(t.process, handler);
  }

  @Export(dll = "msvcrt")
  @Data(size = 8)
  static void _HUGE(GuestThread t, long address) {
    Memory.putDouble(address, Double.POSITIVE_INFINITY);
  }
}
