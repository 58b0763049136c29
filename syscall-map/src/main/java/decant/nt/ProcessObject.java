package decant.nt;

import decant.nt.sync.Waitable;

/** A guest process as handles refer to it; signalled when it has ended. */
public final class ProcessObject extends Waitable {
  /** {@code STILL_ACTIVE}. */
  public static final int STILL_ACTIVE = 259;

  /** The process. */
  public final GuestProcess process;

  private volatile int exitCode = STILL_ACTIVE;
  private boolean ended;

  private ProcessObject(GuestProcess process) {
    this.process = process;
    retain(); // the process itself
  }

  /** The object of a process. */
  public static ProcessObject of(GuestProcess process) {
    return process.state(ProcessObject.class, ProcessObject::new);
  }

  @Override
  public String typeName() {
    return "Process";
  }

  public int exitCode() {
    return exitCode;
  }

  /** Records the exit code and wakes who waits for the end. */
  public void end(int code) {
    exitCode = code;
    change(() -> ended = true);
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return ended;
  }
}
