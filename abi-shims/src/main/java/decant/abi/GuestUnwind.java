package decant.abi;

/**
 * The guest continues at a frame below the current entry: a {@code longjmp} or an unwind out of a
 * callback. The CONTEXT to continue with is in the thread block; every level of Java above the
 * target is left on the way.
 */
public final class GuestUnwind extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long stackPointer;
  private final long context;

  /**
   * @param stackPointer RSP of the frame that the guest continues in
   * @param context address of the CONTEXT to continue with; it must stay until then
   */
  public GuestUnwind(long stackPointer, long context) {
    super(null, null, false, false);
    this.stackPointer = stackPointer;
    this.context = context;
  }

  /** An unwind to the shim that has called the guest, which catches this. */
  static GuestUnwind toCaller() {
    return new GuestUnwind(0, 0);
  }

  /** Whether who catches this is what was unwound to, as opposed to a level below. */
  public boolean here() {
    return context == 0;
  }

  long stackPointer() {
    return stackPointer;
  }

  long context() {
    return context;
  }
}
