package decant.nt.memory;

import decant.nt.NtObject;

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
}
