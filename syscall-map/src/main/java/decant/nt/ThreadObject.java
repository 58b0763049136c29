package decant.nt;

import decant.nt.sync.ApcQueue;
import decant.nt.sync.Waitable;

/** A guest thread as handles refer to it; signalled when it has ended. */
public final class ThreadObject extends Waitable {
  /** The thread. */
  public final GuestThread thread;

  /** The asynchronous procedure calls that wait for it. */
  public final ApcQueue apcs = new ApcQueue();

  private volatile int exitCode = ProcessObject.STILL_ACTIVE;
  private boolean ended;
  private int suspendCount;

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

  /** Makes a thread that has not begun wait for {@link #resume}. */
  public synchronized void suspendStart() {
    suspendCount++;
  }

  /** Takes one suspension back; returns how many there were. */
  public synchronized int resume() {
    int before = suspendCount;
    if (before > 0 && --suspendCount == 0) {
      notifyAll();
    }
    return before;
  }

  /** Called by the thread before its first guest instruction. */
  public synchronized void awaitStart() {
    while (suspendCount > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.interrupted(); // nobody interrupts guest threads
      }
    }
  }

  /** Records the exit code and wakes who waits for the end; called once, by the thread. */
  public void end(int code) {
    exitCode = code;
    apcs.close();
    change(() -> ended = true);
    release();
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return ended;
  }
}
