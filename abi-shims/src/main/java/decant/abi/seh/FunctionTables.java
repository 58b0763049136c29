package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.MachineCode;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.Arrays;

/**
 * Where functions begin and end, and how their frames are undone: the exception directories of
 * images, that of our machine code, and the tables that programs add for code of their own making.
 * State of a process; looked up without a lock.
 */
public final class FunctionTables {
  /** Size of a {@code RUNTIME_FUNCTION}: begin, end and unwind data, as RVAs. */
  private static final int ENTRY = 12;

  private static final int DIRECTORY_EXCEPTION = 3;
  private static final int PE_DIRECTORIES = 24 + 112;
  private static final Table[] NONE = {};

  /** Addresses looked up lately, by their low bits; a power of two. */
  private static final int CACHE = 1024;

  /** A table that the program added. */
  private static final class Table {
    /** What it is deleted by. */
    final long key;

    final long base;
    final long begin;
    final long end;
    final long entries;

    /** Entries in use; more may be added to a table that grows. */
    volatile int count;

    /** Whether the entries are in order, so that halving finds one. */
    final boolean sorted;

    /** Function that makes entries on demand, 0 for a plain table. */
    final long callback;

    final long context;

    Table(
        long key,
        long base,
        long begin,
        long end,
        long entries,
        int count,
        boolean sorted,
        long callback,
        long context) {
      this.key = key;
      this.base = base;
      this.begin = begin;
      this.end = end;
      this.entries = entries;
      this.count = count;
      this.sorted = sorted;
      this.callback = callback;
      this.context = context;
    }
  }

  /** The function that an address of an image lies in, as long as no image goes away. */
  private static final class Cached {
    final long pc;
    final UnwindInfo function;
    final int unloads;

    Cached(long pc, UnwindInfo function, int unloads) {
      this.pc = pc;
      this.function = function;
      this.unloads = unloads;
    }
  }

  private final GuestProcess process;
  private final Cached[] cache = new Cached[CACHE]; // races lose an entry, no more
  private final long ownTable = Gate.machineCode("data_functions");
  private final int ownCount = (int) ((Gate.machineCode("data_functions_end") - ownTable) / ENTRY);
  private volatile Table[] dynamic = NONE;
  private long lastHandle;

  private FunctionTables(GuestProcess process) {
    this.process = process;
  }

  public static FunctionTables of(GuestProcess process) {
    return process.state(FunctionTables.class, FunctionTables::new);
  }

  /**
   * Finds the function that an address lies in; null for a leaf function and for an address that no
   * image and no table has.
   */
  public UnwindInfo lookup(GuestThread t, long pc) {
    int slot = (int) (pc ^ pc >>> 10) & CACHE - 1;
    Cached cached = cache[slot];
    int unloads = process.loader.unloads();
    if (cached != null && cached.pc == pc && cached.unloads == unloads) {
      return cached.function;
    }
    long base = process.loader.containing(pc);
    long entry;
    if (base != 0) {
      long directory = base + Memory.getInt(base + 0x3C) + PE_DIRECTORIES + 8 * DIRECTORY_EXCEPTION;
      long table = Memory.getU32(directory);
      int count = (int) (Memory.getU32(directory + 4) / ENTRY);
      entry = table == 0 ? 0 : search(base + table, count, base, pc);
    } else if (MachineCode.contains(pc)) {
      base = MachineCode.BASE;
      entry = search(ownTable, ownCount, base, pc);
    } else {
      return dynamic(t, pc);
    }
    if (entry == 0) {
      return null;
    }
    UnwindInfo function = UnwindInfo.read(base, entry);
    cache[slot] = new Cached(pc, function, unloads);
    return function;
  }

  private UnwindInfo dynamic(GuestThread t, long pc) {
    for (Table d : dynamic) {
      if (pc < d.begin || pc >= d.end) {
        continue;
      }
      long entry =
          d.callback != 0
              ? Gate.call(t, d.callback, pc, d.context)
              : d.sorted
                  ? search(d.entries, d.count, d.base, pc)
                  : scan(d.entries, d.count, d.base, pc);
      if (entry != 0) {
        return UnwindInfo.read(d.base, entry);
      }
    }
    return null;
  }

  /** The entry that has an address, 0 for none; the entries are in order. */
  private static long search(long table, int count, long base, long pc) {
    long rva = pc - base;
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      long entry = table + (long) ENTRY * mid;
      if (rva < Memory.getU32(entry)) {
        high = mid - 1;
      } else if (rva >= Memory.getU32(entry + 4)) {
        low = mid + 1;
      } else {
        return direct(base, entry);
      }
    }
    return 0;
  }

  private static long scan(long table, int count, long base, long pc) {
    long rva = pc - base;
    for (int i = 0; i < count; i++) {
      long entry = table + (long) ENTRY * i;
      if (rva >= Memory.getU32(entry) && rva < Memory.getU32(entry + 4)) {
        return direct(base, entry);
      }
    }
    return 0;
  }

  /** An odd unwind field refers to another entry. */
  private static long direct(long base, long entry) {
    long unwind = Memory.getU32(entry + 8);
    return (unwind & 1) != 0 ? base + (unwind & ~1L) : entry;
  }

  // --- tables of the program -------------------------------------------------------------------

  /** {@code RtlAddFunctionTable}: entries in any order. */
  public void add(long entries, int count, long base) {
    long begin = Long.MAX_VALUE;
    long end = 0;
    boolean sorted = true;
    for (int i = 0; i < count; i++) {
      long entry = entries + (long) ENTRY * i;
      long first = Memory.getU32(entry);
      sorted &= base + first >= end;
      begin = Math.min(begin, base + first);
      end = Math.max(end, base + Memory.getU32(entry + 4));
    }
    add(new Table(entries, base, begin, end, entries, count, sorted, 0, 0));
  }

  /** {@code RtlInstallFunctionTableCallback}. */
  public void addCallback(long key, long base, long length, long callback, long context) {
    add(new Table(key, base, base, base + length, 0, 0, false, callback, context));
  }

  /**
   * {@code RtlAddGrowableFunctionTable}: entries in order, for code in a range; returns what {@link
   * #grow} and {@link #remove} take.
   */
  public long addGrowable(long entries, int count, long begin, long end) {
    long handle;
    synchronized (this) {
      handle = lastHandle -= ENTRY; // no address that a guest could use
    }
    add(new Table(handle, begin, begin, end, entries, count, true, 0, 0));
    return handle;
  }

  /** {@code RtlGrowFunctionTable}: the program has filled more entries. */
  public void grow(long handle, int count) {
    for (Table d : dynamic) {
      if (d.key == handle) {
        d.count = count;
      }
    }
  }

  private synchronized void add(Table table) {
    Table[] next = Arrays.copyOf(dynamic, dynamic.length + 1);
    next[next.length - 1] = table;
    dynamic = next;
  }

  /** {@code RtlDeleteFunctionTable}; false when there is no such table. */
  public synchronized boolean remove(long key) {
    Table[] all = dynamic;
    for (int i = 0; i < all.length; i++) {
      if (all[i].key == key) {
        Table[] next = Arrays.copyOf(all, all.length - 1);
        System.arraycopy(all, i + 1, next, i, next.length - i);
        dynamic = next;
        return true;
      }
    }
    return false;
  }
}
