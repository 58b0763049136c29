package decant.nt.memory;

import decant.host.Errno;
import decant.host.Memory;
import decant.host.Mman;
import decant.nt.NtStatus;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Finds room for allocations and maps it on the host in one step, so that nothing of the host's is
 * ever replaced. The address space's lock guards it.
 */
final class Placement {
  private final NavigableMap<Long, Allocation> allocations;
  private final RetiredPages retired = new RetiredPages();

  /**
   * From {@link AddressSpace#FIRST} up to here there is no room for anything: a search need not
   * begin before. Only ever a bound: what is above may be taken as well.
   */
  private long full = AddressSpace.FIRST;

  Placement(NavigableMap<Long, Allocation> allocations) {
    this.allocations = allocations;
  }

  /**
   * Maps a range where the program wants it; {@code STATUS_CONFLICTING_ADDRESSES} if it is taken.
   */
  void mapAt(long base, long length, int host, int flags, int fd, long offset) {
    if (base < Memory.LOW || base > AddressSpace.END - length || base + length > AddressSpace.END) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (!tryMap(base, length, host, flags, fd, offset)) {
      throw NtStatus.CONFLICTING_ADDRESSES.exception();
    }
  }

  /** Maps a range if it is free on both sides. */
  boolean tryMap(long base, long length, int host, int flags, int fd, long offset) {
    if (base < Memory.LOW || length > AddressSpace.END || base > AddressSpace.END - length) {
      return false;
    }
    Map.Entry<Long, Allocation> below = allocations.lowerEntry(base + length);
    if (below != null && Memory.alignUp(below.getValue().end, AddressSpace.GRANULARITY) > base) {
      return false;
    }
    if (retired.take(base, length, host, fd)
        || Mman.mmap(base, length, host, flags | Mman.MAP_FIXED_NOREPLACE, fd, offset) == base) {
      return true;
    }
    if (Errno.last() != Errno.EEXIST) {
      throw NtStatus.lastHostError();
    }
    return false;
  }

  /**
   * Maps a range at the lowest free address within bounds; {@code STATUS_NO_MEMORY} if there is
   * none.
   */
  long mapLowest(
      long length,
      int host,
      int flags,
      int fd,
      long offset,
      long lowest,
      long highest,
      long alignment) {
    long base = Memory.alignUp(Math.max(lowest, Memory.LOW), alignment);
    if (base == AddressSpace.FIRST) {
      base = Memory.alignUp(full, alignment);
    }
    while (base >= 0 && base <= highest - length) {
      Map.Entry<Long, Allocation> below = allocations.lowerEntry(base + length);
      if (below != null && below.getValue().end > base) {
        if (base == full && below.getKey() <= base) {
          full = Memory.alignUp(below.getValue().end, AddressSpace.GRANULARITY);
        }
        base = Memory.alignUp(below.getValue().end, alignment);
      } else if (tryMap(base, length, host, flags, fd, offset)) {
        return base;
      } else {
        base =
            Memory.alignUp(
                Math.max(HostMaps.endOfOverlap(base, base + length), base + 1), alignment);
      }
    }
    throw NtStatus.NO_MEMORY.exception();
  }

  /** Takes a whole allocation away from the program. */
  void free(Allocation a) {
    if (!retired.retire(a) && Mman.munmap(a.base, a.end - a.base) != 0) {
      throw NtStatus.lastHostError();
    }
    allocations.remove(a.base);
    freed(a.base);
  }

  /** A range from an address on has become free. */
  void freed(long address) {
    if (address < full) {
      full = Math.max(AddressSpace.FIRST, Memory.alignDown(address, AddressSpace.GRANULARITY));
    }
  }

  /** Maps anonymous memory at the highest free address within bounds. */
  long mapHighest(long length, int host, int flags, long lowest, long highest, long alignment) {
    long base = Memory.alignDown(highest - length, alignment);
    while (base >= lowest) {
      Map.Entry<Long, Allocation> below = allocations.lowerEntry(base + length);
      if (below != null && below.getValue().end > base) {
        base = Memory.alignDown(below.getKey() - length, alignment);
      } else if (tryMap(base, length, host, flags, -1, 0)) {
        return base;
      } else {
        long start = HostMaps.startOfOverlap(base, base + length);
        base = Memory.alignDown(Math.min(start, base) - length, alignment);
      }
    }
    throw NtStatus.NO_MEMORY.exception();
  }
}
