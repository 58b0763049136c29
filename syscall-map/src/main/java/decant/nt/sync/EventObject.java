package decant.nt.sync;

import decant.nt.GuestThread;

/** An event: manual-reset ones stay set, auto-reset ones let one waiter through. */
public final class EventObject extends Waitable implements Signallable {
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
    synchronized (LOCK) {
      return set;
    }
  }

  /** Sets the event; returns whether it was set before. */
  public boolean set() {
    synchronized (LOCK) {
      boolean was = set;
      set = true;
      serve();
      return was;
    }
  }

  /** Resets the event; returns whether it was set before. */
  public boolean reset() {
    synchronized (LOCK) {
      boolean was = set;
      set = false;
      return was;
    }
  }

  /** Lets those through that wait now (one, if auto-reset), and leaves the event reset. */
  public boolean pulse() {
    synchronized (LOCK) {
      boolean was = set;
      set = true;
      serve();
      set = false;
      return was;
    }
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
