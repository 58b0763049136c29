package decant.nt;

/**
 * A call failed with an NTSTATUS. Stackless and made once per status ({@link NtStatus#exception}),
 * so that failing is cheap; the adapter of the failing API turns it into what that API returns.
 */
public final class NtStatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final NtStatus status;

  NtStatusException(NtStatus status) {
    super(status.name(), null, false, false);
    this.status = status;
  }

  public NtStatus status() {
    return status;
  }
}
