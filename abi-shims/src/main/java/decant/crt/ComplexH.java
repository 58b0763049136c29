package decant.crt;

import decant.abi.Export;
import decant.abi.Library;
import decant.host.Libm;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * complex.h: parts, products and absolute values. A complex double is passed by reference and
 * returned through a hidden first parameter; a complex float is one 8-byte value.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/complex-math-support">Complex
 *     math support</a>
 */
@Library("ucrtbase")
public final class ComplexH {
  private ComplexH() {}

  private static double re(long z) {
    return Memory.getDouble(z);
  }

  private static double im(long z) {
    return Memory.getDouble(z + 8);
  }

  private static long put(long result, double re, double im) {
    Memory.putDouble(result, re);
    Memory.putDouble(result + 8, im);
    return result;
  }

  private static float floatRe(long z) {
    return Float.intBitsToFloat((int) z);
  }

  private static float floatIm(long z) {
    return Float.intBitsToFloat((int) (z >>> 32));
  }

  private static long complex(float re, float im) {
    return Float.floatToRawIntBits(re) & 0xFFFF_FFFFL | (long) Float.floatToRawIntBits(im) << 32;
  }

  @Export({"_Cbuild", "_LCbuild"})
  static long _Cbuild(long result, double re, double im) {
    return put(result, re, im);
  }

  @Export({"_Cmulcc", "_LCmulcc"})
  static long _Cmulcc(long result, long x, long y) {
    return put(result, re(x) * re(y) - im(x) * im(y), re(x) * im(y) + im(x) * re(y));
  }

  @Export({"_Cmulcr", "_LCmulcr"})
  static long _Cmulcr(long result, long x, double y) {
    return put(result, re(x) * y, im(x) * y);
  }

  @Export({"creal", "creall"})
  static double creal(long z) {
    return re(z);
  }

  @Export({"cimag", "cimagl"})
  static double cimag(long z) {
    return im(z);
  }

  @Export({"conj", "conjl"})
  static long conj(long result, long z) {
    return put(result, re(z), -im(z));
  }

  /** A number itself; what is infinite in any direction is the one infinity. */
  @Export({"cproj", "cprojl"})
  static long cproj(long result, long z) {
    return Double.isInfinite(re(z)) || Double.isInfinite(im(z))
        ? put(result, Double.POSITIVE_INFINITY, Math.copySign(0, im(z)))
        : put(result, re(z), im(z));
  }

  @Export({"cabs", "cabsl"})
  static double cabs(GuestThread t, long z) {
    return MathErrors.check(t, "cabs", re(z), im(z), Libm.hypot(re(z), im(z)));
  }

  @Export({"carg", "cargl"})
  static double carg(long z) {
    return Libm.atan2(im(z), re(z));
  }

  /** The square of the absolute value. */
  @Export({"norm", "norml"})
  static double norm(long z) {
    return re(z) * re(z) + im(z) * im(z);
  }

  @Export
  static long _FCbuild(float re, float im) {
    return complex(re, im);
  }

  @Export
  static long _FCmulcc(long x, long y) {
    return complex(
        floatRe(x) * floatRe(y) - floatIm(x) * floatIm(y),
        floatRe(x) * floatIm(y) + floatIm(x) * floatRe(y));
  }

  @Export
  static long _FCmulcr(long x, float y) {
    return complex(floatRe(x) * y, floatIm(x) * y);
  }

  @Export
  static float crealf(long z) {
    return floatRe(z);
  }

  @Export
  static float cimagf(long z) {
    return floatIm(z);
  }

  @Export
  static long conjf(long z) {
    return complex(floatRe(z), -floatIm(z));
  }

  @Export
  static long cprojf(long z) {
    return Float.isInfinite(floatRe(z)) || Float.isInfinite(floatIm(z))
        ? complex(Float.POSITIVE_INFINITY, Math.copySign(0, floatIm(z)))
        : z;
  }

  @Export
  static float cabsf(GuestThread t, long z) {
    return MathErrors.checkFloat(
        t, "cabsf", floatRe(z), floatIm(z), Libm.hypot(floatRe(z), floatIm(z)));
  }

  @Export
  static float cargf(long z) {
    return (float) Libm.atan2(floatIm(z), floatRe(z));
  }

  @Export
  static float normf(long z) {
    return floatRe(z) * floatRe(z) + floatIm(z) * floatIm(z);
  }
}
