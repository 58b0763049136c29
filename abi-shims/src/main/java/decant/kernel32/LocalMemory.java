package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.memory.GuestHeap;

/**
 * The local and global memory functions of winbase.h, which are one and the same: blocks of the
 * process heap. A movable block's handle is its address, too, for nothing here ever moves; so
 * locking one is free.
 */
@Library({"kernel32", "kernelbase"})
public final class LocalMemory {
  private static final int ZEROINIT = 0x40;
  private static final int MODIFY = 0x80;
  private static final int MOVEABLE = 0x02;
  private static final String FIXED =
      "Movable blocks are fixed ones; their handle is their address.";

  private LocalMemory() {}

  private static GuestHeap heap(GuestThread t) {
    return t.process.heap;
  }

  private static long allocate(GuestThread t, int flags, long bytes) {
    return (flags & ZEROINIT) != 0 ? heap(t).allocate(t, bytes) : heap(t).allocateDirty(t, bytes);
  }

  private static long reallocate(GuestThread t, long block, long bytes, int flags) {
    check(t, block);
    if ((flags & MODIFY) != 0) {
      return block; // only the attributes change
    }
    long moved =
        heap(t).reallocate(t, block, bytes, (flags & ZEROINIT) != 0, (flags & MOVEABLE) == 0);
    if (moved == 0) {
      throw NtStatus.NO_MEMORY.exception();
    }
    return moved;
  }

  /** Returns the size; {@code ERROR_INVALID_HANDLE} when it is no block. */
  private static long check(GuestThread t, long block) {
    try {
      if (block != 0) {
        return heap(t).size(block);
      }
    } catch (NtStatusException e) {
      // falls through: it is none
    }
    throw Win32Error.INVALID_HANDLE.exception();
  }

  /** Null for a freed block; the block and last error for what was none. */
  private static long free(GuestThread t, long block) {
    if (block == 0) {
      return 0;
    }
    try {
      heap(t).free(t, block);
      return 0;
    } catch (NtStatusException e) {
      t.setLastError(Win32Error.INVALID_HANDLE);
      return block;
    }
  }

  /**
   * Allocates a block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localalloc">LocalAlloc</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  @Direct
  public static long LocalAlloc(GuestThread t, int uFlags, long uBytes) {
    return allocate(t, uFlags, uBytes);
  }

  /**
   * Gives a block another size; it may move only with the flag for movable ones.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localrealloc">LocalReAlloc</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static long LocalReAlloc(GuestThread t, long hMem, long uBytes, int uFlags) {
    return reallocate(t, hMem, uBytes, uFlags);
  }

  /**
   * Frees a block; returns null, or the block when it is none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localfree">LocalFree</a>
   */
  @Export
  @Direct
  static long LocalFree(GuestThread t, @Opt long hMem) {
    return free(t, hMem);
  }

  /**
   * The size that was asked for; 0 for what is no block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localsize">LocalSize</a>
   */
  @Export
  static long LocalSize(GuestThread t, long hMem) {
    return check(t, hMem);
  }

  /**
   * The address of a block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-locallock">LocalLock</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static long LocalLock(GuestThread t, long hMem) {
    check(t, hMem);
    return hMem;
  }

  /**
   * Fixed blocks are never locked: the lock count stays 0.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localunlock">LocalUnlock</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static boolean LocalUnlock(GuestThread t, long hMem) {
    check(t, hMem);
    t.setLastError(Win32Error.SUCCESS);
    return false;
  }

  /**
   * The handle of a block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localhandle">LocalHandle</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static long LocalHandle(GuestThread t, long pMem) {
    check(t, pMem);
    return pMem;
  }

  /**
   * Neither locked nor discarded: 0.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localflags">LocalFlags</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static int LocalFlags(GuestThread t, long hMem) {
    check(t, hMem);
    return 0;
  }

  /**
   * Allocates a block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalalloc">GlobalAlloc</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  @Direct
  static long GlobalAlloc(GuestThread t, int uFlags, long dwBytes) {
    return allocate(t, uFlags, dwBytes);
  }

  /**
   * Gives a block another size; it may move only with the flag for movable ones.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalrealloc">GlobalReAlloc</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static long GlobalReAlloc(GuestThread t, long hMem, long dwBytes, int uFlags) {
    return reallocate(t, hMem, dwBytes, uFlags);
  }

  /**
   * Frees a block; returns null, or the block when it is none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalfree">GlobalFree</a>
   */
  @Export
  @Direct
  static long GlobalFree(GuestThread t, @Opt long hMem) {
    return free(t, hMem);
  }

  /**
   * The size that was asked for; 0 for what is no block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalsize">GlobalSize</a>
   */
  @Export
  static long GlobalSize(GuestThread t, long hMem) {
    return check(t, hMem);
  }

  /**
   * The address of a block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globallock">GlobalLock</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static long GlobalLock(GuestThread t, long hMem) {
    check(t, hMem);
    return hMem;
  }

  /**
   * Fixed blocks are never locked: the lock count stays 0.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalunlock">GlobalUnlock</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static boolean GlobalUnlock(GuestThread t, long hMem) {
    check(t, hMem);
    t.setLastError(Win32Error.SUCCESS);
    return false;
  }

  /**
   * The handle of a block.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalhandle">GlobalHandle</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static long GlobalHandle(GuestThread t, long pMem) {
    check(t, pMem);
    return pMem;
  }

  /**
   * Neither locked nor discarded: 0.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-globalflags">GlobalFlags</a>
   */
  @Export(support = Support.PARTIAL, note = FIXED)
  static int GlobalFlags(GuestThread t, long hMem) {
    check(t, hMem);
    return 0;
  }
}
