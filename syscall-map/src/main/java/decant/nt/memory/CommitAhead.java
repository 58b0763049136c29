package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import java.util.Collection;

/**
 * Memory that the host gives access to before it is committed. Go's runtime commits its heap by a
 * few kilobytes, some ten thousand times: each time the host cuts its mappings anew, and then
 * brings in page by page. For a program that has committed so often, the host opens the whole large
 * page in which the next commit lies: what is committed there from then on only counts.
 *
 * <p>What is reserved in such a page does not fault as it should. Programs that count on that touch
 * what they have reserved before they have committed much: so the first such fault has all of this
 * undone, for good.
 *
 * <p>One for each address space, whose lock guards it.
 */
final class CommitAhead {
  /** How many commits of {@link Allocation#commitNext} say that many will follow. */
  static final int MANY = 256;

  /** The size of the host's large pages. */
  static final long BLOCK = 2L << 20;

  private int commits;
  private boolean opened;
  private boolean off;

  /**
   * Whether the host gives access to pages that are to be committed for data, maybe from now on.
   */
  boolean covers(Allocation a, long from, long to) {
    if (from >= a.openFrom && to <= a.openTo) {
      return true;
    }
    return ++commits > MANY && !off && open(a, from, to);
  }

  private boolean open(Allocation a, long from, long to) {
    long start = Memory.alignDown(from, BLOCK);
    long end = start + BLOCK;
    if (start < a.base
        || end > a.end
        || to > end
        || !a.pages.onlyReservedOr(AddressSpace.PAGE_READWRITE, start, end)
        || Mman.mprotect(start, BLOCK, Mman.PROT_READ | Mman.PROT_WRITE) != 0) {
      return false;
    }
    Mman.madvise(start, BLOCK, Mman.MADV_HUGEPAGE); // where the host has none, nothing is lost
    a.openFrom = start;
    a.openTo = end;
    opened = true;
    return true;
  }

  /** The program has touched what it has only reserved: from now on, that always faults. */
  void end(Collection<Allocation> allocations) {
    if (opened && !off) {
      for (Allocation a : allocations) {
        a.openTo = 0;
        if (a.type == AddressSpace.MEM_PRIVATE && !a.placeholder) {
          close(a.pages);
        }
      }
    }
    off = true;
  }

  private static void close(PageRuns pages) {
    for (int i = 0; i < pages.count(); i++) {
      if (pages.state(i) == PageRuns.RESERVED) {
        Mman.mprotect(pages.start(i), pages.end(i) - pages.start(i), Mman.PROT_NONE);
      }
    }
  }
}
