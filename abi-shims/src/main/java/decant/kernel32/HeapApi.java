package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.memory.Heaps;

/** heapapi.h. */
@Library({"kernel32", "kernelbase"})
public final class HeapApi {
  private static final int HEAP_GENERATE_EXCEPTIONS = 0x04;
  private static final int HEAP_ZERO_MEMORY = 0x08;
  private static final int HEAP_REALLOC_IN_PLACE_ONLY = 0x10;

  /** {@code HeapCompatibilityInformation}: 2 is the low-fragmentation heap. */
  private static final int COMPATIBILITY_INFORMATION = 0;

  private static final int ENABLE_TERMINATION_ON_CORRUPTION = 1;
  private static final int OPTIMIZE_RESOURCES = 3;
  private static final int LOW_FRAGMENTATION = 2;

  /** PROCESS_HEAP_ENTRY. */
  private static final int ENTRY_DATA = 0;

  private static final int ENTRY_SIZE = 8;
  private static final int ENTRY_OVERHEAD = 12;
  private static final int ENTRY_REGION = 13;
  private static final int ENTRY_FLAGS = 14;
  private static final int ENTRY_BYTES = 40;
  private static final int PROCESS_HEAP_ENTRY_BUSY = 4;

  private HeapApi() {}

  private static Heaps heaps(GuestThread t) {
    return t.process.heap.heaps();
  }

  /** What an allocation that fails throws: the caller may have asked for an exception. */
  private static RuntimeException failure(
      GuestThread t, long heap, int flags, NtStatusException e) {
    if (e.status() == NtStatus.HEAP_CORRUPTION) {
      return Gate.exitProcess(t, e.status().code());
    }
    boolean raises = e.status() == NtStatus.NO_MEMORY;
    if (!raises || ((flags | heaps(t).options(heap)) & HEAP_GENERATE_EXCEPTIONS) == 0) {
      return e;
    }
    Exceptions exception = Exceptions.inCaller(t);
    long at = Context.rip(exception.context());
    ExceptionRecord.write(exception.record(), e.status().code(), 0, at);
    return Gate.raise(t, exception);
  }

  /**
   * The calling process's default heap.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-getprocessheap">GetProcessHeap</a>
   */
  @Export
  @Direct
  static native long GetProcessHeap();

  /**
   * Allocates a block. The fast path is machine code; this is for a first block of a size, for
   * large ones and for heaps with a maximum size.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapalloc">HeapAlloc</a>
   */
  @Export
  @Direct
  static long HeapAlloc(GuestThread t, @Handle long hHeap, int dwFlags, long dwBytes) {
    try {
      return heaps(t).allocate(t, hHeap, dwBytes, (dwFlags & HEAP_ZERO_MEMORY) != 0);
    } catch (NtStatusException e) {
      throw failure(t, hHeap, dwFlags, e);
    }
  }

  /**
   * Frees a block; FALSE and {@code ERROR_INVALID_PARAMETER} for what is none of this heap's.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapfree">HeapFree</a>
   */
  @Export
  @Direct
  static boolean HeapFree(GuestThread t, @Handle long hHeap, int dwFlags, @Opt long lpMem) {
    if (lpMem != 0) {
      heaps(t).free(t, hHeap, lpMem);
    }
    return true;
  }

  /**
   * Gives a block another size.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heaprealloc">HeapReAlloc</a>
   */
  @Export
  @Direct
  static long HeapReAlloc(
      GuestThread t, @Handle long hHeap, int dwFlags, long lpMem, long dwBytes) {
    try {
      long block =
          heaps(t)
              .reallocate(
                  t,
                  hHeap,
                  lpMem,
                  dwBytes,
                  (dwFlags & HEAP_ZERO_MEMORY) != 0,
                  (dwFlags & HEAP_REALLOC_IN_PLACE_ONLY) != 0);
      if (block == 0) {
        throw NtStatus.NO_MEMORY.exception();
      }
      return block;
    } catch (NtStatusException e) {
      throw failure(t, hHeap, dwFlags, e);
    }
  }

  /**
   * The size that a block was asked for with; -1 for what is none of this heap's.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapsize">HeapSize</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  @Direct
  static long HeapSize(GuestThread t, @Handle long hHeap, int dwFlags, long lpMem) {
    return heaps(t).size(hHeap, lpMem);
  }

  /**
   * Makes a heap.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapcreate">HeapCreate</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "The memory of HEAP_CREATE_ENABLE_EXECUTE heaps is not executable.")
  static long HeapCreate(GuestThread t, int flOptions, long dwInitialSize, long dwMaximumSize) {
    if (dwMaximumSize < 0
        || dwInitialSize < 0
        || dwMaximumSize != 0 && dwInitialSize > dwMaximumSize) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return heaps(t).create(t, flOptions, dwMaximumSize);
  }

  /**
   * Frees a heap with all its blocks.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapdestroy">HeapDestroy</a>
   */
  @Export
  static boolean HeapDestroy(GuestThread t, @Handle long hHeap) {
    heaps(t).destroy(t, hHeap);
    return true;
  }

  /**
   * Whether a block, or every block of a heap, is sound. Sets no error.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapvalidate">HeapValidate</a>
   */
  @Export
  static boolean HeapValidate(GuestThread t, @Handle long hHeap, int dwFlags, @Opt long lpMem) {
    try {
      return heaps(t).valid(hHeap, lpMem);
    } catch (NtStatusException e) {
      return false;
    }
  }

  /**
   * The block behind the one that an entry describes; {@code ERROR_NO_MORE_ITEMS} at the end.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapwalk">HeapWalk</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Lists the allocated blocks; regions and free blocks are not listed.")
  static boolean HeapWalk(GuestThread t, @Handle long hHeap, @In @Out long lpEntry) {
    long after = Memory.getLong(lpEntry + ENTRY_DATA);
    boolean[] found = new boolean[1];
    heaps(t)
        .walk(
            hHeap,
            after,
            (block, size, overhead, region) -> {
              Memory.fill(lpEntry, ENTRY_BYTES, 0);
              Memory.putLong(lpEntry + ENTRY_DATA, block);
              Memory.putInt(lpEntry + ENTRY_SIZE, (int) size);
              Memory.putByte(lpEntry + ENTRY_OVERHEAD, overhead);
              Memory.putByte(lpEntry + ENTRY_REGION, region);
              Memory.putShort(lpEntry + ENTRY_FLAGS, PROCESS_HEAP_ENTRY_BUSY);
              found[0] = true;
              return false;
            });
    if (!found[0]) {
      throw Win32Error.NO_MORE_ITEMS.exception();
    }
    return true;
  }

  /**
   * Keeps other threads out of {@code HeapLock} and {@code HeapWalk}.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heaplock">HeapLock</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Other threads' allocations go on: they take no lock and leave a walk sound.")
  static boolean HeapLock(GuestThread t, @Handle long hHeap) {
    heaps(t).lock(hHeap);
    return true;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapunlock">HeapUnlock</a>
   */
  @Export
  static boolean HeapUnlock(GuestThread t, @Handle long hHeap) {
    heaps(t).unlock(hHeap);
    return true;
  }

  /**
   * The largest free block; there is nothing to coalesce.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapcompact">HeapCompact</a>
   */
  @Export
  static long HeapCompact(GuestThread t, @Handle long hHeap, int dwFlags) {
    return heaps(t).left(hHeap);
  }

  /**
   * Accepts what this heap does anyway.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapsetinformation">HeapSetInformation</a>
   */
  @Export
  static boolean HeapSetInformation(
      GuestThread t,
      @Handle @Opt long HeapHandle,
      int HeapInformationClass,
      @In(size = "HeapInformationLength") @Opt long HeapInformation,
      long HeapInformationLength) {
    switch (HeapInformationClass) {
      case COMPATIBILITY_INFORMATION -> {
        if (HeapInformationLength < 4) {
          throw NtStatus.BUFFER_TOO_SMALL.exception();
        }
        int wanted = Memory.getInt(HeapInformation);
        if (wanted != LOW_FRAGMENTATION && wanted != 0) {
          throw NtStatus.UNSUCCESSFUL.exception();
        }
      }
      case ENABLE_TERMINATION_ON_CORRUPTION, OPTIMIZE_RESOURCES -> {}
      default -> throw NtStatus.INVALID_PARAMETER.exception();
    }
    return true;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapqueryinformation">HeapQueryInformation</a>
   */
  @Export
  static boolean HeapQueryInformation(
      GuestThread t,
      @Handle @Opt long HeapHandle,
      int HeapInformationClass,
      @Out(size = "HeapInformationLength") long HeapInformation,
      long HeapInformationLength,
      @Out @Opt long ReturnLength) {
    if (HeapInformationClass != COMPATIBILITY_INFORMATION) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (ReturnLength != 0) {
      Memory.putLong(ReturnLength, 4);
    }
    if (Long.compareUnsigned(HeapInformationLength, 4) < 0) {
      throw NtStatus.BUFFER_TOO_SMALL.exception();
    }
    Memory.putInt(HeapInformation, LOW_FRAGMENTATION);
    return true;
  }

  /**
   * The handles of all heaps; writes them if there is room, and returns how many there are.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-getprocessheaps">GetProcessHeaps</a>
   */
  @Export
  static int GetProcessHeaps(GuestThread t, int NumberOfHeaps, @Out @Opt long ProcessHeaps) {
    long[] handles = heaps(t).handles();
    if (Integer.compareUnsigned(handles.length, NumberOfHeaps) <= 0) {
      for (int i = 0; i < handles.length; i++) {
        Memory.putLong(ProcessHeaps + 8L * i, handles[i]);
      }
    }
    return handles.length;
  }
}
