package decant.api;

/**
 * A program is there but cannot be run: it is damaged, for another machine, a DLL is missing, or an
 * option does not fit. The message says which.
 */
public final class CannotRunProgramException extends DecantException {
  private static final long serialVersionUID = 1L;

  public CannotRunProgramException(String message) {
    super(message);
  }
}
