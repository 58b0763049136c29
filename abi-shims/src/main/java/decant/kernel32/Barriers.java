package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.Waits;

/**
 * Synchronization barriers (synchapi.h). A SYNCHRONIZATION_BARRIER is opaque; here it has the
 * number of threads, how many of them have come, a round that changes when all have, and how many
 * threads have not left yet.
 */
@Library({"kernel32", "kernelbase"})
public final class Barriers {
  private static final int SIZE = 32;
  private static final int TOTAL = 0;
  private static final int ARRIVED = 4;
  private static final int ROUND = 8;
  private static final int PRESENT = 12;

  private static final int FLAGS_SPIN_ONLY = 1;
  private static final int FLAGS_BLOCK_ONLY = 2;
  private static final int FLAGS_NO_DELETE = 4;
  private static final int ALL_FLAGS = FLAGS_SPIN_ONLY | FLAGS_BLOCK_ONLY | FLAGS_NO_DELETE;

  private Barriers() {}

  /**
   * Makes a barrier for so many threads. The spin count, -1 for the default, only says how long a
   * thread may look before it waits.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initializesynchronizationbarrier">InitializeSynchronizationBarrier</a>
   */
  @Export
  static boolean InitializeSynchronizationBarrier(
      @Out long lpBarrier, int lTotalThreads, int lSpinCount) {
    if (lTotalThreads <= 0 || lSpinCount < -1) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.fill(lpBarrier, SIZE, 0);
    Memory.putInt(lpBarrier + TOTAL, lTotalThreads);
    return true;
  }

  /**
   * Waits until all threads have come; true for the last of them.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-entersynchronizationbarrier">EnterSynchronizationBarrier</a>
   */
  @Export
  static boolean EnterSynchronizationBarrier(GuestThread t, long lpBarrier, int dwFlags) {
    if ((dwFlags & ~ALL_FLAGS) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long round = lpBarrier + ROUND;
    int before = Atomic.get(round);
    Atomic.getAndAdd(lpBarrier + PRESENT, 1);
    boolean last = Atomic.getAndAdd(lpBarrier + ARRIVED, 1) + 1 == Memory.getInt(lpBarrier + TOTAL);
    if (last) {
      Atomic.getAndSet(lpBarrier + ARRIVED, 0);
      Atomic.getAndAdd(round, 1);
      AddressWaits.wakeAll(round);
    } else {
      while (Atomic.get(round) == before && !t.waiter.isAborted()) {
        AddressWaits.awaitWord(t, round, before, Waits.INFINITE);
      }
    }
    if (Atomic.getAndAdd(lpBarrier + PRESENT, -1) == 1 && (dwFlags & FLAGS_NO_DELETE) == 0) {
      AddressWaits.wakeAll(lpBarrier + PRESENT);
    }
    return last;
  }

  /** Waits until all threads have left the barrier, which may then be reused as memory. */
  @Export
  static boolean DeleteSynchronizationBarrier(GuestThread t, long lpBarrier) {
    int present = Atomic.get(lpBarrier + PRESENT);
    while (present > 0 && !t.waiter.isAborted()) {
      AddressWaits.awaitWord(t, lpBarrier + PRESENT, present, Waits.INFINITE);
      present = Atomic.get(lpBarrier + PRESENT);
    }
    return true;
  }

  // --- ntdll's names ---------------------------------------------------------------------------

  @Export(dll = "ntdll")
  static int RtlInitBarrier(@Out long Barrier, int TotalThreads, int SpinCount) {
    InitializeSynchronizationBarrier(Barrier, TotalThreads, SpinCount);
    return NtStatus.SUCCESS.code();
  }

  @Export(dll = "ntdll")
  static boolean RtlBarrier(GuestThread t, long Barrier, int Flags) {
    return EnterSynchronizationBarrier(t, Barrier, Flags);
  }

  @Export(dll = "ntdll")
  static int RtlDeleteBarrier(GuestThread t, long Barrier) {
    DeleteSynchronizationBarrier(t, Barrier);
    return NtStatus.SUCCESS.code();
  }
}
