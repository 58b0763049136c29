package decant.nt.sync;

import decant.nt.GuestThread;
import java.util.concurrent.locks.LockSupport;

/** One wait of one thread that could not be satisfied at once. */
final class Waiter {
  /** The result of a wait that goes on. */
  static final int WAITING = -1;

  final GuestThread thread;
  private final Thread host = Thread.currentThread();
  private final Waitable[] objects;
  private final boolean all;
  private final WaitNode[] nodes;
  private volatile int result = WAITING;

  /** Joins the queues of all objects. Called under the lock. */
  Waiter(GuestThread thread, Waitable[] objects, int count, boolean all) {
    this.thread = thread;
    this.objects = objects;
    this.all = all;
    this.nodes = new WaitNode[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = new WaitNode(this, i);
      objects[i].enqueue(nodes[i]);
    }
  }

  /**
   * Ends the wait if a node's object, which is signalled, completes what it waits for. Called under
   * the lock.
   */
  boolean trySatisfy(WaitNode node) {
    int satisfied = all ? Waits.tryAll(thread, objects, nodes.length) : node.index;
    if (satisfied < 0) {
      return false;
    }
    if (!all) {
      satisfied = Waits.take(thread, objects[node.index], node.index);
    }
    finish(satisfied);
    LockSupport.unpark(host);
    return true;
  }

  private void finish(int value) {
    for (WaitNode node : nodes) {
      node.remove();
    }
    result = value;
  }

  /**
   * Parks the calling thread until the wait ends.
   *
   * @param deadline by {@link System#nanoTime}
   * @param forever whether there is no deadline
   * @return the index of the object (with the bit of {@code WAIT_ABANDONED}), or {@link #WAITING}
   *     when the time is over
   */
  int await(long deadline, boolean forever) {
    while (result == WAITING) {
      if (forever) {
        LockSupport.park(this);
      } else {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          synchronized (Waitable.LOCK) {
            if (result == WAITING) {
              finish(WAITING);
              return WAITING;
            }
          }
          break;
        }
        LockSupport.parkNanos(this, left);
      }
      Thread.interrupted(); // nobody interrupts guest threads; parking would not wait otherwise
    }
    return result;
  }
}
