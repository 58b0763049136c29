package decant.nt.process;

import decant.nt.GuestThread;
import decant.nt.ProcessObject;
import decant.nt.sync.Waitable;

/**
 * The first thread of a child, as its parent has a handle of it; signalled when the child has
 * ended.
 */
public final class PrimaryThread extends Waitable {
  private final RemoteProcess process;
  private volatile int exitCode = ProcessObject.STILL_ACTIVE;
  private int suspendCount;
  private boolean ended;

  PrimaryThread(RemoteProcess process, boolean suspended) {
    this.process = process;
    this.suspendCount = suspended ? 1 : 0;
  }

  @Override
  public String typeName() {
    return "Thread";
  }

  /** Windows' identifier: the first that the child gives. */
  public int id() {
    return process.id() + 4;
  }

  /** The process that the thread belongs to. */
  public RemoteProcess process() {
    return process;
  }

  public int exitCode() {
    return exitCode;
  }

  /** Lets a child begin that was made suspended; returns how often it was suspended. */
  public synchronized int resume() {
    int before = suspendCount;
    if (before > 0 && --suspendCount == 0) {
      process.begin();
    }
    return before;
  }

  void ended(int code) {
    exitCode = code;
    change(() -> ended = true);
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return ended;
  }
}
