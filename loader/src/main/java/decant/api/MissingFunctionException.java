package decant.api;

/** A DLL has called a function of Windows that Decant does not have. */
public final class MissingFunctionException extends DecantException {
  private static final long serialVersionUID = 1L;
  private final String function;

  MissingFunctionException(String function) {
    super("the DLL called " + function + ", which Decant does not have");
    this.function = function;
  }

  /** {@code library!Function}. */
  public String function() {
    return function;
  }
}
