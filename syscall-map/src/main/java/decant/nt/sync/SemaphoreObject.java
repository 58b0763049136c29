package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** A semaphore. */
public final class SemaphoreObject extends Waitable implements Signallable {
  /** {@code SEMAPHORE_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0x1F_0003;

  /** {@code SEMAPHORE_MODIFY_STATE}. */
  public static final int MODIFY_STATE = 2;

  /** {@code SEMAPHORE_QUERY_STATE}. */
  public static final int QUERY_STATE = 1;

  private final int maximum;
  private int count;

  /** {@code STATUS_INVALID_PARAMETER} unless 0 ≤ count ≤ maximum and maximum > 0. */
  public SemaphoreObject(int count, int maximum) {
    if (maximum <= 0 || count < 0 || count > maximum) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    this.count = count;
    this.maximum = maximum;
  }

  /** The semaphore that another process made. */
  SemaphoreObject(SharedState state) {
    maximum = state.limit();
    shared = state;
  }

  @Override
  int sharedKind() {
    return SharedObjects.SEMAPHORE;
  }

  @Override
  void moveTo(SharedState to) {
    to.setLimit(maximum);
    to.setValue(count);
  }

  private int get() {
    return shared == null ? count : (int) shared.value();
  }

  private void put(int value) {
    if (shared == null) {
      count = value;
    } else {
      shared.setValue(value);
    }
  }

  @Override
  public String typeName() {
    return "Semaphore";
  }

  /**
   * Adds to the count; returns what it was. {@code STATUS_SEMAPHORE_LIMIT_EXCEEDED}, and nothing
   * changed, beyond the maximum.
   */
  public int release(int add) {
    if (add <= 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int old;
    boolean more;
    synchronized (waiters) {
      enter();
      try {
        old = get();
        if (add > maximum - old) {
          throw NtStatus.SEMAPHORE_LIMIT_EXCEEDED.exception();
        }
        put(old + add);
        more = serve();
      } finally {
        leave();
      }
    }
    if (more) {
      serveAll();
    }
    return old;
  }

  public int count() {
    synchronized (waiters) {
      return get();
    }
  }

  public int maximum() {
    return maximum;
  }

  @Override
  public int signalAccess() {
    return MODIFY_STATE;
  }

  @Override
  public void signal(GuestThread thread) {
    release(1);
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return get() > 0;
  }

  @Override
  protected void acquire(GuestThread waiter) {
    put(get() - 1);
  }
}
