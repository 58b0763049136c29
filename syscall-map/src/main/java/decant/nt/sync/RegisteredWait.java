package decant.nt.sync;

import decant.nt.NtObject;

/** A wait that somebody else does: when it ends, a callback is made. */
public final class RegisteredWait extends NtObject {
  /** What is done when the wait has ended. */
  @FunctionalInterface
  public interface Callback {
    /**
     * @param timedOut whether the time was over, as opposed to the object signalled
     * @param done to be run when the callback has returned
     */
    void ended(boolean timedOut, Runnable done);
  }

  private final Waitable object;
  private final EventObject cancelled = new EventObject(true, false);
  private final Callback callback;
  private final long nanos;
  private final boolean once;
  private int running;
  private boolean ended;

  /**
   * Begins a wait.
   *
   * @param nanos how long at most, {@link Waits#INFINITE} for ever
   * @param once whether the first end is the last; else it waits again after each
   */
  public RegisteredWait(Waitable object, long nanos, boolean once, Callback callback) {
    this.object = object;
    this.nanos = nanos;
    this.once = once;
    this.callback = callback;
    object.retain();
    Thread thread = new Thread(this::run, "decant-registered-wait");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public String typeName() {
    return "WaitRegistration";
  }

  private void run() {
    Waitable[] both = {cancelled, object};
    do {
      int result = Waits.many(null, both, 2, false, nanos, false);
      synchronized (this) {
        // The look at the objects is not one moment: the object may be signalled after the end of
        // the registration, and seen before that.
        if (result == 0 || ended) {
          break;
        }
        running++;
      }
      callback.ended(result == Waits.TIMEOUT, this::returned);
    } while (!once);
    object.release();
  }

  private synchronized void returned() {
    running--;
    notifyAll();
  }

  /** Ends the registration; returns whether no callback is running. */
  public synchronized boolean cancel() {
    ended = true;
    cancelled.set();
    return running == 0;
  }

  /** Waits until no callback is running. */
  public synchronized void awaitCallbacks() {
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        continue; // nobody interrupts guest threads
      }
    }
  }
}
