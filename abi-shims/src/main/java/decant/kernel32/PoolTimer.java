package decant.kernel32;

import decant.nt.GuestThread;
import decant.nt.sync.HostClock;
import decant.nt.sync.Waits;
import java.util.concurrent.ScheduledFuture;

/** A timer of a thread pool. */
final class PoolTimer extends PoolMember {
  private ScheduledFuture<?> expiry;
  private boolean set;

  PoolTimer(GuestThread t, long callback, long context, long environment) {
    super(t, callback, context, environment, false);
  }

  /**
   * Sets the timer anew; returns whether it was set.
   *
   * @param due when, as NT has times; {@link Long#MIN_VALUE} for never
   * @param period milliseconds from callback to callback, 0 for one
   */
  synchronized boolean set(long due, int period) {
    boolean was = set;
    stop();
    if (due != Long.MIN_VALUE) {
      set = true;
      expiry = HostClock.schedule(this::submit, Waits.ntNanos(due), period);
    }
    return was;
  }

  synchronized boolean isSet() {
    return set;
  }

  @Override
  synchronized void stop() {
    set = false;
    if (expiry != null) {
      expiry.cancel(false);
      expiry = null;
    }
  }
}
