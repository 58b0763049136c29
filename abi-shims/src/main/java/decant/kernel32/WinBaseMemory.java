package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;

/** winbase.h: whether memory can be accessed. True means that it cannot. */
@Library("kernel32")
public final class WinBaseMemory {
  private WinBaseMemory() {}

  /**
   * Whether a range cannot be read.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-isbadreadptr">IsBadReadPtr</a>
   */
  @Export({"IsBadReadPtr", "IsBadHugeReadPtr"})
  static boolean IsBadReadPtr(GuestThread t, long lp, long ucb) {
    return bad(t, lp, ucb, false);
  }

  @Export({"IsBadWritePtr", "IsBadHugeWritePtr"})
  static boolean IsBadWritePtr(GuestThread t, long lp, long ucb) {
    return bad(t, lp, ucb, true);
  }

  @Export
  static boolean IsBadCodePtr(GuestThread t, long lpfn) {
    return bad(t, lpfn, 1, false);
  }

  /** Whether a string cannot be read up to its end or {@code ucchMax} units. */
  @Export
  static boolean IsBadStringPtrA(GuestThread t, long lpsz, long ucchMax) {
    for (long i = 0; i < ucchMax; i++) {
      if (badAt(t, lpsz, i, 1)) {
        return true;
      }
      if (Memory.getByte(lpsz + i) == 0) {
        return false;
      }
    }
    return false;
  }

  @Export
  static boolean IsBadStringPtrW(GuestThread t, long lpsz, long ucchMax) {
    for (long i = 0; i < ucchMax; i++) {
      if (badAt(t, lpsz, 2 * i, 2)) {
        return true;
      }
      if (Memory.getShort(lpsz + 2 * i) == 0) {
        return false;
      }
    }
    return false;
  }

  /** Looks the page up when a string enters it. */
  private static boolean badAt(GuestThread t, long start, long offset, int unit) {
    long at = start + offset;
    boolean entersPage = offset == 0 || (at & (Memory.PAGE - 1)) < unit;
    return entersPage && bad(t, at, unit, false);
  }

  private static boolean bad(GuestThread t, long address, long size, boolean write) {
    return size != 0 && (size < 0 || !t.process.memory.accessible(address, size, write));
  }
}
