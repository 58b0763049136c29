package decant.nt.sync;

/** A waiter's place in the queue of one object. Guarded by the dispatcher lock. */
final class WaitNode {
  final Waiter waiter;
  final int index;
  WaitNode next;
  private WaitNode previous;

  WaitNode(Waiter waiter, int index) {
    this.waiter = waiter;
    this.index = index;
  }

  /** The head of an empty queue. */
  static WaitNode head() {
    WaitNode head = new WaitNode(null, -1);
    head.next = head;
    head.previous = head;
    return head;
  }

  void insertBefore(WaitNode node) {
    next = node;
    previous = node.previous;
    previous.next = this;
    node.previous = this;
  }

  /** Leaves the queue; does nothing outside of one. */
  void remove() {
    if (next != null) {
      previous.next = next;
      next.previous = previous;
      next = null;
      previous = null;
    }
  }
}
