package decant.abi.seh;

import decant.host.Memory;

/**
 * The {@code UNWIND_HISTORY_TABLE} structure (winnt.h), by address: a few functions that a program
 * has looked up, in its own memory.
 */
public final class UnwindHistory {
  private static final int LOW_ADDRESS = 8;
  private static final int HIGH_ADDRESS = 16;
  private static final int ENTRIES = 24;
  private static final int ENTRY = 16;

  /** {@code UNWIND_HISTORY_TABLE_SIZE}. */
  private static final int SIZE = 12;

  private UnwindHistory() {}

  /** Address of the row of the function that an address lies in, 0 for none. */
  public static long find(long table, long pc) {
    if (pc < Memory.getLong(table + LOW_ADDRESS) || pc >= Memory.getLong(table + HIGH_ADDRESS)) {
      return 0;
    }
    int count = Math.clamp(Memory.getInt(table), 0, SIZE);
    for (int i = 0; i < count; i++) {
      long row = table + ENTRIES + (long) ENTRY * i;
      long rva = pc - base(row);
      if (rva >= Memory.getU32(entry(row)) && rva < Memory.getU32(entry(row) + 4)) {
        return row;
      }
    }
    return 0;
  }

  /** The base of a row's image. */
  public static long base(long row) {
    return Memory.getLong(row);
  }

  /** The address of a row's {@code RUNTIME_FUNCTION}. */
  public static long entry(long row) {
    return Memory.getLong(row + 8);
  }

  /** Adds a function, as long as there is room. */
  public static void add(long table, long base, long entry) {
    int count = Memory.getInt(table);
    if (count < 0 || count >= SIZE) {
      return;
    }
    long row = table + ENTRIES + (long) ENTRY * count;
    Memory.putLong(row, base);
    Memory.putLong(row + 8, entry);
    long begin = base + Memory.getU32(entry);
    long end = base + Memory.getU32(entry + 4);
    if (count == 0 || begin < Memory.getLong(table + LOW_ADDRESS)) {
      Memory.putLong(table + LOW_ADDRESS, begin);
    }
    if (count == 0 || end > Memory.getLong(table + HIGH_ADDRESS)) {
      Memory.putLong(table + HIGH_ADDRESS, end);
    }
    Memory.putInt(table, count + 1);
  }
}
