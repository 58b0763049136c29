package decant.nt;

/**
 * A call failed with a Win32 error. Stackless and made once per error ({@link
 * Win32Error#exception}).
 */
public final class Win32Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Win32Error error;

  Win32Exception(Win32Error error) {
    super(error.name(), null, false, false);
    this.error = error;
  }

  public Win32Error error() {
    return error;
  }
}
