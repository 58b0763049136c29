package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.Placeholders;
import decant.nt.memory.RegionInfo;
import decant.nt.sync.EventObject;

/** memoryapi.h: virtual memory. Views of sections are in {@link MemoryApiViews}. */
@Library({"kernel32", "kernelbase"})
public final class MemoryApi {
  private static final String OWN_PROCESS = "Only for the calling process.";
  private static final int MEMORY_BASIC_INFORMATION_SIZE = 48;

  /** {@code MEMORY_RESOURCE_NOTIFICATION_TYPE}. */
  private static final int LOW_MEMORY = 0;

  private static final int HIGH_MEMORY = 1;
  private static final int LOWEST_OFFER_PRIORITY = 4;

  private MemoryApi() {}

  /**
   * Reserves or commits memory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualalloc">VirtualAlloc</a>
   */
  @Export(support = Support.PARTIAL, note = "No write watch, large pages or physical pages.")
  static long VirtualAlloc(
      GuestThread t, @Opt long lpAddress, long dwSize, int flAllocationType, int flProtect) {
    if (lpAddress != 0 && Long.compareUnsigned(lpAddress, Memory.LOW) < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return t.process.memory.allocate(lpAddress, dwSize, flAllocationType, flProtect);
  }

  @Export(support = Support.PARTIAL, note = OWN_PROCESS)
  static long VirtualAllocEx(
      GuestThread t,
      @Handle long hProcess,
      @Opt long lpAddress,
      long dwSize,
      int flAllocationType,
      int flProtect) {
    Handles.requireCurrentProcess(t, hProcess);
    return VirtualAlloc(t, lpAddress, dwSize, flAllocationType, flProtect);
  }

  /**
   * Allocates with address requirements.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualalloc2">VirtualAlloc2</a>
   */
  @Export(
      dll = "kernelbase",
      support = Support.PARTIAL,
      note = "Only for the calling process; of the extended parameters only address requirements.")
  static long VirtualAlloc2(
      GuestThread t,
      @Opt @Handle long Process,
      @Opt long BaseAddress,
      long Size,
      int AllocationType,
      int PageProtection,
      @Opt long ExtendedParameters,
      int ParameterCount) {
    if (Process != 0) {
      Handles.requireCurrentProcess(t, Process);
    }
    // MEM_EXTENDED_PARAMETER: a type in the low 8 bits, then a pointer or value.
    long type = ParameterCount == 0 ? 0 : Memory.getLong(ExtendedParameters) & 0xFF;
    if (ParameterCount != 0 && (ParameterCount != 1 || type != 1)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    // MEM_ADDRESS_REQUIREMENTS: lowest, highest (the last acceptable byte), alignment.
    long requirements = type == 0 ? 0 : Memory.getLong(ExtendedParameters + 8);
    long lowest = type == 0 ? 0 : Memory.getLong(requirements);
    long highest = type == 0 ? 0 : Memory.getLong(requirements + 8);
    long alignment = type == 0 ? 0 : Memory.getLong(requirements + 16);
    boolean required = (lowest | highest | alignment) != 0; // all 0 are as good as none
    if (required && BaseAddress != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if ((AllocationType & Placeholders.MEM_REPLACE_PLACEHOLDER) != 0) {
      int rest = AllocationType & ~Placeholders.MEM_REPLACE_PLACEHOLDER;
      return replacePlaceholder(t, BaseAddress, Size, rest, PageProtection);
    }
    if (!required) {
      return allocate2(
          t,
          BaseAddress,
          Size,
          AllocationType,
          PageProtection,
          AddressSpace.FIRST,
          AddressSpace.END,
          AddressSpace.GRANULARITY);
    }
    if (alignment != 0 && (Long.bitCount(alignment) != 1 || alignment < AddressSpace.GRANULARITY)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (lowest == 0) {
      lowest = highest == 0 || highest >= AddressSpace.FIRST ? AddressSpace.FIRST : Memory.LOW;
    }
    long end = highest == 0 ? AddressSpace.END : Math.min(highest + 1, AddressSpace.END);
    return allocate2(
        t,
        0,
        Size,
        AllocationType,
        PageProtection,
        lowest,
        end,
        Math.max(alignment, AddressSpace.GRANULARITY));
  }

  private static long replacePlaceholder(
      GuestThread t, long address, long size, int type, int protect) {
    boolean commit = (type & AddressSpace.MEM_COMMIT) != 0;
    if ((type & ~AddressSpace.MEM_COMMIT) != AddressSpace.MEM_RESERVE) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return Placeholders.replace(t.process.memory, address, size, commit, protect);
  }

  private static long allocate2(
      GuestThread t,
      long address,
      long size,
      int type,
      int protect,
      long lowest,
      long end,
      long alignment) {
    AddressSpace memory = t.process.memory;
    if ((type & Placeholders.MEM_RESERVE_PLACEHOLDER) == 0) {
      return memory.allocate(address, size, type, protect, lowest, end, alignment);
    }
    int expected = AddressSpace.MEM_RESERVE | Placeholders.MEM_RESERVE_PLACEHOLDER;
    if (type != expected || protect != AddressSpace.PAGE_NOACCESS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return Placeholders.reserve(memory, address, size, lowest, end, alignment);
  }

  /**
   * Decommits or releases memory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualfree">VirtualFree</a>
   */
  @Export
  static boolean VirtualFree(GuestThread t, long lpAddress, long dwSize, int dwFreeType) {
    boolean release = (dwFreeType & AddressSpace.MEM_RELEASE) != 0;
    if (release && dwFreeType != AddressSpace.MEM_RELEASE) {
      Placeholders.free(t.process.memory, lpAddress, dwSize, dwFreeType);
      return true;
    }
    if (release && dwSize != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    t.process.memory.free(lpAddress, dwSize, dwFreeType);
    return true;
  }

  @Export(support = Support.PARTIAL, note = OWN_PROCESS)
  static boolean VirtualFreeEx(
      GuestThread t, @Handle long hProcess, long lpAddress, long dwSize, int dwFreeType) {
    Handles.requireCurrentProcess(t, hProcess);
    return VirtualFree(t, lpAddress, dwSize, dwFreeType);
  }

  /**
   * Changes the protection of committed pages.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualprotect">VirtualProtect</a>
   */
  @Export
  static boolean VirtualProtect(
      GuestThread t, long lpAddress, long dwSize, int flNewProtect, @Out long lpflOldProtect) {
    if (lpflOldProtect == 0) {
      throw Win32Error.NOACCESS.exception();
    }
    Memory.putInt(lpflOldProtect, t.process.memory.protect(lpAddress, dwSize, flNewProtect));
    return true;
  }

  @Export(support = Support.PARTIAL, note = OWN_PROCESS)
  static boolean VirtualProtectEx(
      GuestThread t,
      @Handle long hProcess,
      long lpAddress,
      long dwSize,
      int flNewProtect,
      @Out long lpflOldProtect) {
    Handles.requireCurrentProcess(t, hProcess);
    return VirtualProtect(t, lpAddress, dwSize, flNewProtect, lpflOldProtect);
  }

  /**
   * Tells of the region that an address lies in; returns the size of the structure.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualquery">VirtualQuery</a>
   */
  @Export
  static long VirtualQuery(
      GuestThread t, @Opt long lpAddress, @Out(size = "dwLength") long lpBuffer, long dwLength) {
    if (Long.compareUnsigned(dwLength, MEMORY_BASIC_INFORMATION_SIZE) < 0) {
      throw Win32Error.BAD_LENGTH.exception();
    }
    RegionInfo info = t.process.memory.query(lpAddress);
    info.write(lpBuffer);
    return MEMORY_BASIC_INFORMATION_SIZE;
  }

  @Export(support = Support.PARTIAL, note = OWN_PROCESS)
  static long VirtualQueryEx(
      GuestThread t,
      @Handle long hProcess,
      @Opt long lpAddress,
      @Out(size = "dwLength") long lpBuffer,
      long dwLength) {
    Handles.requireCurrentProcess(t, hProcess);
    return VirtualQuery(t, lpAddress, lpBuffer, dwLength);
  }

  /** Keeps pages in memory. The host's limit for that is small: only says whether it could. */
  @Export(support = Support.PARTIAL, note = "Pages are checked, and not kept from being paged out.")
  static boolean VirtualLock(GuestThread t, long lpAddress, long dwSize) {
    if (dwSize <= 0 || !t.process.memory.accessible(lpAddress, dwSize, false)) {
      throw Win32Error.NOACCESS.exception();
    }
    return true;
  }

  @Export(support = Support.PARTIAL, note = "Pages that were not locked are unlocked as well.")
  static boolean VirtualUnlock(GuestThread t, long lpAddress, long dwSize) {
    if (dwSize <= 0 || !t.process.memory.accessible(lpAddress, dwSize, false)) {
      throw NtStatus.NOT_LOCKED.exception();
    }
    return true;
  }

  /** 0: the processor has large pages, the host keeps them to itself. */
  @Export
  static long GetLargePageMinimum(GuestThread t) {
    return 0;
  }

  /** Copies memory of the own process; stops at what cannot be read. */
  @Export(support = Support.PARTIAL, note = OWN_PROCESS)
  static boolean ReadProcessMemory(
      GuestThread t,
      @Handle long hProcess,
      long lpBaseAddress,
      @Out(size = "nSize") long lpBuffer,
      long nSize,
      @Out @Opt long lpNumberOfBytesRead) {
    Handles.requireCurrentProcess(t, hProcess);
    return copy(t, lpBaseAddress, lpBaseAddress, lpBuffer, nSize, false, lpNumberOfBytesRead);
  }

  @Export(support = Support.PARTIAL, note = OWN_PROCESS)
  static boolean WriteProcessMemory(
      GuestThread t,
      @Handle long hProcess,
      long lpBaseAddress,
      long lpBuffer,
      long nSize,
      @Out @Opt long lpNumberOfBytesWritten) {
    Handles.requireCurrentProcess(t, hProcess);
    return copy(t, lpBaseAddress, lpBuffer, lpBaseAddress, nSize, true, lpNumberOfBytesWritten);
  }

  private static boolean copy(
      GuestThread t, long remote, long from, long to, long size, boolean write, long copied) {
    if (copied != 0) {
      Memory.putLong(copied, 0);
    }
    if (size < 0 || !t.process.memory.accessible(remote, size, write)) {
      throw Win32Error.NOACCESS.exception();
    }
    Memory.copy(from, to, size);
    if (copied != 0) {
      Memory.putLong(copied, size);
    }
    return true;
  }

  /** The bounds of the working set: what Windows gives a new process. */
  @Export(support = Support.PARTIAL, note = "The bounds are Windows' defaults and bind nobody.")
  static boolean GetProcessWorkingSetSize(
      GuestThread t,
      @Handle long hProcess,
      @Out long lpMinimumWorkingSetSize,
      @Out long lpMaximumWorkingSetSize) {
    Handles.requireCurrentProcess(t, hProcess);
    Memory.putLong(lpMinimumWorkingSetSize, 50L * Memory.PAGE);
    Memory.putLong(lpMaximumWorkingSetSize, 345L * Memory.PAGE);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "The bounds are checked and bind nobody.")
  static boolean SetProcessWorkingSetSize(
      GuestThread t,
      @Handle long hProcess,
      long dwMinimumWorkingSetSize,
      long dwMaximumWorkingSetSize) {
    Handles.requireCurrentProcess(t, hProcess);
    if (dwMinimumWorkingSetSize != -1
        && Long.compareUnsigned(dwMinimumWorkingSetSize, dwMaximumWorkingSetSize) > 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return true;
  }

  /**
   * Says that the contents of committed pages are not needed; they stay, as they may.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-discardvirtualmemory">DiscardVirtualMemory</a>
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-reclaimvirtualmemory">ReclaimVirtualMemory</a>
   */
  @Export(
      value = {"DiscardVirtualMemory", "ReclaimVirtualMemory"},
      fails = Fails.WIN32)
  static int DiscardVirtualMemory(GuestThread t, long VirtualAddress, long Size) {
    if (VirtualAddress == 0 || Size == 0 || ((VirtualAddress | Size) & Memory.PAGE - 1) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    t.process.memory.allocate(
        VirtualAddress, Size, AddressSpace.MEM_RESET, AddressSpace.PAGE_READWRITE);
    return 0;
  }

  /** As DiscardVirtualMemory, until the pages are reclaimed. */
  @Export(fails = Fails.WIN32)
  static int OfferVirtualMemory(GuestThread t, long VirtualAddress, long Size, int Priority) {
    if (Priority < 1 || Priority > LOWEST_OFFER_PRIORITY) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return DiscardVirtualMemory(t, VirtualAddress, Size);
  }

  /**
   * An event that is set while the machine has little memory, which it never is here, or while it
   * has much, which it always is.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-creatememoryresourcenotification">CreateMemoryResourceNotification</a>
   */
  @Export(support = Support.PARTIAL, note = "There is always enough memory.")
  static long CreateMemoryResourceNotification(GuestThread t, int NotificationType) {
    if (NotificationType != LOW_MEMORY && NotificationType != HIGH_MEMORY) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    EventObject event = new EventObject(true, NotificationType == HIGH_MEMORY);
    return t.process.handles.open(event, Handles.SYNCHRONIZE | EventObject.QUERY_STATE, 0);
  }

  @Export
  static boolean QueryMemoryResourceNotification(
      GuestThread t, @Handle long ResourceNotificationHandle, @Out long ResourceState) {
    EventObject event = t.process.handles.get(ResourceNotificationHandle, EventObject.class);
    Memory.putInt(ResourceState, event.isSet() ? 1 : 0);
    return true;
  }
}
