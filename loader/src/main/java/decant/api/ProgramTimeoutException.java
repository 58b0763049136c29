package decant.api;

import java.time.Duration;

/**
 * A program did not end in the time that it was given. It and the programs that it had started are
 * gone.
 */
public final class ProgramTimeoutException extends DecantException {
  private static final long serialVersionUID = 1L;
  private final transient ProgramOutput output;

  ProgramTimeoutException(String program, Duration timeout, ProgramOutput output) {
    super(program + " did not end within " + timeout.toMillis() + " ms and was stopped");
    this.output = output;
  }

  /** What it had written until then. */
  public ProgramOutput output() {
    return output;
  }
}
