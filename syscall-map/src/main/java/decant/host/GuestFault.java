package decant.host;

/**
 * A shim touched an address that is not guest memory. The gate reports it as the guest's access
 * violation.
 */
public final class GuestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long address;

  public GuestFault(long address) {
    super(null, null, false, false);
    this.address = address;
  }

  /** The address that was touched. */
  public long address() {
    return address;
  }

  @Override
  public String getMessage() {
    return "access to 0x" + Long.toHexString(address) + ", which is not guest memory";
  }
}
