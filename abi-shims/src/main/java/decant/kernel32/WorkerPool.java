package decant.kernel32;

import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.ArrayDeque;

/**
 * The process's pool of guest threads for callbacks. A thread is made when work comes and none is
 * idle, up to Windows' default limit, and ends when it had nothing to do for a while.
 */
final class WorkerPool {
  private static final int MAX_WORKERS = 500;
  private static final long IDLE_MILLIS = 10_000;

  /** One callback, and what to do on our side when it has returned. */
  private record Work(long function, long first, long second, Runnable done) {}

  private final GuestProcess process;
  private final ArrayDeque<Work> queue = new ArrayDeque<>();
  private int workers;
  private int idle;

  private WorkerPool(GuestProcess process) {
    this.process = process;
  }

  static WorkerPool of(GuestProcess process) {
    return process.state(WorkerPool.class, WorkerPool::new);
  }

  /**
   * Has a guest function called with two arguments on a thread of the pool.
   *
   * @param done is run after it; null for nothing
   */
  void submit(long function, long first, long second, Runnable done) {
    synchronized (this) {
      queue.add(new Work(function, first, second, done));
      if (idle >= queue.size()) {
        notify();
        return;
      }
      if (workers == MAX_WORKERS) {
        return;
      }
      workers++;
    }
    GuestThreads.start(process, this::work, 0, 0, false).release();
  }

  private int work(GuestThread t) {
    Work work = next();
    while (work != null) {
      try {
        Gate.call(t, work.function, work.first, work.second);
      } finally {
        if (work.done != null) {
          work.done.run();
        }
      }
      work = next();
    }
    return 0;
  }

  /** The next work, null when there was none for a while. */
  private synchronized Work next() {
    long end = System.nanoTime() + IDLE_MILLIS * 1_000_000;
    idle++;
    try {
      while (queue.isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          workers--;
          return null;
        }
        wait(left);
      }
      return queue.poll();
    } catch (InterruptedException e) {
      workers--;
      return null;
    } finally {
      idle--;
    }
  }
}
