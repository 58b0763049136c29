package decant.nt.sync;

/** A waiter's place in a queue. Guarded by the queue's lock. */
final class WaitNode {
  final Waiter waiter;

  /** The queue that the node is in, or null. */
  volatile WaitQueue queue;

  /** Which of the objects of the wait this is. */
  int index;

  /** What is waited for in a queue that serves several keys. */
  long key;

  /** What kind of waiter this is, where a queue has several. */
  int kind;

  /** The objects that are waited for together, or null. */
  final WaitAll group;

  /** The object, when it is a timer; else null. The waiter's own. */
  TimerObject timer;

  WaitNode next;
  WaitNode previous;

  WaitNode(Waiter waiter) {
    this(waiter, null);
  }

  WaitNode(Waiter waiter, WaitAll group) {
    this.waiter = waiter;
    this.group = group;
  }

  /** Leaves the queue, if it is in one. Called by the waiter. */
  void leave() {
    WaitQueue in = queue;
    if (in != null) {
      synchronized (in) {
        in.remove(this);
      }
    }
  }
}
