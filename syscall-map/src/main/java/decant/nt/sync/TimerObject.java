package decant.nt.sync;

import decant.nt.GuestThread;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A waitable timer: a manual-reset one stays signalled, a synchronization one serves one waiter.
 */
public final class TimerObject extends Waitable {
  /** One thread for all timers, made with the first. */
  private static final class Clock {
    static final ScheduledThreadPoolExecutor EXECUTOR = make();

    private static ScheduledThreadPoolExecutor make() {
      ScheduledThreadPoolExecutor executor =
          new ScheduledThreadPoolExecutor(
              1,
              task -> {
                Thread thread = new Thread(task, "decant-timers");
                thread.setDaemon(true);
                return thread;
              });
      executor.setRemoveOnCancelPolicy(true);
      return executor;
    }
  }

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
   */
  public boolean set(long nanos, int periodMillis) {
    synchronized (LOCK) {
      boolean was = signalled;
      stop();
      signalled = false;
      due = System.nanoTime() + nanos;
      pending =
          periodMillis == 0
              ? Clock.EXECUTOR.schedule(this::expire, nanos, TimeUnit.NANOSECONDS)
              : Clock.EXECUTOR.scheduleAtFixedRate(
                  this::expire, nanos, periodMillis * 1_000_000L, TimeUnit.NANOSECONDS);
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

  private void expire() {
    synchronized (LOCK) {
      signalled = true;
      serve();
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
