package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;

/**
 * Small ranges of memory that were freed not long ago. They keep their pages, out of everybody's
 * reach, for an allocation of the same size in the same place: to a program that allocates and
 * frees again and again, making them accessible and zeroing them costs a fraction of what new pages
 * do. The address space's lock guards it.
 */
final class RetiredPages {
  /** Up to this size zeroing costs less than the host's calls. */
  private static final long LARGEST = 0x2_0000;

  private static final int MOST = 8;
  private static final int ACCESS = Mman.PROT_READ | Mman.PROT_WRITE;

  private final long[] bases = new long[MOST];
  private final long[] lengths = new long[MOST];
  private int count;

  /** Keeps a mapping that is being freed; false when it is to be unmapped instead. */
  boolean retire(Allocation a) {
    long length = a.end - a.base;
    if (a.type != AddressSpace.MEM_PRIVATE
        || length > LARGEST
        || count == MOST
        || a.pages.count() != 1
        || a.pages.state(0) != AddressSpace.PAGE_READWRITE
        || Mman.mprotect(a.base, length, Mman.PROT_NONE) != 0) {
      return false;
    }
    bases[count] = a.base;
    lengths[count++] = length;
    return true;
  }

  /**
   * Gives back a range as if it had been mapped now; false when it is not here. What overlaps with
   * the range is gone afterwards.
   */
  boolean take(long base, long length, int host, int fd) {
    boolean taken = false;
    for (int i = count - 1; i >= 0; i--) {
      if (bases[i] >= base + length || bases[i] + lengths[i] <= base) {
        continue;
      }
      taken =
          bases[i] == base
              && lengths[i] == length
              && host == ACCESS
              && fd == -1
              && Mman.mprotect(base, length, ACCESS) == 0;
      if (taken) {
        Memory.fill(base, length, 0);
      } else {
        Mman.munmap(bases[i], lengths[i]);
      }
      count--;
      bases[i] = bases[count];
      lengths[i] = lengths[count];
    }
    return taken;
  }
}
