package decant.nt.sync;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/**
 * Waiting at addresses of guest memory: what {@code WaitOnAddress}, critical sections, slim locks
 * and condition variables have in common. The memory itself knows nothing of its waiters. Those of
 * one address wait in a queue, in the order they came; whether to wait is decided under the lock of
 * the queue, so a change of the memory followed by a wake-up is never missed.
 */
public final class AddressWaits {
  /** {@link #park}: the condition did not hold. */
  public static final int NOT_WAITED = 1;

  /** Kinds of waiters: of those that may not go on together with others. */
  public static final int EXCLUSIVE = 1;

  /** Kinds of waiters: of those that go on together with others of the kind. */
  public static final int SHARED = 2;

  private static final int BUCKETS = 256;
  private static final int HASH_SHIFT = 64 - 8;
  private static final WaitQueue[] TABLE = new WaitQueue[BUCKETS];

  static {
    for (int i = 0; i < BUCKETS; i++) {
      TABLE[i] = new WaitQueue();
    }
  }

  /** Says whether a thread is to wait. Asked under the lock of the queue. */
  public interface Condition {
    boolean mustWait();
  }

  /** What changes with a wake-up, under the lock of the queue. */
  public interface Release {
    /** Whether anybody is to be woken at all. */
    boolean begins();

    /**
     * So many threads are about to be woken.
     *
     * @param more whether others go on waiting at the address
     */
    void ends(int woken, boolean more);
  }

  private static final class SameValue implements Condition {
    private final long address;
    private final long expected;
    private final int size;

    SameValue(long address, long expected, int size) {
      this.address = address;
      this.expected = expected;
      this.size = size;
    }

    @Override
    public boolean mustWait() {
      return value(address, size) == expected;
    }
  }

  private AddressWaits() {}

  /**
   * Waits while the memory at two addresses is equal and nobody wakes the first.
   *
   * @param size 1, 2, 4 or 8; else {@code STATUS_INVALID_PARAMETER}
   * @param nanos how long, {@link Waits#INFINITE} for ever
   * @return false when the time was over
   */
  public static boolean await(
      GuestThread thread, long address, long compare, long size, long nanos) {
    if (size != 1 && size != 2 && size != 4 && size != 8) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long expected = value(compare, (int) size);
    if (value(address, (int) size) != expected) {
      return true;
    }
    SameValue same = new SameValue(address, expected, (int) size);
    return park(thread, address, same, 0, nanos) != Waits.TIMEOUT;
  }

  /** Waits while a 32-bit word has a value and nobody wakes it; false when the time was over. */
  public static boolean awaitWord(GuestThread thread, long address, int expected, long nanos) {
    SameValue same = new SameValue(address, expected & 0xFFFF_FFFFL, 4);
    return park(thread, address, same, 0, nanos) != Waits.TIMEOUT;
  }

  /**
   * Waits at an address until woken, if a condition holds.
   *
   * @param kind {@link #EXCLUSIVE}, {@link #SHARED} or 0
   * @return 0 when woken, {@link #NOT_WAITED}, {@link Waits#TIMEOUT} or {@link Waits#ABORTED}
   */
  public static int park(
      GuestThread thread, long address, Condition condition, int kind, long nanos) {
    WaitQueue bucket = bucket(address);
    Waiter waiter = thread.waiter;
    synchronized (bucket) {
      if (!condition.mustWait()) {
        return NOT_WAITED;
      }
      if (nanos == 0) {
        return Waits.TIMEOUT;
      }
      waiter.begin(false);
      WaitNode node = waiter.node();
      node.key = address;
      node.kind = kind;
      bucket.addLast(node);
    }
    int result = waiter.await(nanos);
    waiter.leave();
    return result;
  }

  /** Wakes the waiter of an address that has waited longest. */
  public static void wakeOne(long address) {
    wake(address, 1, null);
  }

  /** Wakes all waiters of an address. */
  public static void wakeAll(long address) {
    wake(address, Integer.MAX_VALUE, null);
  }

  /**
   * Wakes waiters of an address: the one that has waited longest, and those behind it as far as
   * they may go on together.
   *
   * @param most how many at most; of {@link #EXCLUSIVE} waiters never more than one
   * @param release null for none
   */
  public static void wake(long address, int most, Release release) {
    WaitQueue bucket = bucket(address);
    WaitNode woken = null;
    synchronized (bucket) {
      if (release != null && !release.begins()) {
        return;
      }
      int count = 0;
      boolean more = false;
      WaitNode node = bucket.first;
      while (node != null && !more) {
        WaitNode next = node.next;
        if (node.key == address) {
          if (count == most || (woken != null && !together(woken, node))) {
            more = true;
          } else if (node.waiter.claim()) {
            bucket.remove(node);
            node.next = woken;
            woken = node;
            count++;
          }
        }
        node = next;
      }
      if (release != null) {
        release.ends(count, more);
      }
    }
    while (woken != null) {
      WaitNode next = woken.next;
      woken.waiter.finish(0); // the node is its thread's again
      woken = next;
    }
  }

  private static boolean together(WaitNode first, WaitNode next) {
    return first.kind == next.kind && next.kind != EXCLUSIVE;
  }

  private static WaitQueue bucket(long address) {
    return TABLE[(int) (address * 0x9E37_79B9_7F4A_7C15L >>> HASH_SHIFT)];
  }

  private static long value(long address, int size) {
    return switch (size) {
      case 1 -> Memory.getU8(address);
      case 2 -> Memory.getU16(address);
      case 4 -> Memory.getU32(address);
      default -> Memory.getLong(address);
    };
  }
}
