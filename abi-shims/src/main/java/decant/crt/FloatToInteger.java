package decant.crt;

import decant.abi.CrtErrno;
import decant.nt.GuestThread;

/** Results of {@code lrint} and its like: EDOM and 0 for what the type cannot hold. */
final class FloatToInteger {
  private FloatToInteger() {}

  static int toInt(GuestThread t, double whole) {
    if ((int) whole != whole) {
      CrtErrno.EDOM.set(t);
      return 0;
    }
    return (int) whole;
  }

  static long toLong(GuestThread t, double whole) {
    if (!(whole >= -0x1p63 && whole < 0x1p63)) {
      CrtErrno.EDOM.set(t);
      return 0;
    }
    return (long) whole;
  }
}
