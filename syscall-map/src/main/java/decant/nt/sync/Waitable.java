package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtObject;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A dispatcher object: what threads can wait for.
 *
 * <p>Each object has a lock of its own, which guards its state and its queue and is held for a few
 * instructions. Whoever changes an object hands what it offers to its waiters in the order they
 * came: it claims a waiter, which only one object can, and takes from the object in its place. So a
 * waiter never misses a change and never finds the object taken by a later one. A wait for all
 * objects of a set holds the locks of all of them, in the order of {@link #order}, and comes after
 * those that wait for one.
 */
public abstract class Waitable extends NtObject {
  private static final AtomicLong ORDER = new AtomicLong();

  /** The waiters; the lock of the object. */
  final WaitQueue waiters = new WaitQueue();

  /** The order in which locks of several objects are taken. */
  final long order = ORDER.getAndIncrement();

  /** Whether a wait of a thread would be satisfied now. Called under the lock. */
  protected abstract boolean isSignalled(GuestThread waiter);

  /** Takes what a satisfied wait takes. Called under the lock. */
  protected void acquire(GuestThread waiter) {}

  /** Whether the last {@link #acquire} took an abandoned mutant. Called under the lock. */
  protected boolean wasAbandoned() {
    return false;
  }

  /**
   * Makes a thread's wait for this object possible: an object whose state the host keeps begins to
   * watch it. Called before the wait, without the lock.
   */
  protected void waitBegins() {}

  /** Somebody without a thread waits for the object: time is to be watched. Under the lock. */
  void watch() {}

  /** Changes the object's state, then serves its waiters. */
  protected final void change(Runnable change) {
    boolean more;
    synchronized (waiters) {
      change.run();
      more = serve();
    }
    if (more) {
      serveAll();
    }
  }

  /**
   * Hands what the object offers to those that wait for it, in order. Called under the lock.
   *
   * @return whether somebody waits for this object and others: {@link #serveAll} is to be called
   *     when the lock is free
   */
  boolean serve() {
    boolean more = false;
    WaitNode node = waiters.first;
    while (node != null) {
      WaitNode next = node.next;
      Waiter waiter = node.waiter;
      if (!isSignalled(waiter.thread)) {
        return more;
      }
      if (node.group != null) {
        more = true;
      } else if (waiter.claim()) {
        waiters.remove(node);
        waiter.finish(take(waiter.thread, node.index));
      }
      node = next;
    }
    return more;
  }

  /** Completes what waits for this object and others can be completed. Called without any lock. */
  final void serveAll() {
    int fruitless = 0;
    WaitAll group = waitForAll(0);
    while (group != null) {
      if (!group.tryTake(true)) {
        fruitless++;
      }
      group = waitForAll(fruitless);
    }
  }

  private WaitAll waitForAll(int skip) {
    synchronized (waiters) {
      int left = skip;
      for (WaitNode node = waiters.first; node != null; node = node.next) {
        if (node.group != null && left-- == 0) {
          return isSignalled(node.waiter.thread) ? node.group : null;
        }
      }
      return null;
    }
  }

  /** Takes the object, which is signalled; returns the result of the wait. Under the lock. */
  final int take(GuestThread thread, int index) {
    acquire(thread);
    return wasAbandoned() ? index | Waits.ABANDONED : index;
  }

  /** Whether a wait would be satisfied, for queries. */
  public final boolean signalled(GuestThread waiter) {
    synchronized (waiters) {
      return isSignalled(waiter);
    }
  }
}
