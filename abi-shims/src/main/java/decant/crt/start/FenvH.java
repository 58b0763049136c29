package decant.crt.start;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;

/**
 * fenv.h: the processor's flags of exceptions, which stay set. Rounding and masks do not change:
 * Java runs with those of the thread.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/floating-point-support">Floating-point
 *     support</a>
 */
@Library("ucrtbase")
public final class FenvH {
  private static final int FE_TONEAREST = 0;

  private FenvH() {}

  @Export
  @Direct
  static native int fetestexcept(int excepts);

  @Export
  @Direct
  static native int feclearexcept(int excepts);

  @Export
  @Direct
  static native int fegetexceptflag(@Out long pstatus, int excepts);

  @Export
  @Direct
  static native int fesetexceptflag(long pstatus, int excepts);

  @Export
  @Direct
  static native int fegetround();

  /** Fails, as it may, for every direction that is not set already. */
  @Export(support = Support.PARTIAL, note = "To the nearest only; other directions are refused.")
  static int fesetround(int round) {
    return round == FE_TONEAREST ? 0 : 1;
  }

  @Export
  @Direct
  static native int fegetenv(@Out long penv);

  @Export(support = Support.PARTIAL, note = "The flags; rounding and masks stay as they are.")
  @Direct
  static native int fesetenv(long penv);

  @Export
  @Direct
  static native int feholdexcept(@Out long penv);
}
