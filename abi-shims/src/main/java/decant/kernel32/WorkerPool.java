package decant.kernel32;

import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.ArrayDeque;

/**
 * A pool of guest threads for callbacks: the process's own, or one that a program has made. A
 * thread is made when work comes and none is idle, up to a limit, and ends when it had nothing to
 * do for a while.
 */
public final class WorkerPool {
  /** Windows' limit of a pool that nobody has set one for. */
  private static final int MAX_WORKERS = 500;

  private static final long IDLE_MILLIS = 10_000;

  /** {@code TP_CALLBACK_PRIORITY}: high, normal, low. */
  static final int PRIORITIES = 3;

  static final int NORMAL = 1;

  /** One piece of work. */
  interface Work {
    /** Does it, on a thread of the pool. */
    void run(GuestThread t);
  }

  /** What follows a callback that the program wants done when it has returned. */
  private record Call(long function, long first, long second, Runnable done) implements Work {
    @Override
    public void run(GuestThread t) {
      try {
        Gate.call(t, function, first, second);
      } finally {
        if (done != null) {
          done.run();
        }
      }
    }
  }

  private final GuestProcess process;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final ArrayDeque<Work>[] queues = new ArrayDeque[PRIORITIES];

  private int most = MAX_WORKERS;
  private int least;
  private int queued;
  private int workers;
  private int idle;

  /** Workers that are in a callback that said it would take long: they do not count. */
  private int longRunning;

  private boolean closed;

  WorkerPool(GuestProcess process) {
    this.process = process;
    GuestThreads.expectThreads();
    for (int i = 0; i < PRIORITIES; i++) {
      queues[i] = new ArrayDeque<>();
    }
  }

  /** The pool of a process. */
  public static WorkerPool of(GuestProcess process) {
    return process.state(WorkerPool.class, WorkerPool::new);
  }

  /**
   * Has a guest function called with two arguments on a thread of the pool.
   *
   * @param done is run after it; null for nothing
   */
  public void submit(long function, long first, long second, Runnable done) {
    submit(new Call(function, first, second, done), NORMAL);
  }

  /** Has something done on a thread of the pool. */
  void submit(Work work, int priority) {
    synchronized (this) {
      queues[priority].add(work);
      queued++;
      if (idle >= queued) {
        notify();
        return;
      }
      if (workers - longRunning >= most) {
        return;
      }
      workers++;
    }
    startWorker();
  }

  private void startWorker() {
    try {
      GuestThreads.start(process, this::work, 0, 0, false).release();
    } catch (RuntimeException e) {
      synchronized (this) {
        workers--;
        if (workers == 0) {
          throw e;
        }
      }
    }
  }

  /** Takes work back that has not begun; returns how often it was there. */
  synchronized int withdraw(Work work, int priority) {
    int before = queues[priority].size();
    queues[priority].removeIf(other -> other == work);
    int taken = before - queues[priority].size();
    queued -= taken;
    return taken;
  }

  /** Sets the largest number of threads, 1 at least. */
  synchronized void setMost(int count) {
    most = Math.max(1, count);
    least = Math.min(least, most);
  }

  /** Sets the number of threads that are there even when nothing is to be done. */
  void setLeast(int count) {
    int missing;
    synchronized (this) {
      least = count;
      most = Math.max(most, least);
      missing = Math.max(0, least - workers);
      workers += missing;
    }
    for (int i = 0; i < missing; i++) {
      startWorker();
    }
  }

  /** The threads end when there is nothing more to do. */
  synchronized void close() {
    closed = true;
    least = 0;
    notifyAll();
  }

  /**
   * The calling worker's callback takes long; returns whether another thread is there or can be.
   */
  boolean runsLong() {
    synchronized (this) {
      longRunning++;
      if (queued <= idle || workers - longRunning >= most) {
        return workers - longRunning < most;
      }
      workers++;
    }
    startWorker();
    return true;
  }

  /** The callback that took long has returned. */
  synchronized void ranLong() {
    longRunning--;
  }

  private int work(GuestThread t) {
    boolean orderly = false;
    try {
      for (Work work = next(); work != null; work = next()) {
        work.run(t);
      }
      orderly = true;
    } finally {
      if (!orderly) {
        replaceWorker(); // a callback has ended its thread
      }
    }
    return 0;
  }

  private void replaceWorker() {
    synchronized (this) {
      if (queued == 0) {
        workers--;
        return;
      }
    }
    startWorker();
  }

  /** The next work, null when there was none for a while. */
  private synchronized Work next() {
    long end = System.nanoTime() + IDLE_MILLIS * 1_000_000;
    idle++;
    try {
      while (queued == 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (closed || left <= 0 && workers > least) {
          workers--;
          return null;
        }
        wait(left <= 0 ? 0 : left);
      }
      queued--;
      for (ArrayDeque<Work> queue : queues) {
        Work work = queue.poll();
        if (work != null) {
          return work;
        }
      }
      throw new IllegalStateException("work is counted that is not there");
    } catch (InterruptedException e) {
      workers--;
      return null;
    } finally {
      idle--;
    }
  }
}
