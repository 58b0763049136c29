package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Large blocks: free ones wait, by class, for the next who asks. Up to {@link #KEPT} bytes of them
 * keep their pages, so that a buffer that is allocated again and again costs no page faults; the
 * others go back to the address space, or at least their pages to the host.
 */
final class LargeBlocks {
  private static final long KEPT = 32L << 20;

  /** Free blocks of one class; the low bit of an address says that its pages were kept. */
  private static final class Free {
    private long[] blocks = new long[4];
    private int count;

    synchronized void push(long block) {
      if (count == blocks.length) {
        blocks = Arrays.copyOf(blocks, 2 * count);
      }
      blocks[count++] = block;
    }

    synchronized long pop() {
      return count == 0 ? 0 : blocks[--count];
    }
  }

  private final HeapRegions regions;
  private final AtomicLong kept = new AtomicLong();
  private final Free[] free = new Free[HeapLayout.CLASSES - HeapLayout.SMALL_CLASSES];

  LargeBlocks(HeapRegions regions) {
    this.regions = regions;
    for (int i = 0; i < free.length; i++) {
      free[i] = new Free();
    }
  }

  /** A block; {@link GuestHeap#DIRTY} is added when it may hold anything but zeros. */
  long take(int sizeClass) {
    long bytes = HeapLayout.bytes(sizeClass);
    long block = free[sizeClass - HeapLayout.SMALL_CLASSES].pop();
    if (block == 0) {
      return regions.make(sizeClass, bytes) + HeapLayout.HEADER;
    }
    if ((block & GuestHeap.DIRTY) != 0) {
      kept.addAndGet(-bytes);
    } else {
      Memory.fill(block, Memory.PAGE - HeapLayout.HEADER, 0);
    }
    return block;
  }

  /** Takes back a block that is already marked as free. */
  void give(long block, int sizeClass) {
    long bytes = HeapLayout.bytes(sizeClass);
    long base = block - HeapLayout.HEADER;
    boolean keep = kept.addAndGet(bytes) <= KEPT;
    if (!keep) {
      kept.addAndGet(-bytes);
      if (bytes >= HeapRegions.OWN_MAPPING) {
        regions.release(base);
        return;
      }
      keep = Mman.madvise(base + Memory.PAGE, bytes - Memory.PAGE, Mman.MADV_DONTNEED) != 0;
      if (keep) {
        kept.addAndGet(bytes);
      }
    }
    free[sizeClass - HeapLayout.SMALL_CLASSES].push(keep ? block | GuestHeap.DIRTY : block);
  }
}
