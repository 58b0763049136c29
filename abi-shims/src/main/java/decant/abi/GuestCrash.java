package decant.abi;

/**
 * An exception that no handler deals with ends a call of the guest, in a process whose JVM does not
 * end with it.
 */
public final class GuestCrash extends GuestExit {
  private static final long serialVersionUID = 1L;
  private final long address;
  private final String report;

  /**
   * @param code the exception's
   * @param address where it was raised
   * @param report what is known of it, for people
   */
  public GuestCrash(int code, long address, String report) {
    super(code, true);
    this.address = address;
    this.report = report;
  }

  public long address() {
    return address;
  }

  public String report() {
    return report;
  }
}
