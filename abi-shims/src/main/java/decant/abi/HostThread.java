package decant.abi;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread of the host that runs guest threads, one after the other: making a Java thread takes
 * longer than all else that a guest thread needs. An idle one waits for the next guest thread, and
 * ends after a while.
 */
final class HostThread implements Runnable {
  /** Java frames only: the guest has a stack of its own. */
  static final long STACK = 4 << 20;

  /** How many wait, and how long, for another guest thread. */
  private static final int MAX_IDLE = 32;

  private static final long IDLE_NANOS = 5_000_000_000L;

  /** Those that wait, the last one that came first: its memory is warmest. Also the lock. */
  private static final ArrayDeque<HostThread> IDLE = new ArrayDeque<>(MAX_IDLE);

  private final Thread thread = new Thread(null, this, "guest", STACK);
  private volatile Runnable work;

  private HostThread(Runnable first) {
    work = first;
    thread.setDaemon(true);
  }

  /** Runs something on a thread of its own; {@code OutOfMemoryError} when there can be none. */
  static void run(Runnable work) {
    HostThread idle;
    synchronized (IDLE) {
      idle = IDLE.pollLast();
    }
    if (idle == null) {
      new HostThread(work).thread.start();
    } else {
      idle.work = work;
      LockSupport.unpark(idle.thread);
    }
  }

  @Override
  public void run() {
    do {
      Runnable now = work;
      work = null;
      now.run();
    } while (awaitWork());
  }

  private boolean awaitWork() {
    synchronized (IDLE) {
      if (IDLE.size() == MAX_IDLE) {
        return false;
      }
      IDLE.addLast(this);
    }
    long end = System.nanoTime() + IDLE_NANOS;
    while (work == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        synchronized (IDLE) {
          if (IDLE.remove(this)) {
            return false;
          }
        }
        left = IDLE_NANOS; // somebody has taken it and is about to say what for
      }
      LockSupport.parkNanos(this, left);
    }
    return true;
  }
}
