package decant.abi.adapter;

/** A jar of shims cannot be used; the message is one sentence that names the place and the fix. */
public final class BadShimsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadShimsException(String message) {
    super(message, null, false, false);
  }
}
