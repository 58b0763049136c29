package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadMemory;
import decant.nt.memory.GuestHeap;

/**
 * malloc.h and the operators {@code new} and {@code delete}: the process heap. Machine code answers
 * the usual case of the functions that are marked as direct.
 *
 * <p>As on Windows, freeing what is not an allocated block ends the process with {@code
 * STATUS_HEAP_CORRUPTION}.
 */
@Library({"msvcrt", "ucrtbase"})
public final class MallocH {
  private MallocH() {}

  /** Runs an operation on the heap: what it throws becomes ENOMEM, or the end of the process. */
  private static RuntimeException failure(GuestThread t, NtStatusException e) {
    return switch (e.status()) {
      case INVALID_PARAMETER, HEAP_CORRUPTION ->
          Gate.exitProcess(t, NtStatus.HEAP_CORRUPTION.code());
      default -> CrtErrno.ENOMEM.exception();
    };
  }

  /**
   * Makes the stack usable again after an overflow that was caught.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/resetstkoflw">_resetstkoflw</a>
   */
  @Export
  static boolean _resetstkoflw(GuestThread t) {
    return ThreadMemory.resetGuard(t, t.frame);
  }

  private static long allocate(GuestThread t, long size, boolean zero) {
    try {
      GuestHeap heap = t.process.heap;
      return zero ? heap.allocate(t, size) : heap.allocateDirty(t, size);
    } catch (NtStatusException e) {
      throw failure(t, e);
    }
  }

  private static long product(long number, long size) {
    long bytes = number * size;
    if (Math.unsignedMultiplyHigh(number, size) != 0) {
      throw CrtErrno.ENOMEM.exception();
    }
    return bytes;
  }

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/malloc">malloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  @Direct
  static long malloc(GuestThread t, long size) {
    return allocate(t, size, false);
  }

  /** {@code operator new} and {@code new[]}. */
  @Export(
      value = {"??2@YAPEAX_K@Z", "??_U@YAPEAX_K@Z"},
      support = Support.PARTIAL,
      note = "Returns null where std::bad_alloc is due.",
      dll = "msvcrt")
  @Direct("malloc")
  static native long operatorNew(long size);

  /** {@code operator delete} and {@code delete[]}. */
  @Export(
      value = {"??3@YAXPEAX@Z", "??_V@YAXPEAX@Z"},
      dll = "msvcrt")
  @Direct("free")
  static native void operatorDelete(long block);

  @Export(dll = "ucrtbase")
  @Direct("malloc")
  static native long _malloc_base(long size);

  @Export(dll = "ucrtbase")
  @Direct("free")
  static native void _free_base(long block);

  @Export(dll = "ucrtbase")
  @Direct("calloc")
  static native long _calloc_base(long number, long size);

  @Export(dll = "ucrtbase")
  @Direct("realloc")
  static native long _realloc_base(long block, long size);

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/calloc">calloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  @Direct
  static long calloc(GuestThread t, long number, long size) {
    return allocate(t, product(number, size), true);
  }

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/realloc">realloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  @Direct
  static long realloc(GuestThread t, @Opt long block, long size) {
    return reallocate(t, block, size, false);
  }

  private static long reallocate(GuestThread t, long block, long size, boolean zero) {
    if (block == 0) {
      return allocate(t, size, zero);
    }
    if (size == 0) {
      free(t, block);
      return 0;
    }
    try {
      return t.process.heap.reallocate(t, block, size, zero, false);
    } catch (NtStatusException e) {
      throw failure(t, e);
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/recalloc">_recalloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO, dll = "ucrtbase")
  static long _recalloc(GuestThread t, @Opt long block, long number, long size) {
    return reallocate(t, block, product(number, size), true);
  }

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/free">free</a>
   */
  @Export
  @Direct
  static void free(GuestThread t, @Opt long block) {
    if (block == 0) {
      return;
    }
    try {
      t.process.heap.free(t, block);
    } catch (NtStatusException e) {
      throw failure(t, e);
    }
  }

  /**
   * The size that a block was asked for with; -1 and EINVAL for null.
   *
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/msize">_msize</a>
   */
  @Export(fails = Fails.ERRNO_MINUS_ONE)
  @Direct
  static long _msize(GuestThread t, long block) {
    if (block == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return t.process.heap.size(block);
  }

  /**
   * Gives a block another size where it is, or returns null.
   *
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/expand">_expand</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  static long _expand(GuestThread t, long block, long size) {
    if (block == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    try {
      return t.process.heap.reallocate(t, block, size, false, true);
    } catch (NtStatusException e) {
      throw failure(t, e);
    }
  }

  /**
   * The heap that {@code malloc} uses.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/get-heap-handle">_get_heap_handle</a>
   */
  @Export
  static long _get_heap_handle(GuestThread t) {
    return t.process.heap.handle();
  }

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/heapmin">_heapmin</a>
   */
  @Export
  static int _heapmin() {
    return 0;
  }

  /**
   * -2 ({@code _HEAPOK}) or -4 ({@code _HEAPBADNODE}).
   *
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/heapchk">_heapchk</a>
   */
  @Export
  static int _heapchk(GuestThread t) {
    return t.process.heap.heaps().valid(t.process.heap.handle(), 0) ? -2 : -4;
  }

  // --- aligned blocks: an ordinary block that begins before them, its address and the size asked
  // for
  // stored in the 16 bytes before the aligned address

  private static final int ALIGNED_BLOCK = -16;
  private static final int ALIGNED_SIZE = -8;

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-malloc">_aligned_malloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  @Direct
  static long _aligned_malloc(GuestThread t, long size, long alignment) {
    return aligned(t, size, alignment, 0, false);
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-offset-malloc">_aligned_offset_malloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  static long _aligned_offset_malloc(GuestThread t, long size, long alignment, long offset) {
    return aligned(t, size, alignment, offset, false);
  }

  private static long aligned(GuestThread t, long size, long alignment, long offset, boolean zero) {
    if (Long.bitCount(alignment) != 1
        || alignment < 0
        || offset != 0 && Long.compareUnsigned(offset, size) >= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    long unit = Math.max(alignment, 8);
    long room = 16 + unit;
    if (size < 0 || size > Long.MAX_VALUE - room) {
      throw CrtErrno.ENOMEM.exception();
    }
    long block = allocate(t, size + room, zero);
    long aligned = Memory.alignDown(block + room + offset, unit) - offset;
    Memory.putLong(aligned + ALIGNED_BLOCK, block);
    Memory.putLong(aligned + ALIGNED_SIZE, size);
    return aligned;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-free">_aligned_free</a>
   */
  @Export
  @Direct
  static void _aligned_free(GuestThread t, @Opt long block) {
    if (block != 0) {
      free(t, Memory.getLong(block + ALIGNED_BLOCK));
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-realloc">_aligned_realloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  @Direct
  static long _aligned_realloc(GuestThread t, @Opt long block, long size, long alignment) {
    return alignedRealloc(t, block, size, alignment, 0, false);
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-offset-realloc">_aligned_offset_realloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO)
  static long _aligned_offset_realloc(
      GuestThread t, @Opt long block, long size, long alignment, long offset) {
    return alignedRealloc(t, block, size, alignment, offset, false);
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-recalloc">_aligned_recalloc</a>
   */
  @Export(fails = Fails.ERRNO_ZERO, dll = "ucrtbase")
  static long _aligned_recalloc(
      GuestThread t, @Opt long block, long number, long size, long alignment) {
    return alignedRealloc(t, block, product(number, size), alignment, 0, true);
  }

  private static long alignedRealloc(
      GuestThread t, long block, long size, long alignment, long offset, boolean zero) {
    if (block == 0) {
      return aligned(t, size, alignment, offset, zero);
    }
    if (size == 0) {
      _aligned_free(t, block);
      return 0;
    }
    long moved = aligned(t, size, alignment, offset, zero);
    Memory.copy(block, moved, Math.min(Memory.getLong(block + ALIGNED_SIZE), size));
    _aligned_free(t, block);
    return moved;
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/aligned-msize">_aligned_msize</a>
   */
  @Export(fails = Fails.ERRNO_MINUS_ONE, dll = "ucrtbase")
  static long _aligned_msize(GuestThread t, long block, long alignment, long offset) {
    if (block == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return Memory.getLong(block + ALIGNED_SIZE);
  }
}
