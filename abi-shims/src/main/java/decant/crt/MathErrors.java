package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What math functions do when they have no answer: the program's {@code _matherr} is asked, and
 * unless it handles the error, errno is EDOM (no number is the answer) or ERANGE (the answer is too
 * great, or infinite).
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/matherr">_matherr</a>
 */
final class MathErrors {
  private static final int DOMAIN = 1;
  private static final int SINGULARITY = 2;
  private static final int OVERFLOW = 3;

  /** The NaN that the processor makes, which programs print as {@code -nan(ind)}. */
  private static final double INDEFINITE = Double.longBitsToDouble(0xFFF8_0000_0000_0000L);

  /** {@code struct _exception}. */
  private static final int NAME = 8;

  private static final int ARG1 = 16;
  private static final int ARG2 = 24;
  private static final int RETVAL = 32;

  /** {@code __setusermatherr}'s function of a process. */
  private static final class Handler {
    private final AtomicLong function = new AtomicLong();
  }

  private MathErrors() {}

  static void setHandler(GuestProcess process, long function) {
    process.state(Handler.class, p -> new Handler()).function.set(function);
  }

  /** Passes a result on, after reporting one that is not finite though the argument is. */
  static double check(GuestThread t, String name, double x, double result) {
    return result - result == 0 ? result : report(t, name, x, 0, result);
  }

  static double check(GuestThread t, String name, double x, double y, double result) {
    return result - result == 0 ? result : report(t, name, x, y, result);
  }

  /** As {@link #check}, rounded to a {@code float}. */
  static float checkFloat(GuestThread t, String name, float x, double result) {
    float f = (float) result;
    return f - f == 0 ? f : (float) report(t, name, x, 0, f);
  }

  static float checkFloat(GuestThread t, String name, float x, float y, double result) {
    float f = (float) result;
    return f - f == 0 ? f : (float) report(t, name, x, y, f);
  }

  private static double report(GuestThread t, String name, double x, double y, double result) {
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return result;
    }
    if (Double.isNaN(result)) {
      return error(t, DOMAIN, name, x, y, INDEFINITE);
    }
    if (Double.isInfinite(x) || Double.isInfinite(y)) {
      return result;
    }
    return error(t, isPole(name, x) ? SINGULARITY : OVERFLOW, name, x, y, result);
  }

  /** Whether an infinite result is the exact one. */
  private static boolean isPole(String name, double x) {
    char first = name.charAt(0);
    return first == 'l' || first == '_' || first == 'a' || x == 0;
  }

  private static double error(
      GuestThread t, int type, String name, double x, double y, double result) {
    long handler = t.process.state(Handler.class, p -> new Handler()).function.get();
    if (handler != 0) {
      long exception = CrtThread.buffer(t, CrtThread.Buffer.MATHERR);
      Memory.putInt(exception, type);
      Memory.putLong(exception + NAME, Locales.of(t.process).string(t, Units.NARROW, name));
      Memory.putDouble(exception + ARG1, x);
      Memory.putDouble(exception + ARG2, y);
      Memory.putDouble(exception + RETVAL, result);
      if ((int) Gate.call(t, handler, exception) != 0) {
        return Memory.getDouble(exception + RETVAL);
      }
    }
    (type == DOMAIN ? CrtErrno.EDOM : CrtErrno.ERANGE).set(t);
    return result;
  }
}
