package decant.api;

/** There is no such program. */
public final class ProgramNotFoundException extends DecantException {
  private static final long serialVersionUID = 1L;

  public ProgramNotFoundException(String message) {
    super(message);
  }
}
