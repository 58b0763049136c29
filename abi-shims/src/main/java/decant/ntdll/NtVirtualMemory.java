package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.memory.AddressSpace;

/** Virtual memory of ntifs.h. */
@Library("ntdll")
public final class NtVirtualMemory {
  private static final int SUCCESS = 0;
  private static final int MEMORY_BASIC_INFORMATION = 0;
  private static final int BASIC_SIZE = 48;
  private static final String OWN_PROCESS = "Only for the calling process.";

  private NtVirtualMemory() {}

  /**
   * Reserves or commits memory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntallocatevirtualmemory">NtAllocateVirtualMemory</a>
   */
  @Export(
      value = {"NtAllocateVirtualMemory", "ZwAllocateVirtualMemory"},
      support = Support.PARTIAL,
      note = "Only for the calling process; no write watch, large pages or physical pages.")
  static int NtAllocateVirtualMemory(
      GuestThread t,
      @Handle long ProcessHandle,
      @Out long BaseAddress,
      long ZeroBits,
      @Out long RegionSize,
      int AllocationType,
      int Protect) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    long address = Memory.getLong(BaseAddress);
    long size = Memory.getLong(RegionSize);
    long end = end(ZeroBits);
    long base =
        t.process.memory.allocate(
            address,
            size,
            AllocationType,
            Protect,
            end <= AddressSpace.FIRST ? Memory.LOW : AddressSpace.FIRST,
            end,
            AddressSpace.GRANULARITY);
    Memory.putLong(BaseAddress, base);
    long from = address == 0 ? base : address;
    Memory.putLong(RegionSize, Memory.alignUp(from + size, Memory.PAGE) - base);
    return SUCCESS;
  }

  /** The end of the addresses that {@code ZeroBits} allows: a count of bits, or a mask. */
  private static long end(long zeroBits) {
    if (zeroBits == 0) {
      return AddressSpace.END;
    }
    if (zeroBits < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (zeroBits < 32) {
      return 1L << 32 - zeroBits;
    }
    return Math.min(AddressSpace.END, Long.highestOneBit(zeroBits) << 1);
  }

  @Export(
      value = {"NtFreeVirtualMemory", "ZwFreeVirtualMemory"},
      support = Support.PARTIAL,
      note = OWN_PROCESS)
  static int NtFreeVirtualMemory(
      GuestThread t,
      @Handle long ProcessHandle,
      @Out long BaseAddress,
      @Out long RegionSize,
      int FreeType) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    long address = Memory.getLong(BaseAddress);
    long freed = t.process.memory.free(address, Memory.getLong(RegionSize), FreeType);
    Memory.putLong(BaseAddress, Memory.alignDown(address, Memory.PAGE));
    Memory.putLong(RegionSize, freed);
    return SUCCESS;
  }

  @Export(
      value = {"NtProtectVirtualMemory", "ZwProtectVirtualMemory"},
      support = Support.PARTIAL,
      note = OWN_PROCESS)
  static int NtProtectVirtualMemory(
      GuestThread t,
      @Handle long ProcessHandle,
      @Out long BaseAddress,
      @Out long RegionSize,
      int NewProtection,
      @Out long OldProtection) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    long address = Memory.getLong(BaseAddress);
    long size = Memory.getLong(RegionSize);
    int old = t.process.memory.protect(address, size, NewProtection);
    long base = Memory.alignDown(address, Memory.PAGE);
    Memory.putLong(BaseAddress, base);
    Memory.putLong(RegionSize, Memory.alignUp(address + size, Memory.PAGE) - base);
    Memory.putInt(OldProtection, old);
    return SUCCESS;
  }

  @Export(
      value = {"NtQueryVirtualMemory", "ZwQueryVirtualMemory"},
      support = Support.PARTIAL,
      note = "Only for the calling process, and MemoryBasicInformation.")
  static int NtQueryVirtualMemory(
      GuestThread t,
      @Handle long ProcessHandle,
      @Opt long BaseAddress,
      int MemoryInformationClass,
      @Out(size = "MemoryInformationLength") long MemoryInformation,
      long MemoryInformationLength,
      @Out @Opt long ReturnLength) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    if (MemoryInformationClass != MEMORY_BASIC_INFORMATION) {
      throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    if (Long.compareUnsigned(MemoryInformationLength, BASIC_SIZE) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    t.process.memory.query(BaseAddress).write(MemoryInformation);
    if (ReturnLength != 0) {
      Memory.putLong(ReturnLength, BASIC_SIZE);
    }
    return SUCCESS;
  }
}
