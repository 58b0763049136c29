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

  long stackPointer() {
    return stackPointer;
  }

  long context() {
    return context;
  }
}
