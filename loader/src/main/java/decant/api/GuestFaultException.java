package decant.api;

/**
 * An exception left a DLL: a fault of the processor, as a null pointer that was followed, or what
 * {@code RaiseException} or C++'s {@code throw} has raised and no handler in the DLL has caught.
 * The JVM and the DLL go on; what the call had locked stays locked, what it had allocated stays
 * allocated, and destructors and {@code __finally} blocks of its frames have not run.
 */
public final class GuestFaultException extends DecantException {
  private static final long serialVersionUID = 1L;
  private final int code;
  private final long address;
  private final String report;

  GuestFaultException(String message, int code, long address, String report) {
    super(message);
    this.code = code;
    this.address = address;
    this.report = report;
  }

  /** The exception's code, as {@code 0xC0000005} for an access violation. */
  public int code() {
    return code;
  }

  /** Where it was raised; 0 when that is not known. */
  public long address() {
    return address;
  }

  /** Registers, callers and last calls of Windows' functions, for people; may be empty. */
  public String report() {
    return report;
  }
}
