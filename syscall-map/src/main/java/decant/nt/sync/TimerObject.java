package decant.nt.sync;

import decant.nt.GuestThread;
import java.util.concurrent.ScheduledFuture;

/**
 * A waitable timer: a manual-reset one stays signalled, a synchronization one serves one waiter.
 */
public final class TimerObject extends Waitable {
  private final boolean manual;
  private boolean signalled;
  private ScheduledFuture<?> pending;
  private long due;

  public TimerObject(boolean manual) {
    this.manual = manual;
  }

  @Override
  public String typeName() {
    return "Timer";
  }

  /**
   * Sets the timer, which is no longer signalled; returns whether it was.
   *
   * @param nanos from now to the first signal
   * @param periodMillis from signal to signal, 0 for one only
   * @param expired is run at every signal, and must not wait; null for nothing
   */
  public boolean set(long nanos, int periodMillis, Runnable expired) {
    synchronized (LOCK) {
      boolean was = signalled;
      stop();
      signalled = false;
      due = System.nanoTime() + nanos;
      pending = HostClock.schedule(() -> expire(expired), nanos, periodMillis);
      return was;
    }
  }

  /** Stops the timer; its state stays. Returns that. */
  public boolean cancel() {
    synchronized (LOCK) {
      stop();
      return signalled;
    }
  }

  /** Nanoseconds until the timer expires, negative when it has. */
  public long remaining() {
    synchronized (LOCK) {
      return due - System.nanoTime();
    }
  }

  private void stop() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  private void expire(Runnable expired) {
    synchronized (LOCK) {
      signalled = true;
      serve();
    }
    if (expired != null) {
      expired.run();
    }
  }

  @Override
  protected void destroyed() {
    cancel();
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return signalled;
  }

  @Override
  protected void acquire(GuestThread waiter) {
    signalled = manual;
  }
}
