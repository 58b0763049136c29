package decant.loader;

/** A program cannot be run; the message is one sentence for the user. */
public final class CannotRunException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Exit code for a program that is there but cannot be run, as shells have it. */
  public static final int NOT_RUNNABLE = 126;

  /** Exit code for a program that is not there. */
  public static final int NOT_FOUND = 127;

  private final int exitCode;

  public CannotRunException(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
