package decant.nt.sync;

import java.util.ArrayDeque;

/** The asynchronous procedure calls that wait for a thread: they end its alertable waits. */
public final class ApcQueue {
  /** A guest function with its arguments. */
  public record Apc(long function, long first, long second, long third, long fourth) {
    public Apc(long function, long first, long second, long third) {
      this(function, first, second, third, 0);
    }
  }

  private final ArrayDeque<Apc> calls = new ArrayDeque<>(0);
  private final Waiter waiter;
  private boolean closed;

  ApcQueue(Waiter waiter) {
    this.waiter = waiter;
  }

  /** Adds a call; returns false when the thread has ended. */
  public boolean add(Apc apc) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      calls.addLast(apc);
    }
    waiter.alert(Waits.USER_APC);
    return true;
  }

  /** Takes the oldest call, or null. */
  public synchronized Apc poll() {
    return calls.pollFirst();
  }

  public synchronized boolean isEmpty() {
    return calls.isEmpty();
  }

  /** The thread has ended. */
  public synchronized void close() {
    closed = true;
    calls.clear();
  }
}
