package decant.crt.start;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The floating-point control functions of float.h. The control word is kept per thread.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/control87-controlfp-control87-2">_control87,
 *     _controlfp</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class FloatH {
  /** All exceptions masked, rounding to nearest; x64 has no precision control. */
  static final int DEFAULT_CONTROL = 0x0008_001F;

  private static final int EM_DENORMAL = 0x0008_0000;
  private static final int MCW_EM = 0x0008_001F;
  private static final int MCW_RC = 0x0000_0300;
  private static final int RC_DOWN = 0x100;
  private static final int RC_UP = 0x200;
  private static final int RC_CHOP = 0x300;
  private static final int MCW_DN = 0x0300_0000;

  /** What can be changed on x64, where precision and infinity control do not exist. */
  private static final int CHANGEABLE = MCW_EM | MCW_RC | MCW_DN;

  private static final String NOTE =
      "The control word is kept, but the processor stays at its default rounding and masks.";

  private FloatH() {}

  private static int control(GuestThread t, int value, int mask) {
    ThreadVariables state = ThreadVariables.of(t);
    int usable = mask & CHANGEABLE;
    state.controlWord = state.controlWord & ~usable | value & usable;
    return state.controlWord;
  }

  @Export(support = Support.PARTIAL, note = NOTE)
  static int _control87(GuestThread t, int newControl, int mask) {
    return control(t, newControl, mask);
  }

  @Export(support = Support.PARTIAL, note = NOTE)
  static int _controlfp(GuestThread t, int newControl, int mask) {
    return control(t, newControl, mask & ~EM_DENORMAL);
  }

  @Export(support = Support.PARTIAL, note = NOTE)
  static int _controlfp_s(GuestThread t, @Opt long currentControl, int newControl, int mask) {
    int now = control(t, newControl, mask & ~EM_DENORMAL);
    if (currentControl != 0) {
      Memory.putInt(currentControl, now);
    }
    return 0;
  }

  @Export(support = Support.PARTIAL, note = NOTE)
  static void _set_controlfp(GuestThread t, int newControl, int mask) {
    control(t, newControl, mask & ~EM_DENORMAL);
  }

  @Export
  @Direct
  static native int _statusfp();

  @Export
  @Direct
  static native int _clearfp();

  @Export
  static void _fpreset(GuestThread t) {
    ThreadVariables.of(t).controlWord = DEFAULT_CONTROL;
  }

  /** What {@code FLT_ROUNDS} is: 0 towards zero, 1 to nearest, 2 up, 3 down. */
  @Export(dll = "ucrtbase", support = Support.PARTIAL, note = NOTE)
  static int __fpe_flt_rounds(GuestThread t) {
    return switch (ThreadVariables.of(t).controlWord & MCW_RC) {
      case RC_DOWN -> 3;
      case RC_UP -> 2;
      case RC_CHOP -> 0;
      default -> 1;
    };
  }
}
