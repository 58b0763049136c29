package decant.nt.memory;

import static decant.nt.memory.HeapLayout.ALLOCATED;
import static decant.nt.memory.HeapLayout.FREE;
import static decant.nt.memory.HeapLayout.SIZE;
import static decant.nt.memory.HeapLayout.SMALL_CLASSES;
import static decant.nt.memory.HeapLayout.STATE;
import static decant.nt.memory.HeapLayout.TAG;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;

/**
 * The heaps of a process: 16-byte aligned blocks with exact sizes.
 *
 * <p>All heaps of the process share one pool of blocks; a block carries the tag of the heap that it
 * was allocated from ({@link Heaps}). Each thread keeps free small blocks, by class, in its thread
 * block, where the machine code (heap.S) takes and returns them without locks. What it hands on
 * comes here: an empty list is filled with a batch that some thread gave back, or gets a run of
 * fresh memory; a full one is given back as a batch, so that memory freed by one thread is used by
 * the others. No lock is held over a host call, except the one under which the pool itself grows.
 */
public final class GuestHeap {
  /** Added to the address of a block whose memory is not known to be zero. */
  static final long DIRTY = 1;

  /** A new run is as many blocks as fit into this, and one at least. */
  private static final long RUN = 32 << 10;

  /** A thread keeps this many bytes of free blocks of one class, but a few blocks at least. */
  private static final int KEPT = 64 << 10;

  private static final int KEPT_LEAST = 8;
  private static final int KEPT_MOST = 256;

  private final HeapRegions regions;
  private final LargeBlocks large;
  private final HeapClass[] classes = new HeapClass[SMALL_CLASSES];
  private final Heaps heaps;

  public GuestHeap(AddressSpace memory) {
    regions = new HeapRegions(memory);
    large = new LargeBlocks(regions);
    for (int i = 0; i < SMALL_CLASSES; i++) {
      classes[i] = new HeapClass();
    }
    heaps = new Heaps(this, regions);
  }

  /** The heaps by handle. */
  public Heaps heaps() {
    return heaps;
  }

  /** The handle of the process heap, for the PEB. */
  public long handle() {
    return heaps.process();
  }

  /**
   * A block of {@code size} bytes of the process heap, zeroed; {@code STATUS_NO_MEMORY} when there
   * is none.
   *
   * @param thread the calling thread; null before the first one exists
   */
  public long allocate(GuestThread thread, long size) {
    return allocate(thread, HeapLayout.PROCESS_TAG, size, true);
  }

  /** As {@link #allocate(GuestThread, long)}, but the block holds anything. */
  public long allocateDirty(GuestThread thread, long size) {
    return allocate(thread, HeapLayout.PROCESS_TAG, size, false);
  }

  /** A block of the heap with a tag. */
  long allocate(GuestThread thread, int tag, long size, boolean zero) {
    if (size < 0 || size > HeapLayout.MAX) {
      throw NtStatus.NO_MEMORY.exception();
    }
    int sizeClass = HeapLayout.classOf(size);
    long block = sizeClass < SMALL_CLASSES ? takeSmall(thread, sizeClass) : large.take(sizeClass);
    if ((block & DIRTY) != 0) {
      block -= DIRTY;
      if (zero) {
        Memory.fill(block, size, 0);
      }
    }
    Memory.putInt(block + STATE, ALLOCATED + sizeClass);
    Memory.putInt(block + TAG, tag);
    Memory.putLong(block + SIZE, size);
    return block;
  }

  /**
   * Frees a block of the process heap; {@code STATUS_INVALID_PARAMETER} when it is not an allocated
   * one.
   */
  public void free(GuestThread thread, long block) {
    free(thread, HeapLayout.PROCESS_TAG, block);
  }

  void free(GuestThread thread, int tag, long block) {
    int sizeClass = check(tag, block);
    Memory.putInt(block + STATE, FREE + sizeClass);
    if (sizeClass >= SMALL_CLASSES) {
      large.give(block, sizeClass);
    } else {
      giveSmall(thread, sizeClass, block);
    }
  }

  /**
   * Gives a block another size, and moves it when it must; what is new is zeroed if asked.
   *
   * @return the block, or 0 when it had to stay and cannot grow
   */
  public long reallocate(
      GuestThread thread, long block, long size, boolean zero, boolean inPlaceOnly) {
    return reallocate(thread, HeapLayout.PROCESS_TAG, block, size, zero, inPlaceOnly);
  }

  long reallocate(
      GuestThread thread, int tag, long block, long size, boolean zero, boolean inPlaceOnly) {
    int sizeClass = check(tag, block);
    long old = Memory.getLong(block + SIZE);
    long capacity = HeapLayout.capacity(sizeClass);
    if (size >= 0 && size <= capacity && (inPlaceOnly || size >= capacity >> 1)) {
      if (zero && size > old) {
        Memory.fill(block + old, size - old, 0);
      }
      Memory.putLong(block + SIZE, size);
      return block;
    }
    if (inPlaceOnly) {
      return 0;
    }
    long moved = allocate(thread, tag, size, false);
    Memory.copy(block, moved, Math.min(old, size));
    if (zero && size > old) {
      Memory.fill(moved + old, size - old, 0);
    }
    free(thread, tag, block);
    return moved;
  }

  /**
   * The size that was asked for; {@code STATUS_INVALID_PARAMETER} when it is not an allocated block
   * of the process heap.
   */
  public long size(long block) {
    return size(HeapLayout.PROCESS_TAG, block);
  }

  long size(int tag, long block) {
    check(tag, block);
    return Memory.getLong(block + SIZE);
  }

  /** Whether an address is an allocated block of the heap with a tag. */
  static boolean isBlock(int tag, long block) {
    if ((block & 15) != 0 || block <= Memory.LOW) {
      return false;
    }
    int sizeClass = Memory.getInt(block + STATE) - ALLOCATED;
    return sizeClass >= 0
        && sizeClass < HeapLayout.CLASSES
        && Memory.getInt(block + TAG) == tag
        && Long.compareUnsigned(Memory.getLong(block + SIZE), HeapLayout.capacity(sizeClass)) <= 0;
  }

  /** The class of a block that must be an allocated one. */
  private static int check(int tag, long block) {
    if (!isBlock(tag, block)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return Memory.getInt(block + STATE) - ALLOCATED;
  }

  /** A thread ends: its free blocks and runs are for the others. */
  public void threadEnds(GuestThread thread) {
    for (int c = 0; c < SMALL_CLASSES; c++) {
      long cache = thread.teb + ThreadBlock.HEAP_CACHE + 16L * c;
      long run = thread.teb + ThreadBlock.HEAP_RUN + 16L * c;
      if (Memory.getLong(cache) != 0) {
        classes[c].give(Memory.getLong(cache), Memory.getInt(cache + 8));
      }
      if (Memory.getLong(run) != Memory.getLong(run + 8)) {
        classes[c].giveRun(Memory.getLong(run), Memory.getLong(run + 8));
      }
      Memory.putLong(cache, 0);
      Memory.putLong(cache + 8, 0);
      Memory.putLong(run, 0);
      Memory.putLong(run + 8, 0);
    }
  }

  // --- small blocks -----------------------------------------------------------------------------

  private long takeSmall(GuestThread thread, int sizeClass) {
    if (thread == null) {
      return regions.make(sizeClass, HeapLayout.bytes(sizeClass)) + HeapLayout.HEADER;
    }
    long cache = thread.teb + ThreadBlock.HEAP_CACHE + 16L * sizeClass;
    long run = thread.teb + ThreadBlock.HEAP_RUN + 16L * sizeClass;
    if (Memory.getLong(cache) == 0 && Memory.getLong(run) >= Memory.getLong(run + 8)) {
      refill(sizeClass, cache, run);
    }
    long block = Memory.getLong(cache);
    if (block == 0) {
      long next = Memory.getLong(run);
      Memory.putLong(run, next + HeapLayout.bytes(sizeClass));
      return next + HeapLayout.HEADER;
    }
    if (Memory.getInt(block + STATE) != FREE + sizeClass) {
      throw NtStatus.HEAP_CORRUPTION.exception();
    }
    Memory.putLong(cache, Memory.getLong(block + SIZE));
    Memory.putInt(cache + 8, Memory.getInt(cache + 8) - 1);
    return block + DIRTY;
  }

  private void refill(int sizeClass, long cache, long run) {
    long[] found = new long[2];
    if (classes[sizeClass].take(found)) {
      Memory.putLong(cache, found[0]);
      Memory.putInt(cache + 8, (int) found[1]);
    } else if (classes[sizeClass].takeRun(found)) {
      Memory.putLong(run, found[0]);
      Memory.putLong(run + 8, found[1]);
    } else {
      long bytes = HeapLayout.bytes(sizeClass);
      long length = Math.max(1, RUN / bytes) * bytes;
      long base = regions.make(sizeClass, length);
      Memory.putLong(run, base);
      Memory.putLong(run + 8, base + length);
    }
  }

  private void giveSmall(GuestThread thread, int sizeClass, long block) {
    if (thread == null) {
      Memory.putLong(block + SIZE, 0);
      classes[sizeClass].give(block, 1);
      return;
    }
    long cache = thread.teb + ThreadBlock.HEAP_CACHE + 16L * sizeClass;
    long head = Memory.getLong(cache);
    int count = Memory.getInt(cache + 8);
    if (count >= most(sizeClass)) {
      classes[sizeClass].give(head, count);
      head = 0;
      count = 0;
    }
    Memory.putLong(block + SIZE, head);
    Memory.putLong(cache, block);
    Memory.putInt(cache + 8, count + 1);
    Memory.putInt(cache + 12, most(sizeClass));
  }

  /** The most free blocks of a class that a thread keeps. */
  private static int most(int sizeClass) {
    int fit = (int) (KEPT / HeapLayout.bytes(sizeClass));
    return Math.clamp(fit, KEPT_LEAST, KEPT_MOST);
  }
}
