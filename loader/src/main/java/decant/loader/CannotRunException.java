package decant.loader;

import decant.loader.pe.BadImageException;

/** A program cannot be run; the message is one sentence for the user. */
public final class CannotRunException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Exit code for a program that is there but cannot be run, as shells have it. */
  public static final int NOT_RUNNABLE = 126;

  /** Exit code for a program that is not there. */
  public static final int NOT_FOUND = 127;

  private final int exitCode;
  private final String advice;

  public CannotRunException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  /**
   * As above, with what to do.
   *
   * @param advice what to type next and what for, one line; null for none
   */
  public CannotRunException(int exitCode, String message, String advice) {
    super(message, null, false, false);
    this.exitCode = exitCode;
    this.advice = advice;
  }

  /**
   * What a bad file means for its user.
   *
   * @param program the program as the user named it
   */
  static CannotRunException of(BadImageException e, String program) {
    return new CannotRunException(e.exitCode(), e.getMessage(), Advice.about(e, program));
  }

  public int exitCode() {
    return exitCode;
  }

  /** What to type next and what for, one line; null for none. */
  public String advice() {
    return advice;
  }
}
