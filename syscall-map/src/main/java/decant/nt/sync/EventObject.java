package decant.nt.sync;

import decant.nt.GuestThread;

/** An event: manual-reset ones stay set, auto-reset ones let one waiter through. */
public final class EventObject extends Waitable implements Signallable {
  /** {@code EVENT_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0x1F_0003;

  /** {@code EVENT_MODIFY_STATE}. */
  public static final int MODIFY_STATE = 2;

  /** {@code EVENT_QUERY_STATE}. */
  public static final int QUERY_STATE = 1;

  private final boolean manual;
  private boolean set;

  public EventObject(boolean manual, boolean set) {
    this.manual = manual;
    this.set = set;
  }

  @Override
  public String typeName() {
    return "Event";
  }

  /** Whether the event stays set when a wait is satisfied. */
  public boolean isManual() {
    return manual;
  }

  /** Whether the event is set. */
  public boolean isSet() {
    synchronized (waiters) {
      return set;
    }
  }

  /** Sets the event; returns whether it was set before. */
  public boolean set() {
    boolean was;
    boolean more;
    synchronized (waiters) {
      was = set;
      set = true;
      more = serve();
    }
    if (more) {
      serveAll();
    }
    return was;
  }

  /** Resets the event; returns whether it was set before. */
  public boolean reset() {
    synchronized (waiters) {
      boolean was = set;
      set = false;
      return was;
    }
  }

  /** Lets those through that wait now (one, if auto-reset), and leaves the event reset. */
  public boolean pulse() {
    boolean was;
    synchronized (waiters) {
      was = set;
      set = true;
      if (!serve()) {
        set = false;
        return was;
      }
    }
    serveAll(); // waits for this event and others take it with the locks of all
    reset();
    return was;
  }

  @Override
  public int signalAccess() {
    return MODIFY_STATE;
  }

  @Override
  public void signal(GuestThread thread) {
    set();
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return set;
  }

  @Override
  protected void acquire(GuestThread waiter) {
    set = manual;
  }
}
