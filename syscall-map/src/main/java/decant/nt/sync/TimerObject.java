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

  /**
   * What a timer takes at least: the finest that Windows has go on in half milliseconds. Programs
   * that ask for less, as Go's scheduler does all the time, would do little else.
   */
  private static final long TICK = 500_000;

  /** Nanoseconds (146 years) beyond which a timer is never due. */
  private static final long FAR = Long.MAX_VALUE / 2;

  private final boolean manual;
  private volatile boolean signalled;
  private volatile long due = NEVER;
  private long period;
  private ScheduledFuture<?> routine;
  private ScheduledFuture<?> watch;

  /** The time that {@link #watch} is for. */
  private long watchedFor;

  public TimerObject(boolean manual) {
    this.manual = manual;
  }

  /** The timer that another process made. */
  TimerObject(SharedState state) {
    manual = state.limit() != 0;
    shared = state;
  }

  @Override
  int sharedKind() {
    return SharedObjects.TIMER;
  }

  /** All but the routine, which is called in the process that has set the timer. */
  @Override
  void moveTo(SharedState to) {
    to.setLimit(manual ? 1 : 0);
    to.setValue(signalled ? 1 : 0);
    to.setDue(due);
    to.setPeriod(period);
  }

  private boolean get() {
    SharedState state = shared;
    return state == null ? signalled : state.value() != 0;
  }

  /** Whether the timer has a signal already; looks at no clock. Called without the lock. */
  boolean hasSignal() {
    return get();
  }

  private void put(boolean value) {
    if (shared == null) {
      signalled = value;
    } else {
      shared.setValue(value ? 1 : 0);
    }
  }

  private void setDue(long value) {
    if (shared == null) {
      due = value;
    } else {
      shared.setDue(value);
    }
  }

  @Override
  public String typeName() {
    return "Timer";
  }

  /**
   * Sets the timer, which is no longer signalled; returns whether it was.
   *
   * @param nanos from now to the first signal; what is less than {@link #TICK} is made that, but 0
   * @param periodMillis from signal to signal, 0 for one only
   * @param expired is run at every signal, and must not wait; null for nothing
   */
  public boolean set(long nanos, int periodMillis, Runnable expired) {
    boolean was;
    boolean more;
    synchronized (waiters) {
      enter();
      was = isSignalled(null);
      stop();
      put(false);
      long wait = nanos > 0 ? Math.max(nanos, TICK) : nanos;
      long next = wait > FAR ? NEVER : System.nanoTime() + wait;
      setDue(next);
      if (shared == null) {
        period = periodMillis * NANOS_PER_MILLI;
      } else {
        shared.setPeriod(periodMillis * NANOS_PER_MILLI);
      }
      if (expired != null && next != NEVER) {
        routine = HostClock.schedule(expired, wait, periodMillis);
      }
      more = serve();
      leave();
      queued();
    }
    if (more) {
      serveAll();
    }
    return was;
  }

  /** The time may have changed for those that wait. Under the lock. */
  @Override
  void queued() {
    for (WaitNode node = waiters.first; node != null; node = node.next) {
      if (node.waiter instanceof AsyncWait) {
        watch();
      } else {
        node.waiter.lookAgain();
      }
    }
  }

  /** Stops the timer; its state stays. Returns that. */
  public boolean cancel() {
    synchronized (waiters) {
      enter();
      boolean was = isSignalled(null);
      stop();
      leave();
      return was;
    }
  }

  private void stop() {
    setDue(NEVER);
    if (routine != null) {
      routine.cancel(false);
      routine = null;
    }
    unwatch();
  }

  private void unwatch() {
    if (watch != null) {
      watch.cancel(false);
      watch = null;
    }
  }

  /** Nanoseconds until the timer expires next, negative when it has, 0 when it is not set. */
  public long remaining() {
    long at = due();
    return at == NEVER ? 0 : at - System.nanoTime();
  }

  /** When the timer expires next, by {@link System#nanoTime}; {@link #NEVER} for never. */
  long due() {
    SharedState state = shared;
    return state == null ? due : state.due();
  }

  /** Has the host's clock look after the timer. Called under the lock. */
  @Override
  void watch() {
    long at = due();
    if (watchedFor != at) {
      unwatch();
    }
    if (watch == null && at != NEVER) {
      watchedFor = at;
      watch = HostClock.schedule(this::timeHasCome, at - System.nanoTime(), 0);
    }
  }

  private void timeHasCome() {
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
      enter();
      more = serveOwn();
      leave();
    }
    if (more) {
      serveAll();
    }
  }

  @Override
  protected void destroyed() {
    if (shared == null) {
      cancel();
    } else {
      super.destroyed();
    }
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    long at = due();
    if (at != NEVER) {
      long late = System.nanoTime() - at;
      if (late >= 0) {
        put(true);
        long every = shared == null ? period : shared.period();
        setDue(every == 0 ? NEVER : at + (late / every + 1) * every);
      }
    }
    return get();
  }

  @Override
  protected void acquire(GuestThread waiter) {
    put(manual);
  }
}
