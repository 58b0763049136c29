package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * float.h and the parts of fenv.h that do not change the processor's state.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/floating-point-support">Math and
 *     floating-point support</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class FloatH {
  private static final String KEPT =
      "The control word is kept and reported, but the processor's is not changed.";

  private FloatH() {}

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

  @Export(support = Support.PARTIAL, note = KEPT)
  static int _controlfp(GuestThread t, int newControl, int mask) {
    return ControlWord.change(t, newControl, mask & ~ControlWord.EM_DENORMAL);
  }

  @Export(support = Support.PARTIAL, note = KEPT)
  static int _control87(GuestThread t, int newControl, int mask) {
    return ControlWord.change(t, newControl, mask);
  }

  @Export(support = Support.PARTIAL, note = KEPT)
  static int _controlfp_s(GuestThread t, @Opt long currentControl, int newControl, int mask) {
    if ((newControl & mask & ~ControlWord.KNOWN) != 0) {
      if (currentControl != 0) {
        Memory.putInt(currentControl, ControlWord.change(t, 0, 0));
      }
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    int now = _controlfp(t, newControl, mask);
    if (currentControl != 0) {
      Memory.putInt(currentControl, now);
    }
    return 0;
  }

  @Export(support = Support.PARTIAL, note = "The processor's exception flags are not seen.")
  static int _clearfp() {
    return 0;
  }

  @Export(support = Support.PARTIAL, note = "The processor's exception flags are not seen.")
  static int _statusfp() {
    return 0;
  }

  @Export(support = Support.PARTIAL, note = KEPT)
  static void _fpreset(GuestThread t) {
    ControlWord.change(t, ControlWord.DEFAULT, -1);
  }

  @Export(dll = "ucrtbase")
  static int fegetround(GuestThread t) {
    return ControlWord.change(t, 0, 0) & ControlWord.ROUNDING;
  }

  @Export(dll = "ucrtbase", support = Support.PARTIAL, note = KEPT)
  static int fesetround(GuestThread t, int round) {
    if ((round & ~ControlWord.ROUNDING) != 0) {
      return 1;
    }
    ControlWord.change(t, round, ControlWord.ROUNDING);
    return 0;
  }

  /** {@code FLT_ROUNDS}: 0 towards zero, 1 to nearest, 2 up, 3 down. */
  @Export(dll = "ucrtbase")
  static int __fpe_flt_rounds(GuestThread t) {
    return switch (fegetround(t)) {
      case 0x100 -> 3;
      case 0x200 -> 2;
      case 0x300 -> 0;
      default -> 1;
    };
  }

  /** Where the code of the last floating-point exception is kept. */
  @Export
  static long __fpecode(GuestThread t) {
    return CrtThread.buffer(t, CrtThread.Buffer.FPECODE);
  }

  @Export(dll = "msvcrt")
  static int _set_SSE2_enable(int flag) {
    return 1;
  }
}
