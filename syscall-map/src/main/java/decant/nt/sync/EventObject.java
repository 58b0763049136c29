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

  /** The event that another process made. */
  EventObject(SharedState state) {
    manual = state.limit() != 0;
    shared = state;
  }

  @Override
  int sharedKind() {
    return SharedObjects.EVENT;
  }

  @Override
  void moveTo(SharedState to) {
    to.setLimit(manual ? 1 : 0);
    to.setValue(set ? 1 : 0);
  }

  private boolean get() {
    return shared == null ? set : shared.value() != 0;
  }

  private void put(boolean value) {
    if (shared == null) {
      set = value;
    } else {
      shared.setValue(value ? 1 : 0);
    }
  }

  /** Whether the event stays set when a wait is satisfied. */
  public boolean isManual() {
    return manual;
  }

  /** Whether the event is set. */
  public boolean isSet() {
    synchronized (waiters) {
      return get();
    }
  }

  /** Sets the event; returns whether it was set before. */
  public boolean set() {
    boolean was;
    boolean more;
    synchronized (waiters) {
      enter();
      was = get();
      put(true);
      more = serve();
      leave();
    }
    if (more) {
      serveAll();
    }
    return was;
  }

  /** Resets the event; returns whether it was set before. */
  public boolean reset() {
    synchronized (waiters) {
      enter();
      boolean was = get();
      put(false);
      leave();
      return was;
    }
  }

  /**
   * Lets those threads of this process through that wait now (one, if auto-reset), and leaves the
   * event reset.
   */
  public boolean pulse() {
    boolean was;
    boolean more;
    synchronized (waiters) {
      enter();
      was = get();
      put(true);
      more = serveOwn();
      if (!more) {
        put(false);
      }
      leave();
    }
    if (more) {
      serveAll(); // waits for this event and others take it with the locks of all
      reset();
    }
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
    return get();
  }

  @Override
  protected void acquire(GuestThread waiter) {
    put(manual);
  }
}
