package decant.nt.sync;

import decant.nt.GuestThread;
import java.util.concurrent.ScheduledFuture;

/**
 * A waitable timer: a manual-reset one stays signalled, a synchronization one serves one waiter.
 *
 * <p>A timer expires when somebody looks: threads that wait for it sleep until it is due and then
 * look. The host's clock does so only for those that have no thread of their own.
 */
public final class TimerObject extends Waitable {
  /** {@code TIMER_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0x1F_0003;

  /** {@code TIMER_MODIFY_STATE}. */
  public static final int MODIFY_STATE = 2;

  /** {@code TIMER_QUERY_STATE}. */
  public static final int QUERY_STATE = 1;

  /** The time of {@link #due} of a timer that is not set. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Nanoseconds (146 years) beyond which a timer is never due. */
  private static final long FAR = Long.MAX_VALUE / 2;

  private final boolean manual;
  private boolean signalled;
  private volatile long due = NEVER;
  private long period;
  private ScheduledFuture<?> routine;
  private ScheduledFuture<?> watch;

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
    boolean was;
    boolean more;
    synchronized (waiters) {
      was = isSignalled(null);
      stop();
      signalled = false;
      due = nanos > FAR ? NEVER : System.nanoTime() + nanos;
      period = periodMillis * NANOS_PER_MILLI;
      if (expired != null && due != NEVER) {
        routine = HostClock.schedule(expired, nanos, periodMillis);
      }
      more = serve();
      for (WaitNode node = waiters.first; node != null; node = node.next) {
        if (node.waiter instanceof AsyncWait) {
          watch();
        } else {
          node.waiter.lookAgain();
        }
      }
    }
    if (more) {
      serveAll();
    }
    return was;
  }

  /** Stops the timer; its state stays. Returns that. */
  public boolean cancel() {
    synchronized (waiters) {
      boolean was = isSignalled(null);
      stop();
      return was;
    }
  }

  private void stop() {
    due = NEVER;
    if (routine != null) {
      routine.cancel(false);
      routine = null;
    }
    if (watch != null) {
      watch.cancel(false);
      watch = null;
    }
  }

  /** Nanoseconds until the timer expires next, negative when it has, 0 when it is not set. */
  public long remaining() {
    long at = due;
    return at == NEVER ? 0 : at - System.nanoTime();
  }

  /** When the timer expires next, by {@link System#nanoTime}; {@link #NEVER} for never. */
  long due() {
    return due;
  }

  /** Has the host's clock look after the timer. Called under the lock. */
  @Override
  void watch() {
    if (watch == null && due != NEVER) {
      watch = HostClock.schedule(this::look, due - System.nanoTime(), 0);
    }
  }

  private void look() {
    synchronized (waiters) {
      watch = null;
    }
    expire();
    synchronized (waiters) {
      for (WaitNode node = waiters.first; node != null; node = node.next) {
        if (node.waiter instanceof AsyncWait) {
          watch();
        }
      }
    }
  }

  /** The timer may be due: serves those that wait for it. */
  void expire() {
    boolean more;
    synchronized (waiters) {
      more = serve();
    }
    if (more) {
      serveAll();
    }
  }

  @Override
  protected void destroyed() {
    cancel();
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    long at = due;
    if (at != NEVER) {
      long late = System.nanoTime() - at;
      if (late >= 0) {
        signalled = true;
        due = period == 0 ? NEVER : at + (late / period + 1) * period;
      }
    }
    return signalled;
  }

  @Override
  protected void acquire(GuestThread waiter) {
    signalled = manual;
  }
}
