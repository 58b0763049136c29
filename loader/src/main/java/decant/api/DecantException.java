package decant.api;

/** What the Java API of Decant throws; the message is one sentence for the user. */
public class DecantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DecantException(String message) {
    super(message);
  }

  public DecantException(String message, Throwable cause) {
    super(message, cause);
  }
}
