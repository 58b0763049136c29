package decant.nt.sync;

import decant.host.Memory;
import decant.nt.NtStatus;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code WaitOnAddress} and {@code WakeByAddress*}: waiting until a value in guest memory changes.
 * Waiters of one address are woken in the order they came. The comparison and the joining of the
 * queue are one step for whoever wakes, so a change followed by a wake-up is never missed.
 */
public final class AddressWaits {
  private static final int BUCKETS = 64;
  private static final Bucket[] TABLE = new Bucket[BUCKETS];

  static {
    for (int i = 0; i < BUCKETS; i++) {
      TABLE[i] = new Bucket();
    }
  }

  private static final class Bucket {
    final ArrayDeque<Sleeper> sleepers = new ArrayDeque<>();
  }

  private static final class Sleeper {
    final long address;
    final Thread thread = Thread.currentThread();
    volatile boolean woken;

    Sleeper(long address) {
      this.address = address;
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
  public static boolean await(long address, long compare, long size, long nanos) {
    if (size != 1 && size != 2 && size != 4 && size != 8) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return awaitValue(address, value(compare, size), size, nanos);
  }

  /** As {@link #await}, with the value that was last seen. */
  public static boolean awaitValue(long address, long expected, long size, long nanos) {
    Bucket bucket = bucket(address);
    Sleeper sleeper;
    synchronized (bucket) {
      if (value(address, size) != expected) {
        return true;
      }
      if (nanos == 0) {
        return false;
      }
      sleeper = new Sleeper(address);
      bucket.sleepers.addLast(sleeper);
    }
    long end = System.nanoTime() + nanos;
    while (!sleeper.woken) {
      if (nanos == Waits.INFINITE) {
        LockSupport.park(sleeper);
      } else {
        long left = end - System.nanoTime();
        if (left <= 0) {
          synchronized (bucket) {
            return sleeper.woken || !bucket.sleepers.remove(sleeper);
          }
        }
        LockSupport.parkNanos(sleeper, left);
      }
    }
    return true;
  }

  /** Wakes the waiter of an address that has waited longest. */
  public static void wakeOne(long address) {
    wake(address, false);
  }

  /** Wakes all waiters of an address. */
  public static void wakeAll(long address) {
    wake(address, true);
  }

  private static void wake(long address, boolean all) {
    Bucket bucket = bucket(address);
    synchronized (bucket) {
      Iterator<Sleeper> it = bucket.sleepers.iterator();
      while (it.hasNext()) {
        Sleeper sleeper = it.next();
        if (sleeper.address == address) {
          it.remove();
          sleeper.woken = true;
          LockSupport.unpark(sleeper.thread);
          if (!all) {
            return;
          }
        }
      }
    }
  }

  private static Bucket bucket(long address) {
    long hash = address * 0x9E37_79B9_7F4A_7C15L;
    return TABLE[(int) (hash >>> 58)];
  }

  private static long value(long address, long size) {
    return switch ((int) size) {
      case 1 -> Memory.getU8(address);
      case 2 -> Memory.getU16(address);
      case 4 -> Memory.getInt(address);
      default -> Memory.getLong(address);
    };
  }
}
