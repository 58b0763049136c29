package decant.host;

import jdk.internal.misc.Unsafe;

/**
 * Demand paging for parts of files that the host cannot map, as they begin at other offsets within
 * a page than their memory does: ranges without access, of which the handler of faults ({@code
 * demand.S}) brings a piece into memory when something in it is touched for the first time.
 *
 * <p>A piece is filled elsewhere and moved into its place as a whole, so that no thread ever sees
 * half of it; a byte says of each piece whether it is absent, being filled by a thread, or present.
 * Where many pieces of a large page of the host are present, all are filled once more, as such: for
 * code that a program spends its time in that makes a difference of some percent. A range's
 * protection is that of all its pieces: who changes it for a part brings that in first. A present
 * piece is never filled again, whatever the program does to it.
 *
 * <p>The table of ranges belongs to the JVM, as the handlers do. Changes of it are made under the
 * class's lock; handlers read it without, and count themselves in and out of a range, whose removal
 * waits for those that are in.
 *
 * <p>The host itself meets pieces that are absent as memory that cannot be read: {@link
 * Memory#require} brings in what it is going to look at.
 */
public final class DemandPages {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  // As in abi-shims/src/main/asm/layout.inc.
  private static final int COUNT = 0;
  private static final int LOWEST = 8;
  private static final int HIGHEST = 16;
  private static final int SIZE = 64;
  private static final int START = 0;
  private static final int LENGTH = 0x08;
  private static final int STATES = 0x10;
  private static final int OFFSET = 0x18;
  private static final int BYTES = 0x20;
  private static final int FD = 0x28;
  private static final int PROTECTION = 0x2C;
  private static final int USERS = 0x30;
  private static final byte FILLING = 1;
  private static final byte PRESENT = 2;

  /** Present, and perhaps not as the file has it. */
  private static final byte CHANGED = 3;

  /** What comes in at once, in bytes. */
  public static final long PIECE = 0x2_0000;

  private static final int TABLE = 0x2000;

  /** How many ranges there can be. */
  static final int MOST = TABLE / SIZE - 1;

  private static long table;

  /** All ranges that there ever were lie in between: most of the guest's memory does not. */
  private static volatile long lowest = Long.MAX_VALUE;

  private static volatile long highest;

  private DemandPages() {}

  /**
   * Makes the table; from now on {@link #add} adds ranges.
   *
   * @return its address, for the handler
   */
  public static synchronized long open() {
    if (table == 0) {
      table = UNSAFE.allocateMemory(TABLE);
      UNSAFE.setMemory(table, TABLE, (byte) 0);
      UNSAFE.putLong(table + LOWEST, lowest);
    }
    return table;
  }

  /**
   * Has a part of a file come into memory as it is touched.
   *
   * @param fd the file, of which a copy is kept until {@link #remove}
   * @param offset where the part begins in the file, in bytes
   * @param bytes how many there are; the rest of the last page is zero
   * @param address where it begins in memory: the first of whole pages that are the caller's, are
   *     zero, and stay without access here
   * @param protection {@code PROT_*} of what has come in
   * @return whether it does; if not, nothing has changed
   */
  public static synchronized boolean add(
      int fd, long offset, long bytes, long address, int protection) {
    long range = table == 0 ? 0 : free();
    if (range == 0) {
      return false;
    }
    int copy = Fcntl.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
      return false;
    }
    long length = Memory.alignUp(bytes, Memory.PAGE);
    if (Mman.mprotect(address, length, Mman.PROT_NONE) != 0) {
      Unistd.close(copy);
      return false;
    }
    long pieces = number(address, address + length - 1) + 1;
    long states = UNSAFE.allocateMemory(pieces);
    UNSAFE.setMemory(states, pieces, (byte) 0);
    UNSAFE.putLong(range + START, address);
    UNSAFE.putLong(range + STATES, states);
    UNSAFE.putLong(range + OFFSET, offset);
    UNSAFE.putLong(range + BYTES, bytes);
    UNSAFE.putInt(range + FD, copy);
    UNSAFE.putInt(range + PROTECTION, protection);
    UNSAFE.putLongVolatile(null, range + LENGTH, length);
    int count = (int) ((range - table) / SIZE);
    if (count > UNSAFE.getInt(table + COUNT)) {
      UNSAFE.putIntVolatile(null, table + COUNT, count);
    }
    lowest = Math.min(lowest, address);
    highest = Math.max(highest, address + length);
    UNSAFE.putLongVolatile(null, table + LOWEST, lowest);
    UNSAFE.putLongVolatile(null, table + HIGHEST, highest);
    return true;
  }

  /** A range that is not in use; 0 when there are too many. */
  private static long free() {
    for (int i = 1; i <= MOST; i++) {
      long range = table + (long) i * SIZE;
      if (UNSAFE.getLong(range + LENGTH) == 0) {
        return range;
      }
    }
    return 0;
  }

  /** The number of the piece that an address lies in, of a range that begins at {@code start}. */
  private static long number(long start, long address) {
    return address / PIECE - start / PIECE;
  }

  /**
   * {@code mprotect} of whole pages, of which parts may be absent.
   *
   * @return 0, or -1 with {@link Errno#last} set
   */
  public static int protect(long from, long to, int protection) {
    if (from >= highest || to <= lowest) {
      return Mman.mprotect(from, to - from, protection);
    }
    return protectParts(from, to, protection);
  }

  private static synchronized int protectParts(long from, long to, int protection) {
    for (long range = last(); range > table; range -= SIZE) {
      long start = UNSAFE.getLong(range + START);
      long end = start + UNSAFE.getLong(range + LENGTH);
      if (start == end || start >= to || end <= from) {
        continue;
      }
      // What is written may be written by the host, which must not meet what is absent; and what
      // cannot be read cannot be brought in later by being read, nor be guarded page by page while
      // it is replaced.
      if (from > start
          || to < end
          || (protection & (Mman.PROT_READ | Mman.PROT_WRITE)) != Mman.PROT_READ) {
        bringIn(range, Math.max(from, start), Math.min(to, end), true);
        continue;
      }
      int failed = from < start ? protectParts(from, start, protection) : 0;
      failed |= protectRange(range, protection);
      return end < to ? failed | protectParts(end, to, protection) : failed;
    }
    return Mman.mprotect(from, to - from, protection);
  }

  /** Gives a range another protection, and with it those of its pieces that are present. */
  private static int protectRange(long range, int protection) {
    long start = UNSAFE.getLong(range + START);
    long end = start + UNSAFE.getLong(range + LENGTH);
    boolean written = (UNSAFE.getInt(range + PROTECTION) & Mman.PROT_WRITE) != 0;
    for (long at = start; written && at < end; at = next(at)) {
      state(range, at, true);
    }
    UNSAFE.putIntVolatile(null, range + PROTECTION, protection);
    int failed = 0;
    long from = start;
    for (long at = start; from < end; at = next(at)) {
      if (at < end && state(range, at, false) != 0) {
        continue;
      }
      long to = Math.min(at, end);
      if (from < to) {
        failed |= Mman.mprotect(from, to - from, protection);
      }
      from = next(at);
    }
    return failed;
  }

  /** Where the next piece begins. */
  private static long next(long address) {
    return Memory.alignDown(address, PIECE) + PIECE;
  }

  /**
   * The state of the piece that an address lies in: waits for who fills it, perhaps for another
   * protection.
   *
   * @param change whether a piece that is present is changed from now on
   */
  private static byte state(long range, long address, boolean change) {
    long at = UNSAFE.getLong(range + STATES) + number(UNSAFE.getLong(range + START), address);
    while (true) {
      byte state = UNSAFE.getByteVolatile(null, at);
      if (state == FILLING) {
        Thread.yield();
      } else if (state != PRESENT || !change) {
        return state;
      } else if (UNSAFE.compareAndSetByte(null, at, PRESENT, CHANGED)) {
        return CHANGED;
      }
    }
  }

  /** Brings in what of some memory is absent, before the host reads it. */
  public static void bringIn(long address, long length) {
    if (address < highest && address + length > lowest) {
      bringInParts(address, address + length);
    }
  }

  private static synchronized void bringInParts(long from, long to) {
    for (long range = last(); range > table; range -= SIZE) {
      long start = UNSAFE.getLong(range + START);
      long end = start + UNSAFE.getLong(range + LENGTH);
      if (start < to && end > from && start != end) {
        bringIn(range, Math.max(from, start), Math.min(to, end), false);
      }
    }
  }

  private static void bringIn(long range, long from, long to, boolean change) {
    for (long at = from; at < to; at = next(at)) {
      if (state(range, at, change) == 0) {
        UNSAFE.getByte(at);
        state(range, at, change);
      }
    }
  }

  private static long last() {
    return table + (long) UNSAFE.getInt(table + COUNT) * SIZE;
  }

  /** Forgets the ranges that lie in memory that is about to be unmapped. */
  public static void remove(long from, long to) {
    if (from < highest && to > lowest) {
      removeParts(from, to);
    }
  }

  private static synchronized void removeParts(long from, long to) {
    for (long range = last(); range > table; range -= SIZE) {
      long start = UNSAFE.getLong(range + START);
      long length = UNSAFE.getLong(range + LENGTH);
      if (length == 0 || start < from || start >= to) {
        continue;
      }
      UNSAFE.putLongVolatile(null, range + LENGTH, 0);
      while (UNSAFE.getIntVolatile(null, range + USERS) != 0) {
        Thread.yield();
      }
      UNSAFE.freeMemory(UNSAFE.getLong(range + STATES));
      Unistd.close(UNSAFE.getInt(range + FD));
    }
  }
}
