package decant.ntdll;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;

/** The heap of ntifs.h: the same machine code as {@code HeapAlloc} and its family. */
@Library("ntdll")
public final class RtlHeap {
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
}
