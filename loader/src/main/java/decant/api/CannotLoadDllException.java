package decant.api;

/**
 * A DLL cannot be loaded: there is none, it is damaged, for another machine, another DLL is
 * missing, or its {@code DllMain} refuses. The message says which.
 */
public final class CannotLoadDllException extends DecantException {
  private static final long serialVersionUID = 1L;

  public CannotLoadDllException(String message) {
    super(message);
  }
}
