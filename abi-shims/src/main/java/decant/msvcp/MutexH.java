package decant.msvcp;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.kernel32.SlimLocks;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;

/**
 * What {@code std::mutex} and its relatives are made of (xthreads.h). Machine code takes and
 * releases mutexes without contention.
 *
 * <p>Programs reserve 80 bytes: the type at 0, at 16 a slim lock, at 72 the number of the thread
 * that has it or -1, at 76 how often it has it. Newer programs initialise those by themselves.
 * Functions return {@link #SUCCESS}, {@link #NOMEM}, {@link #TIMEDOUT}, {@link #BUSY} or 4 for
 * other errors.
 *
 * @see <a href="https://github.com/microsoft/STL/blob/main/stl/inc/xthreads.h">xthreads.h</a>
 */
@Library("msvcp140")
public final class MutexH {
  static final int SUCCESS = 0;
  static final int NOMEM = 1;
  static final int TIMEDOUT = 2;
  static final int BUSY = 3;
  static final int ERROR = 4;

  static final int SIZE = 80;
  private static final int TYPE = 0;
  private static final int LOCK = 16;
  private static final int OWNER = 72;
  private static final int COUNT = 76;

  private static final int NOBODY = -1;

  /**
   * {@code _Mtx_plain}: the type of a mutex that does not look whether its owner locks it again.
   */
  private static final int PLAIN = 1;

  static final int RECURSIVE = 0x100;

  private MutexH() {}

  /** The slim lock of a mutex. */
  static long lock(long mtx) {
    return mtx + LOCK;
  }

  /** Makes a block in the heap for an object; its address to where the program wants it. */
  static int allocate(GuestThread t, long pointer, int size) {
    Memory.putLong(pointer, 0);
    try {
      Memory.putLong(pointer, t.process.heap.allocate(t, size));
    } catch (NtStatusException e) {
      return NOMEM;
    }
    return SUCCESS;
  }

  /** Gives back what {@link #allocate} has made, if anything. */
  static void free(GuestThread t, long block) {
    if (block != 0) {
      t.process.heap.free(t, block);
    }
  }

  /** Makes a mutex in the heap. */
  @Export
  static int _Mtx_init(GuestThread t, @Out long mtx, int type) {
    int result = allocate(t, mtx, SIZE);
    if (result == SUCCESS) {
      initialise(Memory.getLong(mtx), type);
    }
    return result;
  }

  /** Makes a mutex in zeroed memory. */
  static void initialise(long mtx, int type) {
    Memory.putInt(mtx + TYPE, type);
    Memory.putInt(mtx + OWNER, NOBODY);
  }

  @Export
  static void _Mtx_destroy(GuestThread t, @Opt long mtx) {
    free(t, mtx);
  }

  @Export
  @Direct
  static native void _Mtx_init_in_situ(@Out long mtx, int type);

  /** A mutex owns nothing but its memory. */
  @Export
  static void _Mtx_destroy_in_situ(long mtx) {}

  /** Waits for a mutex and takes it. */
  @Export
  @Direct
  static int _Mtx_lock(GuestThread t, long mtx) {
    return take(t, mtx, 0);
  }

  @Export
  @Direct
  static native int _Mtx_trylock(long mtx);

  /** Waits for a mutex until a time. */
  @Export
  static int _Mtx_timedlock(GuestThread t, long mtx, @Opt long xt) {
    return take(t, mtx, xt);
  }

  private static int take(GuestThread t, long mtx, long xtime) {
    boolean tries = xtime != 0 && Xtime.isZero(xtime);
    int count = Memory.getInt(mtx + COUNT);
    if (Memory.getInt(mtx + OWNER) == t.id) {
      int type = Memory.getInt(mtx + TYPE);
      if ((type & RECURSIVE) == 0 && type != PLAIN) {
        return xtime == 0 || tries ? BUSY : TIMEDOUT;
      }
    } else {
      if (!SlimLocks.acquire(t, lock(mtx), tries ? 0 : Xtime.remaining(xtime))) {
        return xtime == 0 ? ERROR : tries ? BUSY : TIMEDOUT;
      }
      count = Memory.getInt(mtx + COUNT);
      Memory.putInt(mtx + OWNER, t.id);
    }
    Memory.putInt(mtx + COUNT, count + 1);
    return SUCCESS;
  }

  /** Releases a mutex; machine code has left the count at 0 when somebody waits. */
  @Export
  @Direct
  static int _Mtx_unlock(GuestThread t, long mtx) {
    int count = Memory.getInt(mtx + COUNT) - 1;
    Memory.putInt(mtx + COUNT, Math.max(0, count));
    if (count <= 0) {
      Memory.putInt(mtx + OWNER, NOBODY);
      SlimLocks.release(t, lock(mtx));
    }
    return SUCCESS;
  }

  /** Whether the calling thread has the mutex: 1 or 0. */
  @Export
  @Direct
  static native int _Mtx_current_owns(long mtx);

  /** Before a wait that releases the lock itself. */
  @Export
  @Direct
  static native void _Mtx_clear_owner(long mtx);

  /** After a wait that has taken the lock again. */
  @Export
  @Direct
  static native void _Mtx_reset_owner(long mtx);

  /** As {@code _Mtx_clear_owner}. */
  static void clearOwner(long mtx) {
    Memory.putInt(mtx + OWNER, NOBODY);
    Memory.putInt(mtx + COUNT, Memory.getInt(mtx + COUNT) - 1);
  }

  /** As {@code _Mtx_reset_owner}. */
  static void resetOwner(GuestThread t, long mtx) {
    Memory.putInt(mtx + OWNER, t.id);
    Memory.putInt(mtx + COUNT, Memory.getInt(mtx + COUNT) + 1);
  }

  /** Whether a thread has a mutex. */
  static boolean owns(GuestThread t, long mtx) {
    return Memory.getInt(mtx + COUNT) != 0 && Memory.getInt(mtx + OWNER) == t.id;
  }

  // --- the lock of std::shared_mutex: a slim lock ------------------------------------------

  @Export
  @Direct("AcquireSRWLockExclusive")
  static native void _Smtx_lock_exclusive(long mtx);

  @Export
  @Direct("AcquireSRWLockShared")
  static native void _Smtx_lock_shared(long mtx);

  @Export
  @Direct("TryAcquireSRWLockExclusive")
  static native int _Smtx_try_lock_exclusive(long mtx);

  @Export
  @Direct("TryAcquireSRWLockShared")
  static native int _Smtx_try_lock_shared(long mtx);

  @Export
  @Direct("ReleaseSRWLockExclusive")
  static native void _Smtx_unlock_exclusive(long mtx);

  @Export
  @Direct("ReleaseSRWLockShared")
  static native void _Smtx_unlock_shared(long mtx);
}
