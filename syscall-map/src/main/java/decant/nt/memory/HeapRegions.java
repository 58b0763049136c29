package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The memory of a heap: spans from the address space, cut into regions. A region is a row of blocks
 * of one class; behind the blocks that were used it holds zeros. Only regions with a mapping of
 * their own are ever given back.
 */
final class HeapRegions {
  private static final long FIRST_SPAN = 1L << 20;

  /** Regions from this size on have a mapping of their own. */
  static final long OWN_MAPPING = 1L << 20;

  /**
   * What is mapped from this size on is of the host's large pages: it is filled from end to end.
   */
  private static final long LARGE_PAGES = 4L << 20;

  private static final long LARGEST_SPAN = 16L << 20;

  private final AddressSpace memory;

  /** Whoever walks reads; whoever unmaps writes. */
  private final ReentrantReadWriteLock mapped = new ReentrantReadWriteLock();

  private long spanSize = FIRST_SPAN;
  private long next;
  private long end;
  private long[] bases = new long[64];
  private long[] ends = new long[64];
  private byte[] classes = new byte[64];
  private int count;

  /** Called for every block that is in use, in the order of the regions. */
  interface Visitor {
    /** Returns false to end the walk. */
    boolean visit(long block, int sizeClass, int region);
  }

  HeapRegions(AddressSpace memory) {
    this.memory = memory;
  }

  /** A new region of {@code bytes} zeroed bytes, a multiple of the class's block size. */
  synchronized long make(int sizeClass, long bytes) {
    long base = bytes < OWN_MAPPING ? cut(Memory.alignUp(bytes, Memory.PAGE)) : map(bytes);
    if (count == bases.length) {
      bases = Arrays.copyOf(bases, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      classes = Arrays.copyOf(classes, 2 * count);
    }
    bases[count] = base;
    ends[count] = base + bytes;
    classes[count] = (byte) sizeClass;
    count++;
    return base;
  }

  private long cut(long bytes) {
    if (bytes > end - next) {
      next = map(spanSize);
      end = next + spanSize;
      spanSize = Math.min(2 * spanSize, LARGEST_SPAN);
    }
    long base = next;
    next += bytes;
    return base;
  }

  private long map(long bytes) {
    boolean large = bytes >= LARGE_PAGES;
    long base =
        memory.allocate(
            0,
            bytes,
            AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
            AddressSpace.PAGE_READWRITE,
            AddressSpace.FIRST,
            AddressSpace.END,
            large ? CommitAhead.BLOCK : AddressSpace.GRANULARITY);
    if (large) {
      Mman.madvise(base, bytes, Mman.MADV_HUGEPAGE);
    }
    return base;
  }

  /** Gives a region with a mapping of its own back to the address space; not from within a walk. */
  void release(long base) {
    mapped.writeLock().lock();
    try {
      forget(base);
      memory.free(base, 0, AddressSpace.MEM_RELEASE);
    } finally {
      mapped.writeLock().unlock();
    }
  }

  private synchronized void forget(long base) {
    int r = 0;
    while (bases[r] != base) {
      r++;
    }
    count--;
    bases[r] = bases[count];
    ends[r] = ends[count];
    classes[r] = classes[count];
  }

  /** The bytes that are left of the current span. */
  synchronized long left() {
    return end - next;
  }

  /**
   * Walks the allocated blocks with a tag, from behind {@code after} (0: all). Other threads may go
   * on allocating; what they do meanwhile may be seen or not.
   *
   * @return false when a header was found that is neither a free nor an allocated block's
   */
  boolean walk(int tag, long after, Visitor visitor) {
    mapped.readLock().lock();
    try {
      return visitAll(tag, after, visitor);
    } finally {
      mapped.readLock().unlock();
    }
  }

  private boolean visitAll(int tag, long after, Visitor visitor) {
    int regions;
    long[] from;
    long[] to;
    byte[] kinds;
    synchronized (this) {
      regions = count;
      from = Arrays.copyOf(bases, regions);
      to = Arrays.copyOf(ends, regions);
      kinds = Arrays.copyOf(classes, regions);
    }
    int r = 0;
    while (after != 0 && r < regions && (after < from[r] || after >= to[r])) {
      r++;
    }
    for (; r < regions; r++) {
      int sizeClass = kinds[r] & 0xFF;
      long bytes = HeapLayout.bytes(sizeClass);
      long first = after != 0 ? after + bytes : from[r] + HeapLayout.HEADER;
      after = 0;
      for (long block = first; block - HeapLayout.HEADER + bytes <= to[r]; block += bytes) {
        int state = Memory.getInt(block + HeapLayout.STATE);
        if (state == HeapLayout.ALLOCATED + sizeClass) {
          if (Memory.getInt(block + HeapLayout.TAG) == tag && !visitor.visit(block, sizeClass, r)) {
            return true;
          }
        } else if (state != HeapLayout.FREE + sizeClass && state != 0) {
          return false;
        }
      }
    }
    return true;
  }
}
