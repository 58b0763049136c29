package decant.nt.memory;

import decant.host.Memory;

/**
 * What {@code VirtualQuery} tells of an address: a {@code MEMORY_BASIC_INFORMATION}.
 *
 * @param base the page of the address
 * @param allocationBase the base of the allocation, 0 for free memory
 * @param allocationProtect the protection given when the range was reserved, 0 for free memory
 * @param size bytes from {@code base} on that are the same in every attribute
 * @param state {@code MEM_COMMIT}, {@code MEM_RESERVE} or {@code MEM_FREE}
 * @param protect the protection of committed pages, {@code PAGE_NOACCESS} for free ones, else 0
 * @param type {@code MEM_PRIVATE}, {@code MEM_MAPPED}, {@code MEM_IMAGE}, or 0 for free memory
 */
public record RegionInfo(
    long base,
    long allocationBase,
    int allocationProtect,
    long size,
    int state,
    int protect,
    int type) {
  /** Writes the {@code MEMORY_BASIC_INFORMATION} of 48 bytes. */
  public void write(long to) {
    Memory.putLong(to, base);
    Memory.putLong(to + 8, allocationBase);
    Memory.putInt(to + 16, allocationProtect);
    Memory.putInt(to + 20, 0);
    Memory.putLong(to + 24, size);
    Memory.putInt(to + 32, state);
    Memory.putInt(to + 36, protect);
    Memory.putInt(to + 40, type);
    Memory.putInt(to + 44, 0);
  }
}
