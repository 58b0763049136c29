package decant.nt.sync;

/** Waiters in the order they came. Its monitor guards it, and the state of the object it is of. */
final class WaitQueue {
  WaitNode first;
  private WaitNode last;

  void addLast(WaitNode node) {
    node.queue = this;
    node.next = null;
    node.previous = last;
    if (last == null) {
      first = node;
    } else {
      last.next = node;
    }
    last = node;
  }

  void addFirst(WaitNode node) {
    node.queue = this;
    node.previous = null;
    node.next = first;
    if (first == null) {
      last = node;
    } else {
      first.previous = node;
    }
    first = node;
  }

  /** Takes a node out; does nothing when it is not in this queue. */
  void remove(WaitNode node) {
    if (node.queue != this) {
      return;
    }
    if (node.previous == null) {
      first = node.next;
    } else {
      node.previous.next = node.next;
    }
    if (node.next == null) {
      last = node.previous;
    } else {
      node.next.previous = node.previous;
    }
    node.next = null;
    node.previous = null;
    node.queue = null;
  }
}
