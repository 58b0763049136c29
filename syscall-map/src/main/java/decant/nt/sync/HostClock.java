package decant.nt.sync;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What happens later: one host thread for all timers, made with the first. */
public final class HostClock {
  private static final ScheduledThreadPoolExecutor EXECUTOR = make();

  private HostClock() {}

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

  /**
   * Does something after a time, and if a period is given again and again. It must not wait.
   *
   * @param periodMillis 0 for once
   */
  public static ScheduledFuture<?> schedule(Runnable action, long nanos, int periodMillis) {
    return periodMillis == 0
        ? EXECUTOR.schedule(action, nanos, TimeUnit.NANOSECONDS)
        : EXECUTOR.scheduleAtFixedRate(
            action, nanos, periodMillis * 1_000_000L, TimeUnit.NANOSECONDS);
  }
}
