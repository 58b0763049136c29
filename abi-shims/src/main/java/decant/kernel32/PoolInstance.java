package decant.kernel32;

import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;

/** A callback that runs: what is to be done when it has returned. Belongs to its thread. */
final class PoolInstance {
  /** The instance of a thread's callback. */
  private static final class Current {
    PoolInstance instance;
  }

  private final GuestThread thread;
  private final PoolMember member;
  private final List<WorkerPool.Work> afterwards = new ArrayList<>(0);
  private boolean associated = true;
  private boolean runsLong;

  private PoolInstance(GuestThread thread, PoolMember member) {
    this.thread = thread;
    this.member = member;
  }

  static PoolInstance begin(GuestThread t, PoolMember member) {
    PoolInstance instance = new PoolInstance(t, member);
    t.state(Current.class, x -> new Current()).instance = instance;
    return instance;
  }

  /** The instance of the callback that the calling thread is in; null when it is in none. */
  static PoolInstance of(GuestThread t) {
    return t.state(Current.class, x -> new Current()).instance;
  }

  /** What the callback gets as its first argument. */
  long address() {
    return thread.teb;
  }

  /** Has something done when the callback has returned. */
  void afterwards(WorkerPool.Work work) {
    afterwards.add(work);
  }

  /** The callback no longer counts as running. */
  void dissociate() {
    if (associated) {
      associated = false;
      member.returned();
    }
  }

  /** The callback takes long; returns whether the pool has another thread. */
  boolean mayRunLong() {
    if (runsLong) {
      return true;
    }
    runsLong = true;
    return member.pool().runsLong();
  }

  void end(GuestThread t) {
    t.state(Current.class, x -> new Current()).instance = null;
    if (runsLong) {
      member.pool().ranLong();
    }
    dissociate();
    for (WorkerPool.Work work : afterwards) {
      work.run(t);
    }
  }
}
