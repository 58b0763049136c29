package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import decant.nt.NtStatus;
import java.util.Map;

/**
 * Placeholders: reservations that can be divided, joined, and replaced by private memory, without
 * ever giving the addresses away. The address space's lock guards them.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualalloc2">VirtualAlloc2</a>
 */
public final class Placeholders {
  /** With {@code MEM_RELEASE}: makes one placeholder of several that lie side by side. */
  public static final int MEM_COALESCE_PLACEHOLDERS = 0x1;

  /** With {@code MEM_RELEASE}: makes a placeholder of private memory, or of a part of one. */
  public static final int MEM_PRESERVE_PLACEHOLDER = 0x2;

  /** With {@code MEM_RESERVE}: private memory in the place of a placeholder. */
  public static final int MEM_REPLACE_PLACEHOLDER = 0x4000;

  /** With {@code MEM_RESERVE}: a placeholder. */
  public static final int MEM_RESERVE_PLACEHOLDER = 0x4_0000;

  private Placeholders() {}

  /** Reserves a placeholder; arguments as for {@link AddressSpace#allocate}. */
  public static long reserve(
      AddressSpace space, long address, long size, long lowest, long highest, long alignment) {
    if ((size & (Memory.PAGE - 1)) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    synchronized (space) {
      int type = AddressSpace.MEM_RESERVE;
      int protect = AddressSpace.PAGE_NOACCESS;
      long base = space.allocate(address, size, type, protect, lowest, highest, alignment);
      space.allocations.get(base).placeholder = true;
      return base;
    }
  }

  /**
   * Puts private memory in the place of a placeholder, which must be exactly as large.
   *
   * @param commit whether its pages are committed, too
   */
  public static long replace(
      AddressSpace space, long address, long size, boolean commit, int protect) {
    int granted = Protection.checkedPrivate(protect);
    synchronized (space) {
      Allocation a = space.allocations.get(address);
      if (a == null || !a.placeholder || a.end - a.base != size) {
        throw NtStatus.CONFLICTING_ADDRESSES.exception();
      }
      if (commit) {
        space.charge.add(size);
        if (Mman.mprotect(address, size, Protection.host(granted)) != 0) {
          space.charge.remove(size);
          throw NtStatus.lastHostError();
        }
      }
      put(space, address, a.end, granted, commit ? granted : PageRuns.RESERVED);
      return address;
    }
  }

  /**
   * {@code NtFreeVirtualMemory} with {@code MEM_RELEASE} and one of the flags of this class.
   *
   * @return the number of bytes that were freed
   */
  public static long free(AddressSpace space, long address, long size, int type) {
    boolean inPages = ((address | size) & (Memory.PAGE - 1)) == 0;
    if (!inPages || size <= 0 || size > Memory.LIMIT || address < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    synchronized (space) {
      switch (type & ~AddressSpace.MEM_RELEASE) {
        case MEM_PRESERVE_PLACEHOLDER -> preserve(space, address, address + size);
        case MEM_COALESCE_PLACEHOLDERS -> coalesce(space, address, address + size);
        default -> throw NtStatus.INVALID_PARAMETER.exception();
      }
      return size;
    }
  }

  private static void preserve(AddressSpace space, long from, long to) {
    Map.Entry<Long, Allocation> entry = space.allocations.floorEntry(from);
    Allocation a = entry == null ? null : entry.getValue();
    if (a == null || from >= a.end) {
      throw NtStatus.MEMORY_NOT_ALLOCATED.exception();
    }
    boolean whole = from == a.base && to == a.end;
    if (to > a.end || a.type != AddressSpace.MEM_PRIVATE || whole == a.placeholder) {
      throw NtStatus.CONFLICTING_ADDRESSES.exception();
    }
    if (a.placeholder) {
      placeholder(space, a.base, from);
      placeholder(space, to, a.end);
    } else {
      a.decommit(from, to, space.charge);
    }
    placeholder(space, from, to);
  }

  private static void coalesce(AddressSpace space, long from, long to) {
    long at = from;
    while (at < to) {
      Allocation a = space.allocations.get(at);
      boolean one = at == from && a != null && a.end == to;
      if (a == null || !a.placeholder || a.end > to || one) {
        throw NtStatus.CONFLICTING_ADDRESSES.exception();
      }
      at = a.end;
    }
    space.allocations.subMap(from, to).clear();
    placeholder(space, from, to);
  }

  private static void placeholder(AddressSpace space, long from, long to) {
    if (from < to) {
      put(space, from, to, AddressSpace.PAGE_NOACCESS, PageRuns.RESERVED).placeholder = true;
    }
  }

  private static Allocation put(AddressSpace space, long from, long to, int protect, int state) {
    Allocation a = new Allocation(from, to, AddressSpace.MEM_PRIVATE, protect, state, null);
    space.allocations.put(from, a);
    space.growing = null;
    return a;
  }
}
