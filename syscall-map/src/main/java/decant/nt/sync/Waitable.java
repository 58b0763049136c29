package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtObject;

/**
 * A dispatcher object: what threads can wait for.
 *
 * <p>One lock guards the state of all dispatcher objects, so that a wait for several of them is
 * decided at once, whichever of them changes. It is held for a few instructions and never over a
 * call of the host: threads wait parked, each on its own, and whoever changes an object hands what
 * it offers to its waiters in the order they came. A waiter so never misses a change and never
 * finds the object taken by a later one.
 */
public abstract class Waitable extends NtObject {
  /** Guards the state of all dispatcher objects and their queues. */
  static final Object LOCK = new Object();

  /** The waiters, oldest first: a ring through this head, null while nobody ever waited. */
  private WaitNode queue;

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

  /** Changes the object's state, then serves its waiters. */
  protected final void change(Runnable change) {
    synchronized (LOCK) {
      change.run();
      serve();
    }
  }

  /** Hands what the object offers to its waiters, in order. Called under the lock. */
  final void serve() {
    if (queue == null) {
      return;
    }
    WaitNode node = queue.next;
    while (node != queue) {
      WaitNode next = node.next;
      if (isSignalled(node.waiter.thread) && node.waiter.trySatisfy(node)) {
        // The satisfied waiter has left every queue it was in, among them perhaps `next`'s: begin
        // anew.
        next = queue.next;
      }
      node = next;
    }
  }

  /** Adds a waiter at the end of the queue. Called under the lock. */
  final void enqueue(WaitNode node) {
    if (queue == null) {
      queue = WaitNode.head();
    }
    node.insertBefore(queue);
  }

  /** Whether a wait would be satisfied, for queries. */
  public final boolean signalled(GuestThread waiter) {
    synchronized (LOCK) {
      return isSignalled(waiter);
    }
  }
}
