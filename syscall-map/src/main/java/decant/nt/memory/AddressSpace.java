package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import decant.nt.NtStatus;

/** The guest's part of the address space. */
public final class AddressSpace {
  public static final int MEM_COMMIT = 0x1000;
  public static final int MEM_RESERVE = 0x2000;
  public static final int MEM_DECOMMIT = 0x4000;
  public static final int MEM_RELEASE = 0x8000;

  public static final int PAGE_NOACCESS = 0x01;
  public static final int PAGE_READONLY = 0x02;
  public static final int PAGE_READWRITE = 0x04;
  public static final int PAGE_WRITECOPY = 0x08;
  public static final int PAGE_EXECUTE = 0x10;
  public static final int PAGE_EXECUTE_READ = 0x20;
  public static final int PAGE_EXECUTE_READWRITE = 0x40;
  public static final int PAGE_EXECUTE_WRITECOPY = 0x80;
  public static final int PAGE_GUARD = 0x100;

  /** {@code dwAllocationGranularity}: bases of allocations are multiples of it. */
  public static final long GRANULARITY = 0x1_0000;

  private long next = 0x2_0000_0000L;

  /**
   * {@code NtAllocateVirtualMemory}: reserves or commits; address 0 lets us choose. Returns the
   * base.
   */
  public synchronized long allocate(long address, long size, int type, int protect) {
    long base = address != 0 ? Memory.alignDown(address, GRANULARITY) : next;
    long length = Memory.alignUp(size, GRANULARITY);
    long got =
        Mman.mmap(
            base,
            length,
            Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC,
            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE | Mman.MAP_FIXED_NOREPLACE,
            -1,
            0);
    if (got != base) {
      throw NtStatus.CONFLICTING_ADDRESSES.exception();
    }
    if (address == 0) {
      next += length;
    }
    return base;
  }
}
