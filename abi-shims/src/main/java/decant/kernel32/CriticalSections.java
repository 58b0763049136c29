package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.Waits;

/**
 * Critical sections (synchapi.h). Machine code takes and releases them without contention; here
 * threads wait for them and wake each other.
 *
 * <p>{@code LockCount} is as on Windows since Vista: -1 when free, and of its complement bit 0 says
 * that the section is taken, bit 1 that a thread was woken and has not come yet, the others how
 * many threads wait. Whoever finds a section free takes it, so that nobody waits for a thread that
 * was woken but does not run yet; whoever leaves one that is waited for wakes one thread, unless
 * one is on its way.
 */
@Library({"kernel32", "kernelbase"})
public final class CriticalSections {
  /** Offsets in RTL_CRITICAL_SECTION. */
  private static final int LOCK_COUNT = 0x08;

  private static final int RECURSION = 0x0C;
  private static final int OWNER = 0x10;
  private static final int SPIN_COUNT = 0x20;

  /** Bits of the complement of LockCount. */
  private static final int LOCKED = 1;

  private static final int WOKEN = 2;
  private static final int WAITER = 4;

  /** How often a section is looked at before its thread waits: no less, and no more than this. */
  private static final int SPIN_LEAST = 50;

  private static final int SPIN_MOST = 400;

  private CriticalSections() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializecriticalsection">InitializeCriticalSection</a>
   */
  @Export
  @Direct
  static native void InitializeCriticalSection(long lpCriticalSection);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializecriticalsectionandspincount">InitializeCriticalSectionAndSpinCount</a>
   */
  @Export
  @Direct
  static native boolean InitializeCriticalSectionAndSpinCount(
      long lpCriticalSection, int dwSpinCount);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializecriticalsectionex">InitializeCriticalSectionEx</a>
   */
  @Export
  @Direct("InitializeCriticalSectionAndSpinCount")
  static native boolean InitializeCriticalSectionEx(
      long lpCriticalSection, int dwSpinCount, int Flags);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-deletecriticalsection">DeleteCriticalSection</a>
   */
  @Export
  @Direct
  static native void DeleteCriticalSection(long lpCriticalSection);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-entercriticalsection">EnterCriticalSection</a>
   */
  @Export
  @Direct
  static void EnterCriticalSection(GuestThread t, long lpCriticalSection) {
    enter(t, lpCriticalSection);
  }

  static void enter(GuestThread t, long section) {
    if (Memory.getInt(section + OWNER) == t.id) {
      Memory.putInt(section + RECURSION, Memory.getInt(section + RECURSION) + 1);
      return;
    }
    long word = section + LOCK_COUNT;
    if (spin(word, section) || await(t, word)) {
      Memory.putLong(section + OWNER, t.id);
      Memory.putInt(section + RECURSION, 1);
    }
  }

  private static boolean spin(long word, long section) {
    int turns = Math.clamp(Memory.getLong(section + SPIN_COUNT), SPIN_LEAST, SPIN_MOST);
    for (int i = 0; i < turns; i++) {
      int count = ~Atomic.get(word);
      if ((count & LOCKED) == 0 && Atomic.compareAndSet(word, ~count, ~(count | LOCKED))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Waits for a section and takes it; false when the thread is to end instead. */
  private static boolean await(GuestThread t, long word) {
    t.process.ending.waitsForLock(t);
    Atomic.getAndAdd(word, -WAITER);
    AddressWaits.Condition taken =
        new AddressWaits.Condition() {
          @Override
          public boolean mustWait() {
            return (~Atomic.get(word) & LOCKED) != 0;
          }
        };
    while (true) {
      int count = ~Atomic.get(word);
      if ((count & LOCKED) == 0) {
        int mine = (count | LOCKED) - WAITER & ~WOKEN;
        if (Atomic.compareAndSet(word, ~count, ~mine)) {
          return true;
        }
      } else if ((count & WOKEN) != 0) {
        // Another was faster than a thread that was woken: this one, or one that will look as well.
        Atomic.compareAndSet(word, ~count, ~(count & ~WOKEN));
      } else if (AddressWaits.park(t, word, taken, 0, Waits.INFINITE) == Waits.ABORTED) {
        Atomic.getAndAdd(word, WAITER);
        return false;
      }
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-tryentercriticalsection">TryEnterCriticalSection</a>
   */
  @Export
  @Direct
  static native boolean TryEnterCriticalSection(long lpCriticalSection);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-leavecriticalsection">LeaveCriticalSection</a>
   */
  @Export
  @Direct
  static void LeaveCriticalSection(GuestThread t, long lpCriticalSection) {
    leave(lpCriticalSection);
  }

  static void leave(long section) {
    int recursion = Memory.getInt(section + RECURSION) - 1;
    if (recursion > 0) {
      Memory.putInt(section + RECURSION, recursion);
      return;
    }
    // The machine code may have cleared these two already.
    Memory.putInt(section + RECURSION, 0);
    Memory.putLong(section + OWNER, 0);
    long word = section + LOCK_COUNT;
    while (true) {
      int count = ~Atomic.get(word);
      boolean wake = count >= WAITER && (count & WOKEN) == 0;
      int free = count & ~LOCKED | (wake ? WOKEN : 0);
      if (Atomic.compareAndSet(word, ~count, ~free)) {
        if (wake) {
          wakeOne(word);
        }
        return;
      }
    }
  }

  private static void wakeOne(long word) {
    AddressWaits.wake(
        word,
        1,
        new AddressWaits.Release() {
          @Override
          public boolean begins() {
            return true;
          }

          /** Who waits but does not sleep yet will look before it does: nobody is on the way. */
          @Override
          public void ends(int woken, boolean more) {
            int count = ~Atomic.get(word);
            while (woken == 0
                && (count & WOKEN) != 0
                && !Atomic.compareAndSet(word, ~count, ~(count & ~WOKEN))) {
              count = ~Atomic.get(word);
            }
          }
        });
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setcriticalsectionspincount">SetCriticalSectionSpinCount</a>
   */
  @Export
  static int SetCriticalSectionSpinCount(long lpCriticalSection, int dwSpinCount) {
    long before = Memory.getLong(lpCriticalSection + SPIN_COUNT);
    Memory.putLong(lpCriticalSection + SPIN_COUNT, dwSpinCount & 0xFF_FFFF);
    return (int) before;
  }

  // --- ntdll's names ---------------------------------------------------------------------------

  @Export(dll = "ntdll")
  @Direct
  static native int RtlInitializeCriticalSection(long section);

  @Export(dll = "ntdll")
  @Direct
  static native int RtlInitializeCriticalSectionAndSpinCount(long section, int spinCount);

  @Export(dll = "ntdll")
  @Direct("RtlInitializeCriticalSectionAndSpinCount")
  static native int RtlInitializeCriticalSectionEx(long section, int spinCount, int flags);

  @Export(dll = "ntdll")
  @Direct("DeleteCriticalSection")
  static native int RtlDeleteCriticalSection(long section);

  @Export(dll = "ntdll")
  @Direct("EnterCriticalSection")
  static native int RtlEnterCriticalSection(long section);

  @Export(dll = "ntdll")
  @Direct("TryEnterCriticalSection")
  static native boolean RtlTryEnterCriticalSection(long section);

  @Export(dll = "ntdll")
  @Direct("LeaveCriticalSection")
  static native int RtlLeaveCriticalSection(long section);

  @Export(dll = "ntdll")
  static int RtlSetCriticalSectionSpinCount(long section, int spinCount) {
    return SetCriticalSectionSpinCount(section, spinCount);
  }

  /** Whether a thread owns the section. */
  @Export(dll = "ntdll")
  static int RtlIsCriticalSectionLocked(long section) {
    return Memory.getInt(section + RECURSION) != 0 ? 1 : 0;
  }

  /** Whether the calling thread owns the section. */
  @Export(dll = "ntdll")
  static int RtlIsCriticalSectionLockedByThread(GuestThread t, long section) {
    return RtlGetCriticalSectionRecursionCount(t, section) != 0 ? 1 : 0;
  }

  /** How often the calling thread owns the section. */
  @Export(dll = "ntdll")
  static int RtlGetCriticalSectionRecursionCount(GuestThread t, long section) {
    return Memory.getInt(section + OWNER) == t.id ? Memory.getInt(section + RECURSION) : 0;
  }
}
