package decant.nt;

import decant.nt.sync.ApcQueue;
import decant.nt.sync.Waitable;

/** A guest thread as handles refer to it; signalled when it has ended. */
public final class ThreadObject extends Waitable {
  /** The thread. */
  public final GuestThread thread;

  /** The asynchronous procedure calls that wait for it. */
  public final ApcQueue apcs;

  /** What else is known about it. */
  public final ThreadFacts facts;

  /** How it is stopped by other threads. */
  public final Suspension suspension;

  private volatile int exitCode = ProcessObject.STILL_ACTIVE;
  private boolean ended;
  private boolean published;
  private boolean left;

  ThreadObject(GuestThread thread) {
    this.facts = new ThreadFacts(thread);
    this.thread = thread;
    this.suspension = new Suspension(thread);
    this.apcs = thread.waiter.apcs;
    retain(); // the thread itself, until it ends
  }

  /** The object of a thread. */
  public static ThreadObject of(GuestThread thread) {
    return thread.object();
  }

  @Override
  public String typeName() {
    return "Thread";
  }

  public int exitCode() {
    return exitCode;
  }

  /** The thread has ended; called once, by the thread. */
  public void end(int code) {
    facts.ends();
    suspension.close();
    thread.waiter.threadEnded();
    publish(code);
    release();
  }

  /**
   * Records the exit code and wakes who waits for the end: the first call counts. A thread that was
   * terminated in a call of the host's counts as ended before that returns.
   */
  public void publish(int code) {
    synchronized (this) {
      if (published) {
        return;
      }
      published = true;
      exitCode = code;
    }
    change(() -> ended = true);
  }

  /** The thread no longer counts among those that keep the process alive; true the first time. */
  public synchronized boolean leaveProcess() {
    boolean first = !left;
    left = true;
    return first;
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return ended;
  }
}
