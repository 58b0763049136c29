package decant.abi;

/**
 * The guest thread or process ends: thrown through all levels of Java below it, so that they
 * unwind.
 */
public class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int code;
  private final boolean process;

  /**
   * @param process whether the whole process ends, not only the thread
   */
  public GuestExit(int code, boolean process) {
    super(null, null, false, false);
    this.code = code;
    this.process = process;
  }

  /** The exit code, all 32 bits. */
  public int code() {
    return code;
  }

  /** Whether the whole process ends, not only the thread. */
  public boolean process() {
    return process;
  }
}
