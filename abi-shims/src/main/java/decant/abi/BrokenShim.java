package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;

/** What is said of a shim of the user's that threw what no guest can be told. */
final class BrokenShim {
  private BrokenShim() {}

  /**
   * Prints the user's part of the stack, and where the guest called.
   *
   * @param frame the argument slots of the call
   * @param name {@code library!Function}
   */
  static void print(GuestThread t, long frame, String name, Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      e.setStackTrace(userPart(e.getStackTrace()));
    }
    System.err.println("decant: the shim of " + name + " threw an exception; the program ends.");
    thrown.printStackTrace();
    System.err.println("  called from " + caller(t, frame));
    System.err.flush();
  }

  private static String caller(GuestThread t, long frame) {
    try {
      return Faults.describe(t, Memory.getLong(frame - 8));
    } catch (RuntimeException | InternalError broken) {
      return "an address that cannot be read";
    }
  }

  /** The frames above the adapter. */
  private static StackTraceElement[] userPart(StackTraceElement[] trace) {
    int n = 0;
    while (n < trace.length && trace[n].getClassName().indexOf("$$") < 0) {
      n++;
    }
    return java.util.Arrays.copyOf(trace, n);
  }
}
