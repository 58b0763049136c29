package decant.crt.start;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Tables of exit functions that modules keep for themselves: {@code __dllonexit} and the universal
 * CRT's {@code _onexit_table_t} (three pointers: first, last, end).
 */
@Library("ucrtbase")
public final class OnExitTable {
  private static final int FIRST = 0;
  private static final int LAST = 8;
  private static final int END = 16;
  private static final int INITIAL = 32;

  private OnExitTable() {}

  @Export
  static int _initialize_onexit_table(long table) {
    if (table == 0) {
      return -1;
    }
    if (Memory.getLong(table + FIRST) == Memory.getLong(table + END)) {
      Memory.fill(table, 24, 0);
    }
    return 0;
  }

  @Export
  static int _register_onexit_function(GuestThread t, long table, long function) {
    if (table == 0) {
      return -1;
    }
    synchronized (ExitTables.of(t)) {
      long first = Memory.getLong(table + FIRST);
      long last = Memory.getLong(table + LAST);
      long end = Memory.getLong(table + END);
      if (last == end) {
        long used = last - first;
        long size = used == 0 ? 8 * INITIAL : 2 * used;
        long larger = move(t, first, used, size);
        Memory.putLong(table + FIRST, larger);
        Memory.putLong(table + END, larger + size);
        last = larger + used;
      }
      Memory.putLong(last, function);
      Memory.putLong(table + LAST, last + 8);
    }
    return 0;
  }

  @Export
  static int _execute_onexit_table(GuestThread t, long table) {
    if (table == 0) {
      return -1;
    }
    long first = Memory.getLong(table + FIRST);
    long at = Memory.getLong(table + LAST);
    while (at != first && first != 0) {
      at -= 8;
      Memory.putLong(table + LAST, at);
      long function = Memory.getLong(at);
      if (function != 0) {
        Gate.call(t, function);
      }
      first = Memory.getLong(table + FIRST);
      at = Memory.getLong(table + LAST);
    }
    if (first != 0) {
      Memory.fill(table, 24, 0);
      t.process.heap.free(t, first);
    }
    return 0;
  }

  /** As {@code _onexit}, into the table of a DLL, which it calls and frees itself. */
  @Export(dll = {"msvcrt"})
  static long __dllonexit(GuestThread t, long func, long pbegin, long pend) {
    synchronized (ExitTables.of(t)) {
      long begin = Memory.getLong(pbegin);
      long used = Memory.getLong(pend) - begin;
      long room = begin == 0 ? 0 : t.process.heap.size(begin);
      if (used + 8 > room) {
        begin = move(t, begin, used, Math.max(8 * INITIAL, 2 * used));
        Memory.putLong(pbegin, begin);
      }
      Memory.putLong(begin + used, func);
      Memory.putLong(pend, begin + used + 8);
    }
    return func;
  }

  private static long move(GuestThread t, long block, long used, long size) {
    long larger = t.process.heap.allocate(t, size);
    if (block != 0) {
      Memory.copy(block, larger, used);
      t.process.heap.free(t, block);
    }
    return larger;
  }
}
