package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Atomic;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.Waits;

/**
 * Slim reader/writer locks and condition variables (synchapi.h). Machine code takes and releases
 * locks without contention, and knows when nobody is to be woken.
 *
 * <p>The low 32 bits of a lock are the number of shared owners or {@link #OWNED}, and {@link
 * #WAITED}. Whoever finds a lock taken marks it as waited for and waits; a lock that is waited for
 * is not shared any further while it is taken, so that who waits for it alone gets it. The last
 * owner wakes the one who has waited longest, and with one who shares those behind it who share.
 * Whoever finds a lock free takes it. A condition variable is a word that each wake-up changes, and
 * the number of threads that wait.
 */
@Library({"kernel32", "kernelbase"})
public final class SlimLocks {
  private static final int OWNED = 0x4000_0000;
  private static final int WAITED = 0x8000_0000;
  private static final int WAITING_AT = 4;
  private static final int ALL = Integer.MAX_VALUE;

  /** How often a lock is looked at before its thread waits. */
  private static final int SPINS = 100;

  /** {@code CONDITION_VARIABLE_LOCKMODE_SHARED}. */
  private static final int SHARED = 1;

  private SlimLocks() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializesrwlock">InitializeSRWLock</a>
   */
  @Export
  @Direct
  static native void InitializeSRWLock(long SRWLock);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializeconditionvariable">InitializeConditionVariable</a>
   */
  @Export
  @Direct("InitializeSRWLock")
  static native void InitializeConditionVariable(long ConditionVariable);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-acquiresrwlockexclusive">AcquireSRWLockExclusive</a>
   */
  @Export
  @Direct
  static void AcquireSRWLockExclusive(GuestThread t, long SRWLock) {
    acquire(t, SRWLock, Waits.INFINITE);
  }

  /**
   * Takes a lock for the thread alone.
   *
   * @param nanos how long to wait for it, {@link Waits#INFINITE} for ever
   * @return false when the time was over, or the thread is to end instead
   */
  public static boolean acquire(GuestThread t, long lock, long nanos) {
    long begin = nanos == Waits.INFINITE || nanos == 0 ? 0 : System.nanoTime();
    int spins = nanos == 0 ? 0 : SPINS;
    while (true) {
      int word = Atomic.get(lock);
      if ((word & ~WAITED) == 0) {
        if (Atomic.compareAndSet(lock, word, word | OWNED)) {
          return true;
        }
      } else if (spins-- > 0) {
        Thread.onSpinWait();
      } else {
        long rest = begin == 0 ? nanos : nanos - (System.nanoTime() - begin);
        if (rest <= 0 || marked(lock, word) && !queue(t, lock, AddressWaits.EXCLUSIVE, rest)) {
          return false;
        }
      }
    }
  }

  /** Marks a lock that was seen taken as waited for; false when it has changed. */
  private static boolean marked(long lock, int word) {
    return (word & WAITED) != 0 || Atomic.compareAndSet(lock, word, word | WAITED);
  }

  /** As {@code ReleaseSRWLockExclusive}. */
  public static void release(GuestThread t, long lock) {
    ReleaseSRWLockExclusive(t, lock);
  }

  /**
   * Waits while a lock is taken and waited for; false when the time is over or the thread is to end
   * instead.
   */
  private static boolean queue(GuestThread t, long lock, int kind, long nanos) {
    t.process.ending.waitsForLock(t);
    AddressWaits.Condition taken =
        new AddressWaits.Condition() {
          @Override
          public boolean mustWait() {
            int word = Atomic.get(lock);
            return (word & WAITED) != 0 && word != WAITED;
          }
        };
    int result = AddressWaits.park(t, lock, taken, kind, nanos);
    return result != Waits.ABORTED && result != Waits.TIMEOUT;
  }

  /** Wakes who is next, of a lock that is free and waited for. */
  private static void wakeNext(long lock) {
    AddressWaits.wake(
        lock,
        ALL,
        new AddressWaits.Release() {
          /** Whoever took the lock meanwhile will wake others. */
          @Override
          public boolean begins() {
            return Atomic.get(lock) == WAITED;
          }

          @Override
          public void ends(int woken, boolean more) {
            if (!more) {
              int word = Atomic.get(lock);
              while ((word & WAITED) != 0 && !Atomic.compareAndSet(lock, word, word & ~WAITED)) {
                word = Atomic.get(lock);
              }
            }
          }
        });
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-tryacquiresrwlockexclusive">TryAcquireSRWLockExclusive</a>
   */
  @Export
  @Direct
  static native boolean TryAcquireSRWLockExclusive(long SRWLock);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasesrwlockexclusive">ReleaseSRWLockExclusive</a>
   */
  @Export
  @Direct
  static void ReleaseSRWLockExclusive(GuestThread t, long SRWLock) {
    int word = Atomic.get(SRWLock);
    while (!Atomic.compareAndSet(SRWLock, word, word & WAITED)) {
      word = Atomic.get(SRWLock);
    }
    if ((word & WAITED) != 0) {
      wakeNext(SRWLock);
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-acquiresrwlockshared">AcquireSRWLockShared</a>
   */
  @Export
  @Direct
  static void AcquireSRWLockShared(GuestThread t, long SRWLock) {
    int spins = SPINS;
    while (true) {
      int word = Atomic.get(SRWLock);
      if ((word & (OWNED | WAITED)) == 0 || word == WAITED) {
        if (Atomic.compareAndSet(SRWLock, word, word + 1)) {
          return;
        }
      } else if (spins-- > 0) {
        Thread.onSpinWait();
      } else if (marked(SRWLock, word)) {
        if (!queue(t, SRWLock, AddressWaits.SHARED, Waits.INFINITE)) {
          return;
        }
        if (joined(SRWLock)) {
          return;
        }
      }
    }
  }

  /** Takes a lock that is shared for a thread that was woken, whether others wait or not. */
  private static boolean joined(long lock) {
    int word = Atomic.get(lock);
    while ((word & OWNED) == 0) {
      if (Atomic.compareAndSet(lock, word, word + 1)) {
        return true;
      }
      word = Atomic.get(lock);
    }
    return false;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-tryacquiresrwlockshared">TryAcquireSRWLockShared</a>
   */
  @Export
  @Direct
  static native boolean TryAcquireSRWLockShared(long SRWLock);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-releasesrwlockshared">ReleaseSRWLockShared</a>
   */
  @Export
  @Direct
  static void ReleaseSRWLockShared(GuestThread t, long SRWLock) {
    while (true) {
      int word = Atomic.get(SRWLock);
      boolean last = (word & ~WAITED) <= 1;
      int next = last ? word & WAITED : word - 1;
      if (Atomic.compareAndSet(SRWLock, word, next)) {
        if (next == WAITED) {
          wakeNext(SRWLock);
        }
        return;
      }
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-sleepconditionvariablesrw">SleepConditionVariableSRW</a>
   */
  @Export
  static boolean SleepConditionVariableSRW(
      GuestThread t, long ConditionVariable, long SRWLock, int dwMilliseconds, int Flags) {
    return woken(sleepSlim(t, ConditionVariable, SRWLock, Waits.nanos(dwMilliseconds), Flags));
  }

  /** Sleeps without a lock that the thread has alone; returns false when the time is over. */
  public static boolean sleep(GuestThread t, long variable, long lock, long nanos) {
    return sleepSlim(t, variable, lock, nanos, 0);
  }

  /** Sleeps without the lock; returns false when the time is over. */
  private static boolean sleepSlim(
      GuestThread t, long ConditionVariable, long SRWLock, long nanos, int Flags) {
    boolean shared = (Flags & SHARED) != 0;
    int seen = begin(ConditionVariable);
    if (shared) {
      ReleaseSRWLockShared(t, SRWLock);
    } else {
      ReleaseSRWLockExclusive(t, SRWLock);
    }
    boolean woken = await(t, ConditionVariable, seen, nanos);
    if (shared) {
      AcquireSRWLockShared(t, SRWLock);
    } else {
      AcquireSRWLockExclusive(t, SRWLock);
    }
    return woken;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-sleepconditionvariablecs">SleepConditionVariableCS</a>
   */
  @Export
  static boolean SleepConditionVariableCS(
      GuestThread t, long ConditionVariable, long CriticalSection, int dwMilliseconds) {
    return woken(sleepCritical(t, ConditionVariable, CriticalSection, Waits.nanos(dwMilliseconds)));
  }

  private static boolean sleepCritical(
      GuestThread t, long ConditionVariable, long CriticalSection, long nanos) {
    int seen = begin(ConditionVariable);
    CriticalSections.leave(CriticalSection);
    boolean woken = await(t, ConditionVariable, seen, nanos);
    CriticalSections.enter(t, CriticalSection);
    return woken;
  }

  /**
   * Counts a thread in that still holds the lock; returns the state that it is to wait for the end
   * of.
   */
  private static int begin(long variable) {
    Atomic.getAndAdd(variable + WAITING_AT, 1);
    return Atomic.get(variable);
  }

  private static boolean await(GuestThread t, long variable, int seen, long nanos) {
    boolean woken = AddressWaits.awaitWord(t, variable, seen, nanos);
    Atomic.getAndAdd(variable + WAITING_AT, -1);
    return woken;
  }

  private static boolean woken(boolean woken) {
    if (!woken) {
      throw Win32Error.TIMEOUT.exception();
    }
    return true;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-wakeconditionvariable">WakeConditionVariable</a>
   */
  @Export
  @Direct
  public static void WakeConditionVariable(GuestThread t, long ConditionVariable) {
    Atomic.getAndAdd(ConditionVariable, 1);
    AddressWaits.wakeOne(ConditionVariable);
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-wakeallconditionvariable">WakeAllConditionVariable</a>
   */
  @Export
  @Direct
  public static void WakeAllConditionVariable(GuestThread t, long ConditionVariable) {
    Atomic.getAndAdd(ConditionVariable, 1);
    AddressWaits.wakeAll(ConditionVariable);
  }

  // --- ntdll's names ---------------------------------------------------------------------------

  @Export(dll = "ntdll")
  @Direct("InitializeSRWLock")
  static native void RtlInitializeSRWLock(long address);

  @Export(dll = "ntdll")
  @Direct("InitializeSRWLock")
  static native void RtlInitializeConditionVariable(long address);

  @Export(dll = "ntdll")
  @Direct("AcquireSRWLockExclusive")
  static native void RtlAcquireSRWLockExclusive(long address);

  @Export(dll = "ntdll")
  @Direct("ReleaseSRWLockExclusive")
  static native void RtlReleaseSRWLockExclusive(long address);

  @Export(dll = "ntdll")
  @Direct("TryAcquireSRWLockExclusive")
  static native boolean RtlTryAcquireSRWLockExclusive(long address);

  @Export(dll = "ntdll")
  @Direct("AcquireSRWLockShared")
  static native void RtlAcquireSRWLockShared(long address);

  @Export(dll = "ntdll")
  @Direct("ReleaseSRWLockShared")
  static native void RtlReleaseSRWLockShared(long address);

  @Export(dll = "ntdll")
  @Direct("TryAcquireSRWLockShared")
  static native boolean RtlTryAcquireSRWLockShared(long address);

  @Export(dll = "ntdll")
  @Direct("WakeConditionVariable")
  static native void RtlWakeConditionVariable(long address);

  @Export(dll = "ntdll")
  @Direct("WakeAllConditionVariable")
  static native void RtlWakeAllConditionVariable(long address);

  @Export(dll = "ntdll")
  static int RtlSleepConditionVariableSRW(
      GuestThread t, long variable, long lock, @Opt long timeout, int flags) {
    return status(sleepSlim(t, variable, lock, Waits.nanosAt(timeout), flags));
  }

  @Export(dll = "ntdll")
  static int RtlSleepConditionVariableCS(
      GuestThread t, long variable, long section, @Opt long timeout) {
    return status(sleepCritical(t, variable, section, Waits.nanosAt(timeout)));
  }

  private static int status(boolean woken) {
    return woken ? NtStatus.SUCCESS.code() : NtStatus.TIMEOUT.code();
  }
}
