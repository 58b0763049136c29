package decant.nt.memory;

import decant.host.Memory;
import decant.nt.NtStatus;

/**
 * Stacks of threads and fibers in an {@link AddressSpace}: reserved as a whole, committed from the
 * top, with a guard page below what is committed.
 */
public final class StackSpace {
  /**
   * How far a stack grows at once, from where it is touched. Windows grows by a page; each hit on a
   * guard page takes 10 µs here, and what is committed and not touched takes nothing of the host.
   */
  private static final long GROWTH = 16 * Memory.PAGE;

  private StackSpace() {}

  /**
   * Reserves a thread's stack and commits its top with a guard page below.
   *
   * @return the base of the reservation: {@code DeallocationStack}
   */
  public static long allocate(AddressSpace space, long reserve, long commit) {
    long size = Memory.alignUp(Math.max(reserve, 4L * Memory.PAGE), AddressSpace.GRANULARITY);
    long base = space.allocate(0, size, AddressSpace.MEM_RESERVE, AddressSpace.PAGE_READWRITE);
    long limit = limit(base, size, commit);
    space.allocate(
        limit, base + size - limit, AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);
    space.allocate(
        limit - Memory.PAGE,
        Memory.PAGE,
        AddressSpace.MEM_COMMIT,
        AddressSpace.PAGE_READWRITE | AddressSpace.PAGE_GUARD);
    return base;
  }

  /** The {@code StackLimit} of a stack of which {@link #allocate} committed so much. */
  public static long limit(long base, long size, long commit) {
    long committed = Math.max(Memory.alignUp(commit, Memory.PAGE), Memory.PAGE);
    return base + size - Math.min(committed, size - 2 * Memory.PAGE);
  }

  /**
   * Moves a stack's guard page down after {@link AddressSpace#guardHit} on it.
   *
   * @param base the base of the stack's reservation
   * @param address the address that hit the guard page
   * @param room bytes that handlers of an overflow need: the guard page does not go there
   * @return the new {@code StackLimit}; when the guard page can go no further, {@code
   *     STATUS_STACK_OVERFLOW}, all pages but the lowest are committed, and the limit is {@code
   *     base + PAGE}
   */
  public static long grow(AddressSpace space, long base, long address, long room) {
    long touched = Memory.alignDown(address, Memory.PAGE);
    long lowest = base + Memory.PAGE;
    if (touched - Memory.PAGE < lowest + room) {
      if (lowest < touched) {
        space.allocate(
            lowest, touched - lowest, AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);
      }
      throw NtStatus.STACK_OVERFLOW.exception();
    }
    long guard = Math.max(touched - GROWTH, lowest + room);
    long limit = guard + Memory.PAGE;
    if (limit < touched) {
      space.allocate(limit, touched - limit, AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);
    }
    space.allocate(
        guard,
        Memory.PAGE,
        AddressSpace.MEM_COMMIT,
        AddressSpace.PAGE_READWRITE | AddressSpace.PAGE_GUARD);
    return limit;
  }
}
