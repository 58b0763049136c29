package decant.crt.start;

import decant.abi.Export;
import decant.abi.Library;
import decant.nt.GuestThread;
import java.util.concurrent.locks.ReentrantLock;

/** The numbered locks that msvcrt lends to code that works on its tables. */
@Library("msvcrt")
public final class LockH {
  private static final int COUNT = 64;

  /** The locks of a process; a number from the outside wraps around. */
  private static final class Locks {
    final ReentrantLock[] locks = new ReentrantLock[COUNT];

    Locks() {
      for (int i = 0; i < COUNT; i++) {
        locks[i] = new ReentrantLock();
      }
    }
  }

  private LockH() {}

  private static ReentrantLock lock(GuestThread t, int number) {
    return t.process.state(Locks.class, p -> new Locks()).locks[number & COUNT - 1];
  }

  @Export
  static void _lock(GuestThread t, int locknum) {
    lock(t, locknum).lock();
  }

  @Export
  static void _unlock(GuestThread t, int locknum) {
    ReentrantLock lock = lock(t, locknum);
    if (lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
  }
}
