package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.MachineCode;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;

/**
 * Where functions begin and end, and how their frames are undone: the exception directories of
 * images, and the tables that programs add for code of their own making. State of a process.
 */
public final class FunctionTables {
  /** Size of a {@code RUNTIME_FUNCTION}: begin, end and unwind data, as RVAs. */
  public static final int ENTRY = 12;

  private static final int DIRECTORY_EXCEPTION = 3;
  private static final int PE_DIRECTORIES = 24 + 112;

  /**
   * A table that the program added; {@code callback} makes entries on demand and is 0 for a plain
   * one.
   */
  private record Dynamic(
      long key, long base, long length, long entries, int count, long callback, long context) {}

  private final GuestProcess process;
  private volatile List<Dynamic> dynamic = List.of();

  private FunctionTables(GuestProcess process) {
    this.process = process;
  }

  public static FunctionTables of(GuestProcess process) {
    return process.state(FunctionTables.class, FunctionTables::new);
  }

  /**
   * What {@link #lookup} found: the entry's address, 0 for a leaf function, and the base of its
   * RVAs.
   */
  public record Found(long entry, long base) {}

  /** Finds the function that an address lies in; null when no image or table has it. */
  public Found lookup(GuestThread t, long pc) {
    long base = process.loader.containing(pc);
    if (base != 0) {
      long header = base + Memory.getInt(base + 0x3C);
      long directory = header + PE_DIRECTORIES + 8 * DIRECTORY_EXCEPTION;
      long table = Memory.getU32(directory);
      int count = (int) (Memory.getU32(directory + 4) / ENTRY);
      return new Found(table == 0 ? 0 : search(base + table, count, base, pc), base);
    }
    if (Unwinder.inGate(pc)) {
      return new Found(Gate.machineCode("data_gate_function"), MachineCode.BASE);
    }
    if (MachineCode.contains(pc)) {
      long table = Gate.machineCode("data_functions");
      int count = (int) ((Gate.machineCode("data_functions_end") - table) / ENTRY);
      return new Found(search(table, count, MachineCode.BASE, pc), MachineCode.BASE);
    }
    for (Dynamic d : dynamic) {
      if (d.callback != 0 && pc - d.base >= 0 && pc - d.base < d.length) {
        return new Found(Gate.call(t, d.callback, pc, d.context), d.base);
      }
      if (d.callback == 0) {
        long entry = search(d.entries, d.count, d.base, pc);
        if (entry != 0) {
          return new Found(entry, d.base);
        }
      }
    }
    return null;
  }

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
        // An odd unwind field refers to another entry.
        long unwind = Memory.getU32(entry + 8);
        return (unwind & 1) != 0 ? base + (unwind & ~1L) : entry;
      }
    }
    return 0;
  }

  /** {@code RtlAddFunctionTable}. */
  public synchronized void add(long entries, int count, long base) {
    change(new Dynamic(entries, base, 0, entries, count, 0, 0));
  }

  /** {@code RtlInstallFunctionTableCallback}. */
  public synchronized void addCallback(
      long key, long base, long length, long callback, long context) {
    change(new Dynamic(key, base, length, 0, 0, callback, context));
  }

  private void change(Dynamic added) {
    List<Dynamic> next = new ArrayList<>(dynamic);
    next.add(added);
    dynamic = List.copyOf(next);
  }

  /** {@code RtlDeleteFunctionTable}; false when there is no such table. */
  public synchronized boolean remove(long key) {
    List<Dynamic> next = new ArrayList<>(dynamic);
    boolean removed = next.removeIf(d -> d.key == key);
    dynamic = List.copyOf(next);
    return removed;
  }
}
