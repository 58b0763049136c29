package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import java.util.Collection;

/**
 * Memory that the host gives access to before it is committed. Runtimes commit their heaps little
 * by little: Go's by a few kilobytes, some ten thousand times, Haskell's by a megabyte. Each time
 * the host cuts its mappings anew, and then brings in page by page. For a program that has
 * committed so often, or so much, the host opens the whole large pages in which the next commit
 * lies: what is committed there from then on only counts.
 *
 * <p>What is reserved in such a page does not fault as it should. Programs that count on that touch
 * what they have reserved before they have committed much, so the first such fault has all of this
 * undone, for good; or they say that nobody may touch it, as engines do that let WebAssembly run
 * into the end of its memory: only what is reserved for reading and writing is opened.
 *
 * <p>One for each address space, whose lock guards it.
 */
final class CommitAhead {
  /**
   * How many commits of {@link Allocation#commitNext}, or how much memory, say that more follows.
   */
  private static final int MANY = 256;

  private static final long MUCH = 8L << 20;

  /** The size of the host's large pages. */
  static final long BLOCK = 2L << 20;

  private int commits;
  private long bytes;
  private boolean opened;
  private boolean off;

  /**
   * Whether the host gives access to pages that are to be committed for data, maybe from now on.
   */
  boolean covers(Allocation a, long from, long to) {
    if (from >= a.openFrom && to <= a.openTo) {
      return true;
    }
    bytes += to - from;
    return (++commits > MANY || bytes > MUCH)
        && !off
        && a.protect == AddressSpace.PAGE_READWRITE
        && open(a, from, to);
  }

  private boolean open(Allocation a, long from, long to) {
    long start = Math.max(a.base, Memory.alignDown(from, BLOCK));
    long end = Math.min(a.end, Memory.alignUp(to, BLOCK));
    if (!a.pages.onlyReservedOr(AddressSpace.PAGE_READWRITE, start, end)
        || Mman.mprotect(start, end - start, Mman.PROT_READ | Mman.PROT_WRITE) != 0) {
      return false;
    }
    Mman.madvise(
        start, end - start, Mman.MADV_HUGEPAGE); // where the host has none, nothing is lost
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
