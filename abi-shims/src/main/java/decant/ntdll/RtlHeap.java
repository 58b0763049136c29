package decant.ntdll;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;

/** The heap of ntifs.h: blocks by the same machine code as {@code HeapAlloc} and its family. */
@Library("ntdll")
public final class RtlHeap {
  private static final int HEAP_GROWABLE = 2;

  private RtlHeap() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-rtlallocateheap">RtlAllocateHeap</a>
   */
  @Export
  @Direct("HeapAlloc")
  static native long RtlAllocateHeap(@Handle long HeapHandle, int Flags, long Size);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-rtlfreeheap">RtlFreeHeap</a>
   */
  @Export
  @Direct("HeapFree")
  static native boolean RtlFreeHeap(@Handle long HeapHandle, int Flags, long BaseAddress);

  @Export
  @Direct("HeapReAlloc")
  static native long RtlReAllocateHeap(
      @Handle long HeapHandle, int Flags, long BaseAddress, long Size);

  @Export
  @Direct("HeapSize")
  static native long RtlSizeHeap(@Handle long HeapHandle, int Flags, long BaseAddress);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-rtlcreateheap">RtlCreateHeap</a>
   */
  @Export(
      fails = Fails.ZERO,
      support = Support.PARTIAL,
      note = "A base address is refused; a lock and parameters are not looked at.")
  static long RtlCreateHeap(
      GuestThread t,
      int Flags,
      @Opt long HeapBase,
      long ReserveSize,
      long CommitSize,
      @Opt long Lock,
      @Opt long Parameters) {
    if (HeapBase != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    boolean growable = (Flags & HEAP_GROWABLE) != 0;
    return t.process.heap.heaps().create(t, Flags & ~HEAP_GROWABLE, growable ? 0 : ReserveSize);
  }

  /**
   * Returns null; the heap when it is none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-rtldestroyheap">RtlDestroyHeap</a>
   */
  @Export
  static long RtlDestroyHeap(GuestThread t, @Handle long HeapHandle) {
    try {
      t.process.heap.heaps().destroy(t, HeapHandle);
      return 0;
    } catch (NtStatusException e) {
      return HeapHandle;
    }
  }

  @Export
  static boolean RtlValidateHeap(
      GuestThread t, @Handle long HeapHandle, int Flags, @Opt long BaseAddress) {
    return t.process.heap.heaps().valid(HeapHandle, BaseAddress);
  }
}
