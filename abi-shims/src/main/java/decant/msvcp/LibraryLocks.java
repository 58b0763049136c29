package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;

/**
 * The library's own locks, {@code std::_Lockit}, and the numbers of the kinds of facets, which they
 * guard (yvals.h, xlocale). An object says which lock it has.
 */
@Library("msvcp140")
public final class LibraryLocks {
  /** {@code _LOCK_LOCALE}. */
  private static final int LOCALE = 0;

  /** Nobody else's: the lock of what is done to a {@code shared_ptr} as a whole. */
  private static final int SHARED_POINTERS = 7;

  /** {@code _MAX_LOCK}: what is not less is no lock. */
  private static final int MAX_LOCK = 8;

  private static final String COUNT = "?_Id_cnt@id@locale@std@@0HA";

  private LibraryLocks() {}

  /** Recursive mutexes in guest memory. State of a process. */
  private record Locks(long address) {
    private static Locks make(GuestThread t) {
      long address = t.process.heap.allocate(t, (long) MAX_LOCK * MutexH.SIZE);
      for (int i = 0; i < MAX_LOCK; i++) {
        MutexH.initialise(address + (long) i * MutexH.SIZE, MutexH.RECURSIVE);
      }
      return new Locks(address);
    }

    /** The mutex of a kind, 0 when it has none. */
    private static long of(GuestThread t, int kind) {
      if (kind < 0 || kind >= MAX_LOCK) {
        return 0;
      }
      GuestProcess process = t.process;
      return process.state(Locks.class, p -> make(t)).address + (long) kind * MutexH.SIZE;
    }
  }

  private static void lock(GuestThread t, int kind) {
    long mutex = Locks.of(t, kind);
    if (mutex != 0) {
      MutexH._Mtx_lock(t, mutex);
    }
  }

  private static void unlock(GuestThread t, int kind) {
    long mutex = Locks.of(t, kind);
    if (mutex != 0) {
      MutexH._Mtx_unlock(t, mutex);
    }
  }

  /** Locks what concerns locales. */
  @Export("??0_Lockit@std@@QEAA@XZ")
  static long lockit(GuestThread t, @Out long self) {
    return lockit(t, self, LOCALE);
  }

  @Export("??0_Lockit@std@@QEAA@H@Z")
  static long lockit(GuestThread t, @Out long self, int kind) {
    Memory.putInt(self, kind);
    lock(t, kind);
    return self;
  }

  @Export("??1_Lockit@std@@QEAA@XZ")
  static void unlockit(GuestThread t, long self) {
    unlock(t, Memory.getInt(self));
  }

  /** As the constructor, without an object. */
  @Export("?_Lockit_ctor@_Lockit@std@@SAXH@Z")
  static void lockitConstructor(GuestThread t, int kind) {
    lock(t, kind);
  }

  @Export("?_Lockit_dtor@_Lockit@std@@SAXH@Z")
  static void lockitDestructor(GuestThread t, int kind) {
    unlock(t, kind);
  }

  /** Around what {@code std::atomic_load} and its like do to a {@code std::shared_ptr}. */
  @Export("_Lock_shared_ptr_spin_lock")
  static void lockSharedPointers(GuestThread t) {
    lock(t, SHARED_POINTERS);
  }

  @Export("_Unlock_shared_ptr_spin_lock")
  static void unlockSharedPointers(GuestThread t) {
    unlock(t, SHARED_POINTERS);
  }

  /** {@code std::locale::id::_Id_cnt}: how many kinds of facets have a number. */
  @Export(COUNT)
  @Data(size = 4)
  static void facetKinds(GuestThread t, long address) {}

  /** The number of a kind of facets, which it gets when it is first asked for. */
  @Export("??Bid@locale@std@@QEAA_KXZ")
  static long facetKind(GuestThread t, long self) {
    if (Memory.getLong(self) == 0) {
      lock(t, LOCALE);
      try {
        if (Memory.getLong(self) == 0) {
          long count = Gate.modules().export(t, "msvcp140", COUNT);
          int number = Memory.getInt(count) + 1;
          Memory.putInt(count, number);
          Memory.putLong(self, number & 0xFFFF_FFFFL);
        }
      } finally {
        unlock(t, LOCALE);
      }
    }
    return Memory.getLong(self);
  }
}
