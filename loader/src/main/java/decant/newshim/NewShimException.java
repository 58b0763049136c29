package decant.newshim;

/** No project can be written; the message is one sentence for the user. */
public final class NewShimException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NewShimException(String message) {
    super(message, null, false, false);
  }
}
