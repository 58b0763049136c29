package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.host.Atomic;
import decant.host.Futex;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Critical sections (synchapi.h). Machine code takes and releases them without contention; here
 * threads wait for them and wake each other.
 *
 * <p>{@code LockCount} is a futex word with the states of the machine code: free, locked, and
 * locked with somebody waiting. Who waits marks the section as waited for before it sleeps, and
 * takes it in that state: so whoever releases a section that may be waited for wakes one thread.
 */
@Library({"kernel32", "kernelbase"})
public final class CriticalSections {
  /** Offsets in RTL_CRITICAL_SECTION. */
  private static final int LOCK_COUNT = 0x08;

  private static final int RECURSION = 0x0C;
  private static final int OWNER = 0x10;
  private static final int SPIN_COUNT = 0x20;
  private static final int FREE = -1;
  private static final int LOCKED = -2;
  private static final int WAITED_FOR = -6;

  /** The most turns that are worth taking before a host call. */
  private static final int MAX_SPIN = 200;

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
    if (!spin(word, section)) {
      while (Atomic.getAndSet(word, WAITED_FOR) != FREE) {
        Futex.await(word, WAITED_FOR, Futex.FOREVER, t.scratch());
      }
    }
    Memory.putLong(section + OWNER, t.id);
    Memory.putInt(section + RECURSION, 1);
  }

  private static boolean spin(long word, long section) {
    int turns = Math.clamp(Memory.getLong(section + SPIN_COUNT), 1, MAX_SPIN);
    for (int i = 0; i < turns; i++) {
      if (Atomic.compareAndSet(word, FREE, LOCKED)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
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
    int before = Atomic.getAndSet(section + LOCK_COUNT, FREE);
    if (before != LOCKED && before != FREE) {
      Futex.wake(section + LOCK_COUNT, 1);
    }
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
}
