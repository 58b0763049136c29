package decant.nt.memory;

import decant.host.DemandPages;
import decant.host.Errno;
import decant.host.Memory;
import decant.host.Mman;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guest's part of the address space: reservations, views and images with the page states that
 * Windows gives them, mapped one to one on the host.
 *
 * <p>Placement is deterministic: lowest free range first from {@link #FIRST} on (images from {@link
 * #FIRST_IMAGE}), so that runs are alike; what the host has there already is passed over. Reserved
 * pages are {@code PROT_NONE} on the host, committed ones have their protection's access, guard
 * pages fault until {@link #guardHit} clears them.
 *
 * <p>One lock guards the tree. It is held over the host's {@code mmap} and {@code mprotect}, which
 * must not interleave with changes of the tree and do not wait for anything.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualalloc">VirtualAlloc</a>
 */
public final class AddressSpace {
  public static final int MEM_COMMIT = 0x1000;
  public static final int MEM_RESERVE = 0x2000;
  public static final int MEM_DECOMMIT = 0x4000;
  public static final int MEM_RELEASE = 0x8000;
  public static final int MEM_FREE = 0x1_0000;
  public static final int MEM_PRIVATE = 0x2_0000;
  public static final int MEM_MAPPED = 0x4_0000;
  public static final int MEM_RESET = 0x8_0000;
  public static final int MEM_TOP_DOWN = 0x10_0000;
  public static final int MEM_IMAGE = 0x100_0000;

  /** The same bit as {@link #MEM_IMAGE}, as an allocation type. */
  public static final int MEM_RESET_UNDO = 0x100_0000;

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

  /** The lowest address that is chosen for memory without a wish. */
  public static final long FIRST = 0x2_0000_0000L;

  /** The lowest address that is chosen for an image that cannot have its preferred base. */
  public static final long FIRST_IMAGE = 0x1_8000_0000L;

  /** The end (exclusive) of what can be allocated. */
  public static final long END = Memory.CODE;

  final TreeMap<Long, Allocation> allocations = new TreeMap<>();
  private final Placement placement = new Placement(allocations);
  final CommitCharge charge = new CommitCharge();
  private final CommitAhead ahead = new CommitAhead();
  private CodeWatch watch;

  /** Where {@link #commitNext} was last; nowhere when it may be gone. */
  Allocation growing;

  /** Has somebody told of memory that becomes executable from now on. */
  public synchronized void watchCode(CodeWatch codeWatch) {
    watch = codeWatch;
  }

  /**
   * {@code NtAllocateVirtualMemory}: reserves, commits or both; address 0 lets us choose.
   *
   * @param address where: rounded down to {@link #GRANULARITY} when reserving, to a page when
   *     committing
   * @param type {@code MEM_RESERVE}, {@code MEM_COMMIT}, {@code MEM_RESET} …
   * @return the base of the range
   */
  public long allocate(long address, long size, int type, int protect) {
    if (type == MEM_COMMIT && protect == PAGE_READWRITE && address != 0) {
      long from = commitNext(address, size);
      if (from != 0) {
        return from;
      }
    }
    return allocate(address, size, type, protect, FIRST, END, GRANULARITY);
  }

  /** As {@link Allocation#commitNext}; 0 when the pages are not such. */
  private synchronized long commitNext(long address, long size) {
    long from = Memory.alignDown(address, Memory.PAGE);
    long to = size <= 0 || size >= Allocation.LARGE_COMMIT ? END : end(address, size);
    Allocation a = growing;
    if (a == null || from < a.base || to > a.end) {
      a = at(address);
      if (a == null || to > a.end || a.type != MEM_PRIVATE || a.placeholder) {
        return 0;
      }
      growing = a;
    }
    return a.commitNext(from, to, charge, ahead) ? from : 0;
  }

  /**
   * As {@link #allocate(long, long, int, int)}, with bounds for the choice of the address ({@code
   * MEM_ADDRESS_REQUIREMENTS}, {@code ZeroBits}).
   *
   * @param lowest the lowest acceptable address
   * @param highest the end (exclusive) of what is acceptable
   * @param alignment of the base, a power of two from {@link #GRANULARITY} on
   */
  public synchronized long allocate(
      long address, long size, int type, int protect, long lowest, long highest, long alignment) {
    if (size <= 0 || size > Memory.LIMIT) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int action = type & ~MEM_TOP_DOWN;
    if (action == MEM_RESET || action == MEM_RESET_UNDO) {
      return reset(address, size);
    }
    if (action == 0 || (action & ~(MEM_COMMIT | MEM_RESERVE)) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int checked = Protection.checked(protect);
    if (address != 0 && (action & MEM_RESERVE) == 0) {
      return commit(address, size, checked);
    }
    int granted = Protection.checkedPrivate(protect);
    boolean commit = (action & MEM_COMMIT) != 0;
    long base = Memory.alignDown(address, GRANULARITY);
    long length = Memory.alignUp(address - base + size, Memory.PAGE);
    if (commit) {
      charge.add(length);
    }
    try {
      int host = commit ? Protection.host(granted) : Mman.PROT_NONE;
      int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE;
      if (address != 0) {
        placement.mapAt(base, length, host, flags, -1, 0);
      } else if ((type & MEM_TOP_DOWN) != 0) {
        base = placement.mapHighest(length, host, flags, lowest, highest, alignment);
      } else {
        base = placement.mapLowest(length, host, flags, -1, 0, lowest, highest, alignment);
      }
    } catch (RuntimeException e) {
      if (commit) {
        charge.remove(length);
      }
      throw e;
    }
    if (commit) {
      Allocation.useLargePages(base, length, Allocation.LARGE_TABLE);
    }
    int state = commit ? granted : PageRuns.RESERVED;
    allocations.put(base, new Allocation(base, base + length, MEM_PRIVATE, granted, state, null));
    CodeWatch.tell(watch, base, base + length, state);
    return base;
  }

  private long commit(long address, long size, int protect) {
    long from = Memory.alignDown(address, Memory.PAGE);
    long to = end(address, size);
    Allocation a = covering(from, to);
    if (a.type != MEM_PRIVATE) {
      if (a.pages.committed(from, to) != 0) {
        throw NtStatus.ALREADY_COMMITTED.exception();
      }
    } else if (Protection.isWriteCopy(protect)) {
      throw NtStatus.INVALID_PAGE_PROTECTION.exception();
    }
    if (a.pages.stateAt(from) == protect && a.pages.end(a.pages.index(from)) >= to) {
      return from; // as it is
    }
    long added = a.type == MEM_PRIVATE ? to - from - a.pages.committed(from, to) : 0;
    charge.add(added);
    if (Mman.mprotect(from, to - from, Protection.host(protect)) != 0) {
      charge.remove(added);
      throw NtStatus.lastHostError();
    }
    if (a.type == MEM_PRIVATE) {
      Allocation.useLargePages(from, to - from, Allocation.LARGE_COMMIT);
    }
    a.pages.set(from, to, protect);
    CodeWatch.tell(watch, from, to, protect);
    return from;
  }

  /**
   * {@code MEM_RESET} says that the contents are not needed, which allows us to drop them and does
   * not ask for it; so nothing is dropped, and {@code MEM_RESET_UNDO} always succeeds.
   */
  private long reset(long address, long size) {
    long from = Memory.alignDown(address, Memory.PAGE);
    long to = end(address, size);
    Allocation a = covering(from, to);
    if (a.pages.committed(from, to) != to - from) {
      throw NtStatus.CONFLICTING_ADDRESSES.exception();
    }
    return from;
  }

  /**
   * {@code NtFreeVirtualMemory} with {@code MEM_DECOMMIT} or {@code MEM_RELEASE}.
   *
   * @param size 0 for the whole allocation, whose base the address must then be
   * @return the number of bytes that were freed
   */
  public synchronized long free(long address, long size, int type) {
    if (type != MEM_DECOMMIT && type != MEM_RELEASE || size < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Allocation a = at(address);
    if (a == null) {
      throw NtStatus.MEMORY_NOT_ALLOCATED.exception();
    }
    if (a.type != MEM_PRIVATE) {
      throw NtStatus.UNABLE_TO_DELETE_SECTION.exception();
    }
    long from = Memory.alignDown(address, Memory.PAGE);
    if (size == 0 && from != a.base) {
      throw NtStatus.FREE_VM_NOT_AT_BASE.exception();
    }
    growing = null;
    long to = size == 0 ? a.end : end(address, size);
    if (to > a.end) {
      throw NtStatus.UNABLE_TO_FREE_VM.exception();
    }
    if (type == MEM_DECOMMIT) {
      a.decommit(from, to, charge);
    } else if (from == a.base && to == a.end) {
      remove(a);
    } else {
      releasePart(a, from, to);
    }
    return to - from;
  }

  /** Frees a part of an allocation; what is left of it become allocations of their own. */
  private void releasePart(Allocation a, long from, long to) {
    if (Mman.munmap(from, to - from) != 0) {
      throw NtStatus.lastHostError();
    }
    charge.remove(a.pages.committed(from, to));
    allocations.remove(a.base);
    placement.freed(from);
    keepPart(a, a.base, from);
    keepPart(a, to, a.end);
  }

  private void keepPart(Allocation a, long from, long to) {
    if (from >= to) {
      return;
    }
    Allocation part = new Allocation(from, to, a.type, a.protect, a.pages.stateAt(from), a.section);
    for (int i = a.pages.index(from); i < a.pages.count() && a.pages.start(i) < to; i++) {
      long start = Math.max(from, a.pages.start(i));
      part.pages.set(start, Math.min(to, a.pages.end(i)), a.pages.state(i));
    }
    allocations.put(from, part);
  }

  private void remove(Allocation a) {
    if (a.type == MEM_IMAGE) {
      DemandPages.remove(a.base, a.end);
    }
    placement.free(a);
    if (a.type == MEM_PRIVATE) {
      charge.remove(a.pages.committed(a.base, a.end));
    }
  }

  /**
   * {@code NtProtectVirtualMemory} on committed pages of one allocation.
   *
   * @return the protection that the first page had
   */
  public synchronized int protect(long address, long size, int protect) {
    int granted = Protection.checked(protect);
    if (size <= 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long from = Memory.alignDown(address, Memory.PAGE);
    long to = end(address, size);
    Allocation a = covering(from, to);
    if (a.pages.committed(from, to) != to - from) {
      throw NtStatus.NOT_COMMITTED.exception();
    }
    if (a.type == MEM_PRIVATE && Protection.isWriteCopy(granted)) {
      throw NtStatus.INVALID_PAGE_PROTECTION.exception();
    }
    int old = a.pages.stateAt(from);
    if (DemandPages.protect(from, to, Protection.host(granted)) != 0) {
      throw Errno.last() == Errno.EACCES
          ? NtStatus.SECTION_PROTECTION.exception()
          : NtStatus.lastHostError();
    }
    a.pages.set(from, to, granted);
    CodeWatch.tell(watch, from, to, granted);
    return old;
  }

  /**
   * {@code NtQueryVirtualMemory(MemoryBasicInformation)}; {@code STATUS_INVALID_PARAMETER} for an
   * address that no program can have.
   */
  public synchronized RegionInfo query(long address) {
    if (address < 0 || address >= Memory.LIMIT) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long page = Memory.alignDown(address, Memory.PAGE);
    Allocation a = at(address);
    if (a == null) {
      Map.Entry<Long, Allocation> next = allocations.higherEntry(page);
      long end = next == null ? Memory.LIMIT : next.getKey();
      return new RegionInfo(page, 0, 0, end - page, MEM_FREE, PAGE_NOACCESS, 0);
    }
    int run = a.pages.index(page);
    int state = a.pages.state(run);
    return new RegionInfo(
        page,
        a.base,
        a.protect,
        a.pages.end(run) - page,
        state == PageRuns.RESERVED ? MEM_RESERVE : MEM_COMMIT,
        state,
        a.type);
  }

  /**
   * Whether an address lies in a guard page. If it does, the page is one no longer: the caller
   * raises {@code STATUS_GUARD_PAGE_VIOLATION}, or grows the stack.
   */
  public synchronized boolean guardHit(long address) {
    Allocation a = at(address);
    if (a == null) {
      return false;
    }
    int state = a.pages.stateAt(address);
    if (state == PageRuns.RESERVED) {
      ahead.end(allocations.values());
    }
    if ((state & PAGE_GUARD) == 0) {
      return false;
    }
    long page = Memory.alignDown(address, Memory.PAGE);
    if (Mman.mprotect(page, Memory.PAGE, Protection.host(state & ~PAGE_GUARD)) != 0) {
      throw NtStatus.lastHostError();
    }
    a.pages.set(page, page + Memory.PAGE, state & ~PAGE_GUARD);
    return true;
  }

  /**
   * Makes room for an image: zeroed, readable and writable pages of type {@code MEM_IMAGE}, which
   * the loader fills and then protects.
   *
   * @param preferred the base that the image asks for
   * @param fixed whether it cannot be elsewhere; then {@code STATUS_CONFLICTING_ADDRESSES} when the
   *     place is taken
   * @return the base
   */
  public synchronized long reserveImage(long preferred, long size, boolean fixed) {
    if (size <= 0 || size > Memory.LIMIT || (preferred & (GRANULARITY - 1)) != 0) {
      throw NtStatus.INVALID_IMAGE_FORMAT.exception();
    }
    long length = Memory.alignUp(size, Memory.PAGE);
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE;
    int host = Mman.PROT_READ | Mman.PROT_WRITE;
    long base = preferred;
    if (fixed) {
      placement.mapAt(base, length, host, flags, -1, 0);
    } else if (!placement.tryMap(base, length, host, flags, -1, 0)) {
      base = placement.mapLowest(length, host, flags, -1, 0, FIRST_IMAGE, END, GRANULARITY);
    }
    allocations.put(
        base,
        new Allocation(
            base, base + length, MEM_IMAGE, PAGE_EXECUTE_WRITECOPY, PAGE_READWRITE, null));
    return base;
  }

  /**
   * Maps a view of a descriptor.
   *
   * @param address where, a multiple of {@link #GRANULARITY}; 0 lets us choose
   * @param protect the protection of the view
   * @param committed whether the pages are committed ({@code SEC_RESERVE} sections: not yet)
   * @param shared whether writes go to the descriptor, as opposed to a private copy
   * @param section kept by the view; the caller has retained it, and releases what {@link #unmap}
   *     returns
   */
  public synchronized long mapView(
      long address,
      long size,
      int protect,
      boolean committed,
      boolean shared,
      int fd,
      long offset,
      NtObject section) {
    int granted = Protection.checked(protect);
    if (size <= 0 || size > Memory.LIMIT) {
      throw NtStatus.INVALID_VIEW_SIZE.exception();
    }
    if ((address & (GRANULARITY - 1)) != 0) {
      throw NtStatus.MAPPED_ALIGNMENT.exception();
    }
    long length = Memory.alignUp(size, Memory.PAGE);
    int flags = (shared ? Mman.MAP_SHARED : Mman.MAP_PRIVATE) | Mman.MAP_NORESERVE;
    int host = committed ? Protection.host(granted) : Mman.PROT_NONE;
    long base = address;
    if (address != 0) {
      placement.mapAt(address, length, host, flags, fd, offset);
    } else {
      base = placement.mapLowest(length, host, flags, fd, offset, FIRST, END, GRANULARITY);
    }
    int state = committed ? granted : PageRuns.RESERVED;
    allocations.put(base, new Allocation(base, base + length, MEM_MAPPED, granted, state, section));
    CodeWatch.tell(watch, base, base + length, state);
    return base;
  }

  /**
   * Unmaps the view or image that an address lies in; {@code STATUS_NOT_MAPPED_VIEW} when there is
   * none.
   *
   * @return the section that the view kept, or null
   */
  public synchronized NtObject unmap(long address) {
    Allocation a = at(address);
    if (a == null || a.type == MEM_PRIVATE) {
      throw NtStatus.NOT_MAPPED_VIEW.exception();
    }
    remove(a);
    return a.section;
  }

  /** The section of the view that an address lies in, or null. */
  public synchronized NtObject section(long address) {
    Allocation a = at(address);
    return a == null ? null : a.section;
  }

  /** Whether every page of a range can be accessed so by the guest, without touching it. */
  public synchronized boolean accessible(long address, long size, boolean write) {
    int wanted = write ? Mman.PROT_WRITE : Mman.PROT_READ;
    Allocation a;
    for (long at = address; at - address < size; at = a.pages.end(a.pages.index(at))) {
      a = at(at);
      if (a == null || (Protection.host(a.pages.stateAt(at)) & wanted) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Bytes of private memory that are committed. */
  public synchronized long committed() {
    return charge.bytes();
  }

  /** The allocation that an address lies in, or null. */
  private Allocation at(long address) {
    Map.Entry<Long, Allocation> e = allocations.floorEntry(address);
    return e == null || address >= e.getValue().end ? null : e.getValue();
  }

  /** The one allocation that holds a range, and is no placeholder. */
  private Allocation covering(long from, long to) {
    Allocation a = at(from);
    if (a == null || to > a.end || a.placeholder) {
      throw NtStatus.CONFLICTING_ADDRESSES.exception();
    }
    return a;
  }

  /** The end of the pages that a range touches; beyond all allocations for an absurd size. */
  private static long end(long address, long size) {
    if (address < 0 || address >= Memory.LIMIT || size > Memory.LIMIT) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return Memory.alignUp(address + size, Memory.PAGE);
  }
}
