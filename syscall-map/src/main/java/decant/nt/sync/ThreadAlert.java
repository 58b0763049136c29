package decant.nt.sync;

/**
 * The alert that {@code NtAlertThreadByThreadId} gives a thread: it ends one wait for it, the one
 * that goes on or the next. Giving it again before that changes nothing.
 */
public final class ThreadAlert {
  /** {@code STATUS_ALERTED}. */
  public static final int ALERTED = 0x101;

  private final Waiter waiter;
  private final WaitQueue queue = new WaitQueue();
  private boolean pending;

  ThreadAlert(Waiter waiter) {
    this.waiter = waiter;
  }

  /** Alerts the thread. */
  public void give() {
    boolean waits = false;
    synchronized (queue) {
      WaitNode node = queue.first;
      if (node != null && waiter.claim()) {
        queue.remove(node);
        waits = true;
      } else {
        pending = true;
      }
    }
    if (waits) {
      waiter.finish(ALERTED);
    }
  }

  /**
   * Waits for the alert; called by the thread.
   *
   * @return {@link #ALERTED} or {@link Waits#TIMEOUT}
   */
  public int await(long nanos) {
    synchronized (queue) {
      if (pending) {
        pending = false;
        return ALERTED;
      }
      if (nanos == 0) {
        return Waits.TIMEOUT;
      }
      waiter.begin(false);
      queue.addLast(waiter.node());
    }
    int result = waiter.await(nanos);
    waiter.leave();
    return result;
  }
}
