package decant.nt.sync;

import java.util.Arrays;
import java.util.Comparator;

/** One wait for all of several objects: they are taken at once, with the locks of all, or not. */
final class WaitAll {
  private static final Comparator<Waitable> LOCK_ORDER =
      new Comparator<>() {
        @Override
        public int compare(Waitable a, Waitable b) {
          return Long.compare(a.order, b.order);
        }
      };

  final Waitable[] objects;
  final WaitNode[] nodes;
  private final Waiter waiter;

  /**
   * A wait that has begun.
   *
   * @param objects none twice; they are brought into the order of their locks
   */
  WaitAll(Waiter waiter, Waitable[] objects) {
    this.waiter = waiter;
    this.objects = objects;
    Arrays.sort(objects, LOCK_ORDER);
    nodes = new WaitNode[objects.length];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new WaitNode(waiter, this);
    }
  }

  /**
   * Ends the wait if all objects can be taken. Called without any lock.
   *
   * @param joined whether the waiter is in all queues, as far as the caller knows: it may have left
   *     them since, and be in another wait
   */
  boolean tryTake(boolean joined) {
    return lockFrom(0, joined);
  }

  private boolean lockFrom(int i, boolean joined) {
    if (i == objects.length) {
      return enterFrom(-1, joined);
    }
    synchronized (objects[i].waiters) {
      return lockFrom(i + 1, joined);
    }
  }

  /** Enters those that other processes have as well, in an order that all processes keep. */
  private boolean enterFrom(int slot, boolean joined) {
    Waitable next = null;
    for (Waitable object : objects) {
      if (object.shared != null
          && object.shared.slot > slot
          && (next == null || object.shared.slot < next.shared.slot)) {
        next = object;
      }
    }
    if (next == null) {
      return take(joined);
    }
    next.enter();
    try {
      return enterFrom(next.shared.slot, joined);
    } finally {
      next.leave();
    }
  }

  private boolean take(boolean joined) {
    for (int i = 0; i < objects.length; i++) {
      if ((joined && nodes[i].queue == null) || !objects[i].isSignalled(waiter.thread)) {
        return false;
      }
    }
    if (!waiter.claim()) {
      return false;
    }
    int result = 0;
    for (Waitable object : objects) {
      result |= object.take(waiter.thread, 0);
    }
    waiter.finish(result);
    return true;
  }
}
