package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Out;
import decant.nt.GuestThread;

/**
 * complex.h: the functions that libm has, which machine code calls. A {@code long double} is a
 * {@code double}; how numbers are passed: {@link ComplexH}.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/complex-math-support">Complex
 *     math support</a>
 */
@Library("ucrtbase")
public final class ComplexFunctionsH {
  private ComplexFunctionsH() {}

  /** The first call: from then on the machine code knows libm's function. */
  private static long bound(GuestThread t, String name, long result, long z) {
    DirectMath.bind(name);
    return Gate.call(t, Gate.machineCode(name), result, z);
  }

  @Export({"cacos", "cacosl"})
  @Direct("cacos")
  static long cacos(GuestThread t, @Out long result, long z) {
    return bound(t, "cacos", result, z);
  }

  @Export
  @Direct
  static long cacosf(GuestThread t, long z) {
    return bound(t, "cacosf", z, 0);
  }

  @Export({"cacosh", "cacoshl"})
  @Direct("cacosh")
  static long cacosh(GuestThread t, @Out long result, long z) {
    return bound(t, "cacosh", result, z);
  }

  @Export
  @Direct
  static long cacoshf(GuestThread t, long z) {
    return bound(t, "cacoshf", z, 0);
  }

  @Export({"casin", "casinl"})
  @Direct("casin")
  static long casin(GuestThread t, @Out long result, long z) {
    return bound(t, "casin", result, z);
  }

  @Export
  @Direct
  static long casinf(GuestThread t, long z) {
    return bound(t, "casinf", z, 0);
  }

  @Export({"casinh", "casinhl"})
  @Direct("casinh")
  static long casinh(GuestThread t, @Out long result, long z) {
    return bound(t, "casinh", result, z);
  }

  @Export
  @Direct
  static long casinhf(GuestThread t, long z) {
    return bound(t, "casinhf", z, 0);
  }

  @Export({"catan", "catanl"})
  @Direct("catan")
  static long catan(GuestThread t, @Out long result, long z) {
    return bound(t, "catan", result, z);
  }

  @Export
  @Direct
  static long catanf(GuestThread t, long z) {
    return bound(t, "catanf", z, 0);
  }

  @Export({"catanh", "catanhl"})
  @Direct("catanh")
  static long catanh(GuestThread t, @Out long result, long z) {
    return bound(t, "catanh", result, z);
  }

  @Export
  @Direct
  static long catanhf(GuestThread t, long z) {
    return bound(t, "catanhf", z, 0);
  }

  @Export({"ccos", "ccosl"})
  @Direct("ccos")
  static long ccos(GuestThread t, @Out long result, long z) {
    return bound(t, "ccos", result, z);
  }

  @Export
  @Direct
  static long ccosf(GuestThread t, long z) {
    return bound(t, "ccosf", z, 0);
  }

  @Export({"ccosh", "ccoshl"})
  @Direct("ccosh")
  static long ccosh(GuestThread t, @Out long result, long z) {
    return bound(t, "ccosh", result, z);
  }

  @Export
  @Direct
  static long ccoshf(GuestThread t, long z) {
    return bound(t, "ccoshf", z, 0);
  }

  @Export({"cexp", "cexpl"})
  @Direct("cexp")
  static long cexp(GuestThread t, @Out long result, long z) {
    return bound(t, "cexp", result, z);
  }

  @Export
  @Direct
  static long cexpf(GuestThread t, long z) {
    return bound(t, "cexpf", z, 0);
  }

  @Export({"clog", "clogl"})
  @Direct("clog")
  static long clog(GuestThread t, @Out long result, long z) {
    return bound(t, "clog", result, z);
  }

  @Export
  @Direct
  static long clogf(GuestThread t, long z) {
    return bound(t, "clogf", z, 0);
  }

  @Export({"clog10", "clog10l"})
  @Direct("clog10")
  static long clog10(GuestThread t, @Out long result, long z) {
    return bound(t, "clog10", result, z);
  }

  @Export
  @Direct
  static long clog10f(GuestThread t, long z) {
    return bound(t, "clog10f", z, 0);
  }

  @Export({"csin", "csinl"})
  @Direct("csin")
  static long csin(GuestThread t, @Out long result, long z) {
    return bound(t, "csin", result, z);
  }

  @Export
  @Direct
  static long csinf(GuestThread t, long z) {
    return bound(t, "csinf", z, 0);
  }

  @Export({"csinh", "csinhl"})
  @Direct("csinh")
  static long csinh(GuestThread t, @Out long result, long z) {
    return bound(t, "csinh", result, z);
  }

  @Export
  @Direct
  static long csinhf(GuestThread t, long z) {
    return bound(t, "csinhf", z, 0);
  }

  @Export({"csqrt", "csqrtl"})
  @Direct("csqrt")
  static long csqrt(GuestThread t, @Out long result, long z) {
    return bound(t, "csqrt", result, z);
  }

  @Export
  @Direct
  static long csqrtf(GuestThread t, long z) {
    return bound(t, "csqrtf", z, 0);
  }

  @Export({"ctan", "ctanl"})
  @Direct("ctan")
  static long ctan(GuestThread t, @Out long result, long z) {
    return bound(t, "ctan", result, z);
  }

  @Export
  @Direct
  static long ctanf(GuestThread t, long z) {
    return bound(t, "ctanf", z, 0);
  }

  @Export({"ctanh", "ctanhl"})
  @Direct("ctanh")
  static long ctanh(GuestThread t, @Out long result, long z) {
    return bound(t, "ctanh", result, z);
  }

  @Export
  @Direct
  static long ctanhf(GuestThread t, long z) {
    return bound(t, "ctanhf", z, 0);
  }

  @Export({"cpow", "cpowl"})
  @Direct("cpow")
  static long cpow(GuestThread t, @Out long result, long x, long y) {
    DirectMath.bind("cpow");
    return Gate.call(t, Gate.machineCode("cpow"), result, x, y);
  }

  @Export
  @Direct
  static long cpowf(GuestThread t, long x, long y) {
    return bound(t, "cpowf", x, y);
  }
}
