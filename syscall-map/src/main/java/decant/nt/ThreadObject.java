package decant.nt;

import decant.nt.sync.Waitable;

/** A guest thread as handles refer to it; signalled when it has ended. */
public final class ThreadObject extends Waitable {
  /** The thread. */
  public final GuestThread thread;

  private volatile int exitCode = ProcessObject.STILL_ACTIVE;
  private boolean ended;

  private ThreadObject(GuestThread thread) {
    this.thread = thread;
    retain(); // the thread itself, until it ends
  }

  /** The object of a thread; called by that thread, or by the one that makes it. */
  public static ThreadObject of(GuestThread thread) {
    return thread.state(ThreadObject.class, ThreadObject::new);
  }

  @Override
  public String typeName() {
    return "Thread";
  }

  public int exitCode() {
    return exitCode;
  }

  /** Records the exit code and wakes who waits for the end; called once, by the thread. */
  public void end(int code) {
    exitCode = code;
    change(() -> ended = true);
    release();
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return ended;
  }
}
