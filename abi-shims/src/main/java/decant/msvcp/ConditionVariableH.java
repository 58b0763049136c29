package decant.msvcp;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.kernel32.SlimLocks;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.sync.Waits;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code std::condition_variable} is made of (xthreads.h). Programs reserve 72 bytes, at 8 of
 * which lies one of the system's condition variables. Machine code knows when nobody is to be
 * woken. Results are those of {@link MutexH}.
 *
 * @see <a href="https://github.com/microsoft/STL/blob/main/stl/inc/xthreads.h">xthreads.h</a>
 */
@Library("msvcp140")
public final class ConditionVariableH {
  private static final int SIZE = 72;
  private static final int VARIABLE = 8;

  private ConditionVariableH() {}

  /** Makes a condition variable in the heap. */
  @Export
  static int _Cnd_init(GuestThread t, @Out long cond) {
    return MutexH.allocate(t, cond, SIZE);
  }

  @Export
  static void _Cnd_destroy(GuestThread t, @Opt long cond) {
    MutexH.free(t, cond);
  }

  @Export
  @Direct
  static native void _Cnd_init_in_situ(@Out long cond);

  /** A condition variable owns nothing but its memory. */
  @Export
  static void _Cnd_destroy_in_situ(long cond) {}

  /** Waits without the mutex, which the thread has once. */
  @Export
  static int _Cnd_wait(GuestThread t, long cond, long mtx) {
    sleep(t, cond, mtx, Waits.INFINITE);
    return MutexH.SUCCESS;
  }

  /** Waits without the mutex until a time; null is for ever. */
  @Export
  static int _Cnd_timedwait(GuestThread t, long cond, long mtx, @Opt long xt) {
    boolean woken = sleep(t, cond, mtx, Xtime.remaining(xt));
    return woken ? MutexH.SUCCESS : MutexH.TIMEDOUT;
  }

  private static boolean sleep(GuestThread t, long cond, long mtx, long nanos) {
    MutexH.clearOwner(mtx);
    boolean woken = SlimLocks.sleep(t, cond + VARIABLE, MutexH.lock(mtx), nanos);
    MutexH.resetOwner(t, mtx);
    return woken;
  }

  /** Wakes one thread. */
  @Export
  @Direct
  static int _Cnd_signal(GuestThread t, long cond) {
    SlimLocks.WakeConditionVariable(t, cond + VARIABLE);
    return MutexH.SUCCESS;
  }

  /** Wakes all threads. */
  @Export
  @Direct
  static int _Cnd_broadcast(GuestThread t, long cond) {
    SlimLocks.WakeAllConditionVariable(t, cond + VARIABLE);
    return MutexH.SUCCESS;
  }

  // --- at the end of a thread
  // ----------------------------------------------------------------------

  private record Due(GuestThread thread, long cond, long mtx, long flag) {}

  /** What is to be woken at the ends of a process's threads. */
  private static final class AtThreadExit {
    private final List<Due> dues = new ArrayList<>();

    private static AtThreadExit of(GuestProcess process) {
      return process.state(AtThreadExit.class, p -> new AtThreadExit());
    }

    private synchronized void add(Due due) {
      dues.add(due);
    }

    private synchronized void forget(long mtx) {
      dues.removeIf(due -> due.mtx == mtx);
    }

    /** Takes the first that a thread owes, null for none. */
    private synchronized Due next(GuestThread t) {
      for (int i = 0; i < dues.size(); i++) {
        if (dues.get(i).thread == t) {
          return dues.remove(i);
        }
      }
      return null;
    }
  }

  /**
   * Has the calling thread, which has a mutex, release it at its end and wake who waits.
   *
   * @param p an {@code int} that is 1 from then on, or null
   */
  @Export
  static void _Cnd_register_at_thread_exit(GuestThread t, long cond, long mtx, @Opt long p) {
    AtThreadExit.of(t.process).add(new Due(t, cond, mtx, p));
  }

  /** Takes back what was to happen with a mutex, which is about to be destroyed. */
  @Export
  static void _Cnd_unregister_at_thread_exit(GuestThread t, long mtx) {
    AtThreadExit.of(t.process).forget(mtx);
  }

  /** Called by {@code std::thread} where its function has returned. */
  @Export
  static void _Cnd_do_broadcast_at_thread_exit(GuestThread t) {
    AtThreadExit ends = AtThreadExit.of(t.process);
    for (Due due = ends.next(t); due != null; due = ends.next(t)) {
      if (due.flag != 0) {
        Memory.putInt(due.flag, 1);
      }
      _Cnd_broadcast(t, due.cond); // first, as whoever gets the mutex may destroy both
      if (MutexH.owns(t, due.mtx)) {
        MutexH._Mtx_unlock(t, due.mtx);
      }
    }
  }
}
