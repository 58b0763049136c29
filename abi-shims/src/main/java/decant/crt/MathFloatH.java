package decant.crt;

import decant.abi.Export;
import decant.abi.Library;
import decant.host.Libm;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * math.h: the functions of floats. They are computed in double and rounded once more, which is
 * closer to the exact result than single precision gets.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/floating-point-support">Math and
 *     floating-point support</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class MathFloatH {
  private MathFloatH() {}

  @Export
  static float acosf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "acosf", x, Libm.acos(x));
  }

  @Export
  static float asinf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "asinf", x, Libm.asin(x));
  }

  @Export
  static float atanf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "atanf", x, Libm.atan(x));
  }

  @Export
  static float cosf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "cosf", x, Math.cos(x));
  }

  @Export
  static float coshf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "coshf", x, Libm.cosh(x));
  }

  @Export
  static float expf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "expf", x, Math.exp(x));
  }

  @Export
  static float logf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "logf", x, Math.log(x));
  }

  @Export
  static float log10f(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "log10f", x, Math.log10(x));
  }

  @Export
  static float sinf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "sinf", x, Math.sin(x));
  }

  @Export
  static float sinhf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "sinhf", x, Libm.sinh(x));
  }

  @Export
  static float tanf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "tanf", x, Math.tan(x));
  }

  @Export
  static float tanhf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "tanhf", x, Libm.tanh(x));
  }

  @Export(dll = "ucrtbase")
  static float acoshf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "acoshf", x, Libm.acosh(x));
  }

  @Export(dll = "ucrtbase")
  static float asinhf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "asinhf", x, Libm.asinh(x));
  }

  @Export(dll = "ucrtbase")
  static float atanhf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "atanhf", x, Libm.atanh(x));
  }

  @Export(dll = "ucrtbase")
  static float cbrtf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "cbrtf", x, StrictMath.cbrt(x));
  }

  @Export(dll = "ucrtbase")
  static float erff(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "erff", x, Libm.erf(x));
  }

  @Export(dll = "ucrtbase")
  static float erfcf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "erfcf", x, Libm.erfc(x));
  }

  @Export(dll = "ucrtbase")
  static float exp2f(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "exp2f", x, Libm.exp2(x));
  }

  @Export(dll = "ucrtbase")
  static float expm1f(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "expm1f", x, Libm.expm1(x));
  }

  @Export(dll = "ucrtbase")
  static float log1pf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "log1pf", x, Libm.log1p(x));
  }

  @Export(dll = "ucrtbase")
  static float log2f(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "log2f", x, Libm.log2(x));
  }

  @Export(dll = "ucrtbase")
  static float tgammaf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "tgammaf", x, Libm.tgamma(x));
  }

  @Export(dll = "ucrtbase")
  static float lgammaf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "lgammaf", x, Libm.lgamma(x));
  }

  @Export
  static float sqrtf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "sqrtf", x, Math.sqrt(x));
  }

  @Export
  static float atan2f(float y, float x) {
    return (float) Libm.atan2(y, x);
  }

  @Export
  static float powf(GuestThread t, float x, float y) {
    return MathErrors.checkFloat(t, "powf", x, y, FloatBits.pow(x, y));
  }

  @Export
  static float fmodf(GuestThread t, float x, float y) {
    return MathErrors.checkFloat(t, "fmodf", x, y, x % y);
  }

  @Export
  static float _hypotf(GuestThread t, float x, float y) {
    return MathErrors.checkFloat(t, "hypotf", x, y, Libm.hypot(x, y));
  }

  @Export
  static float ceilf(float x) {
    return (float) Math.ceil(x);
  }

  @Export
  static float floorf(float x) {
    return (float) Math.floor(x);
  }

  @Export(dll = "ucrtbase")
  static float truncf(float x) {
    return (float) FloatBits.trunc(x);
  }

  @Export(dll = "ucrtbase")
  static float roundf(float x) {
    return (float) FloatBits.round(x);
  }

  @Export(
      value = {"rintf", "nearbyintf"},
      dll = "ucrtbase")
  static float rintf(float x) {
    return (float) Math.rint(x);
  }

  @Export(dll = "ucrtbase")
  static int lrintf(GuestThread t, float x) {
    return FloatToInteger.toInt(t, Math.rint(x));
  }

  @Export(dll = "ucrtbase")
  static int lroundf(GuestThread t, float x) {
    return FloatToInteger.toInt(t, FloatBits.round(x));
  }

  @Export(dll = "ucrtbase")
  static long llrintf(GuestThread t, float x) {
    return FloatToInteger.toLong(t, Math.rint(x));
  }

  @Export(dll = "ucrtbase")
  static long llroundf(GuestThread t, float x) {
    return FloatToInteger.toLong(t, FloatBits.round(x));
  }

  @Export(dll = "msvcrt")
  static float frexpf(float x, long expptr) {
    Memory.putInt(expptr, FloatBits.exponent(x));
    return (float) FloatBits.fraction(x);
  }

  @Export(
      value = {"scalbnf", "scalblnf"},
      dll = "ucrtbase")
  static float scalbnf(GuestThread t, float x, int exp) {
    return MathErrors.checkFloat(t, "scalbnf", x, exp, Math.scalb(x, exp));
  }

  @Export
  static float _scalbf(GuestThread t, float x, int exp) {
    return MathErrors.checkFloat(t, "_scalbf", x, exp, Math.scalb(x, exp));
  }

  @Export
  static float modff(float x, long intptr) {
    float whole = (float) FloatBits.trunc(x);
    Memory.putFloat(intptr, whole);
    return Math.copySign(Float.isInfinite(x) ? 0 : x - whole, x);
  }

  @Export(dll = "ucrtbase")
  static int ilogbf(float x) {
    return FloatBits.ilogb(x);
  }

  @Export
  static float _logbf(GuestThread t, float x) {
    return MathErrors.checkFloat(t, "logbf", x, FloatBits.logb(x));
  }

  @Export(dll = "ucrtbase")
  static float logbf(GuestThread t, float x) {
    return _logbf(t, x);
  }

  @Export
  static float _copysignf(float x, float y) {
    return Math.copySign(x, y);
  }

  @Export(dll = "ucrtbase")
  static float copysignf(float x, float y) {
    return Math.copySign(x, y);
  }

  @Export
  static float _chgsignf(float x) {
    return -x;
  }

  @Export
  static float _nextafterf(float x, float y) {
    return Math.nextAfter(x, y);
  }

  @Export(dll = "ucrtbase")
  static float nextafterf(float x, float y) {
    return Math.nextAfter(x, y);
  }

  @Export(dll = "ucrtbase")
  static float nexttowardf(float x, double y) {
    return Math.nextAfter(x, y);
  }

  @Export(dll = "ucrtbase")
  static float remainderf(GuestThread t, float x, float y) {
    return MathErrors.checkFloat(t, "remainderf", x, y, Math.IEEEremainder(x, y));
  }

  @Export(dll = "ucrtbase")
  static float remquof(GuestThread t, float x, float y, long pquo) {
    Memory.putInt(pquo, 0);
    return MathErrors.checkFloat(t, "remquof", x, y, Libm.remquo(x, y, pquo));
  }

  @Export(dll = "ucrtbase")
  static float fmaf(float x, float y, float z) {
    return Math.fma(x, y, z);
  }

  @Export(dll = "ucrtbase")
  static float fdimf(GuestThread t, float x, float y) {
    return x <= y ? 0 : MathErrors.checkFloat(t, "fdimf", x, y, x - y);
  }

  @Export(dll = "ucrtbase")
  static float fmaxf(float x, float y) {
    return Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.max(x, y);
  }

  @Export(dll = "ucrtbase")
  static float fminf(float x, float y) {
    return Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.min(x, y);
  }

  @Export(dll = "ucrtbase")
  static float nanf(long tag) {
    return Float.NaN;
  }
}
