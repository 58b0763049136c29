package decant.nt.sync;

import decant.host.SharedWords;

/**
 * A set of processes of a family, by their rows, in shared memory: a word with a bit for each of 64
 * words that has any, and those. Changed under the lock of what it belongs to; anybody may look.
 */
final class RowSet {
  /** In bytes. */
  static final int SIZE = 8 + 64 * 8;

  private final SharedWords memory;
  private final long at;

  RowSet(SharedWords memory, long at) {
    this.memory = memory;
    this.at = at;
  }

  private long word(int row) {
    return at + 8 + 8L * (row >>> 6);
  }

  boolean has(int row) {
    return (memory.getLong(word(row)) & 1L << row) != 0;
  }

  void add(int row) {
    memory.putLong(word(row), memory.getLong(word(row)) | 1L << row);
    memory.putLong(at, memory.getLong(at) | 1L << (row >>> 6));
  }

  void remove(int row) {
    long left = memory.getLong(word(row)) & ~(1L << row);
    memory.putLong(word(row), left);
    if (left == 0) {
      memory.putLong(at, memory.getLong(at) & ~(1L << (row >>> 6)));
    }
  }

  void clear() {
    for (int i = 0; i < SIZE; i += 8) {
      memory.putLong(at + i, 0);
    }
  }

  /** The first row of the set from a row on, -1 for none. */
  int next(int from) {
    if (from >>> 6 >= 64) {
      return -1;
    }
    long groups = memory.getLong(at) & -1L << (from >>> 6);
    while (groups != 0) {
      int group = Long.numberOfTrailingZeros(groups);
      long rows = memory.getLong(at + 8 + 8L * group);
      if (group == from >>> 6) {
        rows &= -1L << from;
      }
      if (rows != 0) {
        return group << 6 | Long.numberOfTrailingZeros(rows);
      }
      groups &= groups - 1;
    }
    return -1;
  }

  /** Whether the set has a row besides this one. */
  boolean hasOtherThan(int row) {
    int first = next(0);
    return first >= 0 && (first != row || next(row + 1) >= 0);
  }
}
