package decant.nt.memory;

import decant.host.Mman;
import decant.nt.NtObject;
import decant.nt.NtStatus;

/**
 * One allocation: a reservation of private memory, a view of a section, or an image. The address
 * space's lock guards it.
 */
final class Allocation {
  final long base;
  final long end;

  /** {@code MEM_PRIVATE}, {@code MEM_MAPPED} or {@code MEM_IMAGE}. */
  final int type;

  /** The protection that it was allocated with: {@code AllocationProtect}. */
  final int protect;

  final PageRuns pages;

  /** Whether it only keeps addresses, for {@link Placeholders}. */
  boolean placeholder;

  /** Where {@link CommitAhead} has given access to what is reserved; nowhere while the end is 0. */
  long openFrom;

  long openTo;

  /** The section behind a view, which the view keeps alive; else null. */
  final NtObject section;

  Allocation(long base, long end, int type, int protect, int state, NtObject section) {
    this.base = base;
    this.end = end;
    this.type = type;
    this.protect = protect;
    this.pages = new PageRuns(base, end, state);
    this.section = section;
  }

  /**
   * Reserved memory that is committed from this size on gets the host's large pages: bringing one
   * in takes a fifth of the time that its 512 small pages take, of which most will be touched.
   */
  static final long LARGE_COMMIT = 4L << 20;

  /** The same of what is reserved and committed at once: it may be a table with few entries. */
  static final long LARGE_TABLE = 32L << 20;

  /** Asks for large pages for what is committed, if it is as much as said. */
  static void useLargePages(long from, long length, long least) {
    if (length >= least) {
      Mman.madvise(from, length, Mman.MADV_HUGEPAGE); // where the host has none, nothing is lost
    }
  }

  /**
   * Commits reserved pages behind others that are committed for data, which is what Go's runtime
   * does for every few kilobytes of its heap: the short way of {@link AddressSpace#allocate}.
   *
   * @return false when the pages are not such; then nothing has changed
   */
  boolean commitNext(long from, long to, CommitCharge charge, CommitAhead ahead) {
    if (!pages.continues(from, to, AddressSpace.PAGE_READWRITE)) {
      return false;
    }
    charge.add(to - from);
    if (!ahead.covers(this, from, to)
        && Mman.mprotect(from, to - from, Mman.PROT_READ | Mman.PROT_WRITE) != 0) {
      charge.remove(to - from);
      throw NtStatus.lastHostError();
    }
    pages.extend(to);
    return true;
  }

  /** Gives committed pages back; what is in the range stays reserved. */
  void decommit(long from, long to, CommitCharge charge) {
    // A fresh mapping in the place of the old one: the pages go back, and read as zero next time.
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE | Mman.MAP_FIXED;
    if (Mman.mmap(from, to - from, Mman.PROT_NONE, flags, -1, 0) != from) {
      throw NtStatus.lastHostError();
    }
    charge.remove(pages.committed(from, to));
    pages.set(from, to, PageRuns.RESERVED);
    openTo = 0;
  }
}
