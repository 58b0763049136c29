package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtObject;
import decant.nt.process.HandOver;
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

  /**
   * Where the state lies, of an object that other processes have as well; null as long as it is
   * this process's alone. Set once, under the lock.
   */
  volatile SharedState shared;

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

  // --- what other processes have as well: SharedObjects ------------------------------------------

  /** The kind of the object for {@link SharedObjects}; 0 for one that cannot be shared. */
  int sharedKind() {
    return 0;
  }

  /** Writes the state where other processes find it. Called once, under the lock. */
  void moveTo(SharedState to) {
    throw new IllegalStateException(typeName());
  }

  @Override
  public boolean handOver(HandOver out) {
    return sharedKind() != 0 && SharedObjects.handOver(this, out);
  }

  @Override
  protected void destroyed() {
    if (shared != null) {
      shared.objects.drop(this, shared);
    }
  }

  /** Begins to look at or change the state. The first thing done under the lock. */
  final void enter() {
    SharedState state = shared;
    if (state != null) {
      state.lock();
    }
  }

  /** Ends what {@link #enter} began; waiters elsewhere are told. The last thing under the lock. */
  final void leave() {
    SharedState state = shared;
    if (state != null) {
      state.unlock();
    }
  }

  /** Whether a thread must queue up although the object is signalled: others came before it. */
  boolean othersComeFirst(GuestThread thread) {
    return shared != null && shared.othersWait();
  }

  /** Adds a waiter to the queue. Under the lock, entered. */
  final void enqueue(WaitNode node) {
    waiters.addLast(node);
    if (shared != null) {
      shared.waits(this);
    }
  }

  /** Threads wait for the shared object. Under the lock, not entered. */
  void queued() {}

  /** Another process may have changed the shared object: serves the waiters of this one. */
  final void look() {
    boolean more;
    synchronized (waiters) {
      enter();
      try {
        more = serveOwn();
        if (waiters.first == null) {
          shared.waitsNoMore(this);
        }
      } finally {
        leave();
      }
      if (waiters.first != null) {
        queued();
      }
    }
    if (more) {
      serveAll();
    }
  }

  /**
   * Takes the object for a thread if its wait is satisfied now.
   *
   * @param atOnce whether the thread will not wait, and so need not queue up
   * @return the result of the wait, -1 when it is not satisfied
   */
  final int tryTake(GuestThread thread, int index, boolean atOnce) {
    synchronized (waiters) {
      enter();
      try {
        return isSignalled(thread) && (atOnce || !othersComeFirst(thread))
            ? take(thread, index)
            : -1;
      } finally {
        leave();
      }
    }
  }

  /** Changes the state of an object that is never shared, then serves its waiters. */
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
   * Hands what the object offers to those that wait for it, in order; if some of these are threads
   * of other processes, has all looked after by their processes. Called under the lock.
   *
   * @return whether somebody waits for this object and others: {@link #serveAll} is to be called
   *     when the lock is free
   */
  boolean serve() {
    if (shared != null && shared.othersWait()) {
      shared.tellAll();
      return false;
    }
    return serveOwn();
  }

  /** As {@link #serve}, whether threads of other processes wait or not. */
  final boolean serveOwn() {
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
          return signalled(node.waiter.thread) ? node.group : null;
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
      enter();
      try {
        return isSignalled(waiter);
      } finally {
        leave();
      }
    }
  }
}
