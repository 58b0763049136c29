package decant.abi;

import decant.abi.seh.ExceptionFrame;
import decant.abi.seh.ExceptionRecord;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * A shim raises an exception: thrown to the gate, which leaves the shim and has the guest continue
 * at the dispatcher of exceptions. The exception's frame lies on the guest's stack already.
 */
public final class GuestRaise extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long frame;

  private GuestRaise(long frame) {
    super(null, null, false, false);
    this.frame = frame;
  }

  /**
   * Lays out the exception's frame below the stack pointer of a context.
   *
   * @param record address of the {@code EXCEPTION_RECORD}, which is copied
   * @param context address of the CONTEXT, which is copied
   */
  public static GuestRaise of(GuestThread t, long record, long context) {
    try {
      // Both may lie where the frame will be: below the caller's stack pointer.
      long copy = ExceptionFrame.apart(t, context);
      Memory.copy(record, ExceptionFrame.record(copy), ExceptionRecord.SIZE);
      long frame = ExceptionFrame.below(t, ExceptionFrame.context(copy));
      Memory.copy(ExceptionFrame.record(copy), ExceptionFrame.record(frame), ExceptionRecord.SIZE);
      return new GuestRaise(frame);
    } catch (GuestFault noRoom) {
      throw lastChance(t, record, context);
    }
  }

  /** Ends the process because of an exception, without asking anybody. */
  public static GuestRaise lastChance(GuestThread t, long record, long context) {
    throw Faults.unhandled(t, record, context);
  }

  long frame() {
    return frame;
  }
}
