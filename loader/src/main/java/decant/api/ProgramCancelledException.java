package decant.api;

/**
 * A program was stopped because nobody wanted its result any more: {@link RunningProgram#close}, or
 * an interrupt of the thread that waited. It and the programs that it had started are gone.
 */
public final class ProgramCancelledException extends DecantException {
  private static final long serialVersionUID = 1L;

  ProgramCancelledException(String program) {
    super(program + " was stopped before its end");
  }
}
