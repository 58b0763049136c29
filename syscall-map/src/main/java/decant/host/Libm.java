package decant.host;

/** {@code math.h}: the functions that {@link Math} lacks or rounds less well than libm. */
public final class Libm {
  private static final HostLibrary LIBRARY = HostLibrary.open("libm.so.6");

  static {
    LIBRARY.bind(Libm.class);
  }

  private Libm() {}

  /** The address of a function. */
  public static long address(String function) {
    return LIBRARY.address(function);
  }

  public static native double acos(double x);

  public static native double acosh(double x);

  public static native double asin(double x);

  public static native double asinh(double x);

  public static native double atan(double x);

  public static native double atan2(double y, double x);

  public static native double atanh(double x);

  public static native double cos(double x);

  public static native double cosh(double x);

  public static native double erf(double x);

  public static native double erfc(double x);

  public static native double exp(double x);

  public static native double exp2(double x);

  public static native double expm1(double x);

  public static native double hypot(double x, double y);

  public static native double j0(double x);

  public static native double j1(double x);

  public static native double jn(int n, double x);

  public static native double lgamma(double x);

  public static native double log(double x);

  public static native double log1p(double x);

  public static native double log2(double x);

  public static native double pow(double x, double y);

  /** The last bits of the quotient go to the {@code int} at {@code quotient}. */
  public static native double remquo(double x, double y, long quotient);

  public static native double sin(double x);

  public static native double sinh(double x);

  public static native double tan(double x);

  public static native double tanh(double x);

  public static native double tgamma(double x);

  public static native double y0(double x);

  public static native double y1(double x);

  public static native double yn(int n, double x);
}
