package decant.host;

/**
 * A shim touched an address that is not guest memory. The gate reports it as the guest's access
 * violation.
 */
public final class GuestFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long address;
  private final boolean write;
  private final boolean stack;

  /** A read of an address. */
  public GuestFault(long address) {
    this(address, false, false);
  }

  private GuestFault(long address, boolean write, boolean stack) {
    super(null, null, false, false);
    this.address = address;
    this.write = write;
    this.stack = stack;
  }

  /** A write to an address. */
  public static GuestFault ofWrite(long address) {
    return new GuestFault(address, true, false);
  }

  /** The guest's stack is full: it was to reach down to an address. */
  public static GuestFault ofStack(long address) {
    return new GuestFault(address, true, true);
  }

  /** Whether it was a write. */
  public boolean write() {
    return write;
  }

  /** Whether it is about a stack that is full. */
  public boolean stack() {
    return stack;
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
