package decant.nt.memory;

import static decant.nt.memory.HeapLayout.SIZE;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/**
 * The heaps of a process by handle: the process heap, and those that {@code HeapCreate} makes. A
 * handle is the address of a small structure in guest memory that holds the tag of the heap's
 * blocks. A heap with a maximum size counts what it hands out.
 */
public final class Heaps {
  private static final class Heap {
    final long handle;
    final int tag;
    final int options;

    /** The most bytes that may be allocated, 0 for any number. */
    final long maximum;

    final AtomicLong used = new AtomicLong();
    final ReentrantLock lock = new ReentrantLock();

    Heap(long handle, int tag, int options, long maximum) {
      this.handle = handle;
      this.tag = tag;
      this.options = options;
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

  /** All heaps; replaced when one is made or destroyed. */
  private volatile Heap[] heaps = new Heap[0];

  private final AtomicInteger nextTag = new AtomicInteger(HeapLayout.PROCESS_TAG + 1);
  private long process;

  Heaps(GuestHeap blocks, HeapRegions regions) {
    this.blocks = blocks;
    this.regions = regions;
  }

  /** The handle of the process heap. */
  synchronized long process() {
    if (process == 0) {
      process = open(null, HeapLayout.PROCESS_TAG, 0, 0);
    }
    return process;
  }

  private long open(GuestThread thread, int tag, int options, long maximum) {
    long handle = blocks.allocate(thread, HeapLayout.PROCESS_TAG, HeapLayout.DESCRIPTOR_SIZE, true);
    Memory.putInt(
        handle + HeapLayout.SIGNATURE_AT,
        maximum == 0 ? HeapLayout.SIGNATURE : HeapLayout.BOUNDED_SIGNATURE);
    Memory.putInt(handle + HeapLayout.TAG_AT, tag);
    int growable = maximum == 0 ? HeapLayout.HEAP_GROWABLE : 0;
    Memory.putInt(handle + HeapLayout.FLAGS_AT, options | growable);
    add(new Heap(handle, tag, options, maximum));
    return handle;
  }

  /**
   * Makes a heap.
   *
   * @param options what {@link #options} is to return
   * @param maximum the most bytes that can be allocated from it; 0: as much as there is
   */
  public long create(GuestThread thread, int options, long maximum) {
    return open(thread, nextTag.getAndIncrement(), options, maximum);
  }

  /** The options that a heap was made with. */
  public int options(long handle) {
    return heap(handle).options;
  }

  private Heap heap(long handle) {
    for (Heap heap : heaps) {
      if (heap.handle == handle) {
        return heap;
      }
    }
    throw NtStatus.INVALID_HANDLE.exception();
  }

  private synchronized void add(Heap heap) {
    Heap[] more = Arrays.copyOf(heaps, heaps.length + 1);
    more[heaps.length] = heap;
    heaps = more;
  }

  /** Takes a heap out of the list; one of two threads that try succeeds. */
  private synchronized void remove(Heap heap) {
    Heap[] old = heaps;
    int at = 0;
    while (at < old.length && old[at] != heap) {
      at++;
    }
    if (at == old.length) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    Heap[] fewer = Arrays.copyOf(old, old.length - 1);
    System.arraycopy(old, at + 1, fewer, at, fewer.length - at);
    heaps = fewer;
  }

  /** Frees all blocks of a heap, and the heap; not the process heap. */
  public void destroy(GuestThread thread, long handle) {
    Heap heap = heap(handle);
    if (handle == process) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    remove(heap);
    for (long block : blocksOf(heap)) {
      blocks.free(thread, heap.tag, block);
    }
    Memory.putInt(handle + HeapLayout.SIGNATURE_AT, 0);
    blocks.free(thread, HeapLayout.PROCESS_TAG, handle);
  }

  private long[] blocksOf(Heap heap) {
    LongStream.Builder found = LongStream.builder();
    regions.walk(
        heap.tag,
        0,
        (block, sizeClass, region) -> {
          found.add(block);
          return true;
        });
    return found.build().toArray();
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
    Heap[] all = heaps;
    long[] handles = new long[all.length];
    for (int i = 0; i < all.length; i++) {
      handles[i] = all[i].handle;
    }
    return handles;
  }
}
