package decant.nt.memory;

import static decant.nt.memory.HeapLayout.SIZE;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The heaps of a process by handle: the process heap, and those that {@code HeapCreate} makes. A
 * handle is the address of a small structure in guest memory that holds the tag of the heap's
 * blocks. A heap with a maximum size counts what it hands out.
 */
public final class Heaps {
  private static final class Heap {
    final int tag;

    /** The most bytes that may be allocated, 0 for any number. */
    final long maximum;

    final AtomicLong used = new AtomicLong();
    final ReentrantLock lock = new ReentrantLock();

    Heap(int tag, long maximum) {
      this.tag = tag;
      this.maximum = maximum;
    }
  }

  /** Called for each block of a heap. */
  public interface Visitor {
    /** Returns false to end the walk. */
    boolean visit(long block, long size, int overhead, int region);
  }

  private final GuestHeap blocks;
  private final HeapRegions regions;
  private final Map<Long, Heap> heaps = new ConcurrentSkipListMap<>();
  private final AtomicInteger nextTag = new AtomicInteger(HeapLayout.PROCESS_TAG + 1);
  private long process;

  Heaps(GuestHeap blocks, HeapRegions regions) {
    this.blocks = blocks;
    this.regions = regions;
  }

  /** The handle of the process heap. */
  synchronized long process() {
    if (process == 0) {
      process = open(null, HeapLayout.PROCESS_TAG, 0);
    }
    return process;
  }

  private long open(GuestThread thread, int tag, long maximum) {
    long handle = blocks.allocate(thread, HeapLayout.PROCESS_TAG, HeapLayout.DESCRIPTOR_SIZE, true);
    Memory.putInt(
        handle + HeapLayout.SIGNATURE_AT,
        maximum == 0 ? HeapLayout.SIGNATURE : HeapLayout.BOUNDED_SIGNATURE);
    Memory.putInt(handle + HeapLayout.TAG_AT, tag);
    Memory.putInt(handle + HeapLayout.FLAGS_AT, maximum == 0 ? HeapLayout.HEAP_GROWABLE : 0);
    heaps.put(handle, new Heap(tag, maximum));
    return handle;
  }

  /** Makes a heap; a {@code maximum} of 0 lets it grow as long as there is memory. */
  public long create(GuestThread thread, long maximum) {
    return open(thread, nextTag.getAndIncrement(), maximum);
  }

  private Heap heap(long handle) {
    Heap heap = heaps.get(handle);
    if (heap == null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return heap;
  }

  /** Frees all blocks of a heap, and the heap; not the process heap. */
  public void destroy(GuestThread thread, long handle) {
    Heap heap = heap(handle);
    if (handle == process || heaps.remove(handle) == null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    regions.walk(
        heap.tag,
        0,
        (block, sizeClass, region) -> {
          blocks.free(thread, heap.tag, block);
          return true;
        });
    Memory.putInt(handle + HeapLayout.SIGNATURE_AT, 0);
    blocks.free(thread, HeapLayout.PROCESS_TAG, handle);
  }

  /** A block of a heap; {@code STATUS_NO_MEMORY} when there is none. */
  public long allocate(GuestThread thread, long handle, long size, boolean zero) {
    Heap heap = heap(handle);
    count(heap, 0, size);
    return blocks.allocate(thread, heap.tag, size, zero);
  }

  /** Frees a block of a heap; {@code STATUS_INVALID_PARAMETER} when it is none. */
  public void free(GuestThread thread, long handle, long block) {
    Heap heap = heap(handle);
    if (heap.maximum != 0) {
      heap.used.addAndGet(-blocks.size(heap.tag, block));
    }
    blocks.free(thread, heap.tag, block);
  }

  /** See {@link GuestHeap#reallocate}. */
  public long reallocate(
      GuestThread thread, long handle, long block, long size, boolean zero, boolean inPlaceOnly) {
    Heap heap = heap(handle);
    count(heap, blocks.size(heap.tag, block), size);
    return blocks.reallocate(thread, heap.tag, block, size, zero, inPlaceOnly);
  }

  /** Accounts for a block that gets another size. */
  private static void count(Heap heap, long old, long size) {
    if (heap.maximum == 0) {
      return;
    }
    if (size < 0 || size > heap.maximum || heap.used.addAndGet(size - old) > heap.maximum) {
      if (size >= 0 && size <= heap.maximum) {
        heap.used.addAndGet(old - size);
      }
      throw NtStatus.NO_MEMORY.exception();
    }
  }

  /** The size of a block that was asked for; {@code STATUS_INVALID_PARAMETER} when it is none. */
  public long size(long handle, long block) {
    return blocks.size(heap(handle).tag, block);
  }

  /** Whether a block (or with 0, every block) of a heap has a sound header. */
  public boolean valid(long handle, long block) {
    Heap heap = heap(handle);
    return block != 0
        ? GuestHeap.isBlock(heap.tag, block)
        : regions.walk(heap.tag, 0, (b, sizeClass, region) -> true);
  }

  /** Walks the blocks of a heap that follow one (0: all). */
  public void walk(long handle, long after, Visitor visitor) {
    regions.walk(
        heap(handle).tag,
        after,
        (block, sizeClass, region) -> {
          long size = Memory.getLong(block + SIZE);
          long overhead = HeapLayout.bytes(sizeClass) - size;
          return visitor.visit(block, size, (int) Math.min(overhead, 255), region);
        });
  }

  /** {@code HeapLock}: one thread at a time. Blocks can be allocated and freed meanwhile. */
  public void lock(long handle) {
    heap(handle).lock.lock();
  }

  /**
   * {@code HeapUnlock}; {@code STATUS_INVALID_PARAMETER} when the thread does not hold the lock.
   */
  public void unlock(long handle) {
    ReentrantLock lock = heap(handle).lock;
    if (!lock.isHeldByCurrentThread()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    lock.unlock();
  }

  /** The bytes that a heap hands out next without growing. */
  public long left(long handle) {
    heap(handle);
    return regions.left();
  }

  /** The handles of all heaps. */
  public long[] handles() {
    process();
    return heaps.keySet().stream().mapToLong(Long::longValue).toArray();
  }
}
