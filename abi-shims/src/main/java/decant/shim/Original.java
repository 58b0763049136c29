package decant.shim;

import decant.abi.Gate;
import decant.nt.GuestThread;

/**
 * A function of Decant's own, whether a shim overrides it or not: kept in a static field, and
 * called with the program's arguments or others.
 *
 * <pre>
 * private static final Original GET_TICK_COUNT = Original.of("kernel32", "GetTickCount");
 *
 * &#64;Export
 * static int GetTickCount(GuestThread t) {
 *   return (int) GET_TICK_COUNT.call(t) / 2;
 * }
 * </pre>
 *
 * <p>It answers as it answers a program: where it fails it returns its failure value, and the
 * last-error value or {@code errno} is set; nothing is thrown.
 */
public final class Original {
  private final String library;
  private final String function;
  private long address;

  private Original(String library, String function) {
    this.library = library;
    this.function = function;
  }

  /**
   * Names a function; it is looked for when it is first called.
   *
   * @param library in lower case without {@code .dll}
   * @param function as exported, with {@code A} or {@code W} when it has twins
   */
  public static Original of(String library, String function) {
    return new Original(library, function);
  }

  /** Whether Decant has it. */
  public boolean exists() {
    return address() != 0;
  }

  /** Calls it; arguments and result are those of {@link Guest#call}. */
  public long call(GuestThread t, long... arguments) {
    return Guest.call(t, required(), arguments);
  }

  /** As {@link #call}, of a function that returns a {@code double}. */
  public double callDouble(GuestThread t, long... arguments) {
    return Guest.callDouble(t, required(), arguments);
  }

  /** As {@link #call}, of a function that returns a {@code float}. */
  public float callFloat(GuestThread t, long... arguments) {
    return Guest.callFloat(t, required(), arguments);
  }

  private long address() {
    if (address == 0) {
      address = Gate.modules().original(library, function);
    }
    return address;
  }

  private long required() {
    long found = address();
    if (found == 0) {
      throw new IllegalStateException(
          "Decant has no function " + library + "!" + function + " that could be called");
    }
    return found;
  }
}
