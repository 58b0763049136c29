package decant.nt.sync;

import decant.host.SharedWords;
import decant.nt.NtStatus;
import decant.nt.process.Family;
import decant.nt.process.FamilyLock;

/**
 * Where the state of objects lies that processes of a family share: slots in the memory of the
 * {@link Family}. A slot is in use as long as one of the processes that hold it exists. What a
 * process leaves behind that was killed is cleared when its row or the slot is to be used anew.
 */
public final class SharedSlots {
  private static final int COUNT = 16384;
  private static final int SLOT_SIZE = 2048;

  /** The size of all slots, in bytes. */
  public static final long SIZE = (long) COUNT * SLOT_SIZE;

  /** In the family's header: where to look for a free slot, and how many were ever used. */
  private static final long NEXT = Family.SHARED_WORDS;

  private static final long USED = Family.SHARED_WORDS + 4;

  /** Also there: the lock of the names. */
  private static final long NAMES = Family.SHARED_WORDS + 8;

  /** In a slot: its lock, see {@link FamilyLock}; guards all that does not change but its kind. */
  static final int LOCK = 0;

  /** The object's kind, 0 for a free slot; {@link #TAKEN} and who is filling it. */
  static final int KIND = 4;

  /** How many objects the slot has had. */
  static final int GENERATION = 8;

  /** What the object was made with: manual reset, or the maximum of a semaphore. */
  static final int LIMIT = 12;

  /** Whether an event is set, the count of a semaphore, a mutant's owner, a timer's signal. */
  static final int VALUE = 16;

  /** When a timer expires next, and its period. */
  static final int DUE = 24;

  static final int PERIOD = 32;

  /** How often its owner has a mutant. */
  static final int DEPTH = 40;

  private static final int NAME_LENGTH = 44;
  private static final int NAME_HASH = 48;

  /** The processes that have threads waiting for the object, and those with handles of it. */
  static final int WAITING = 64;

  static final int HOLDERS = WAITING + RowSet.SIZE;

  /** The object's NT path, in UTF-16. */
  private static final int NAME = HOLDERS + RowSet.SIZE;

  private static final int MAX_NAME = (SLOT_SIZE - NAME) / 2;

  private static final int TAKEN = 1 << 31;

  private SharedSlots() {}

  /** The offset of a slot in the family's memory. */
  static long at(int slot) {
    return Family.SLOTS + (long) slot * SLOT_SIZE;
  }

  /** Whether there is such a slot. */
  static boolean exists(int slot) {
    return slot >= 0 && slot < COUNT;
  }

  /** Takes a free slot, for the calling process to fill and to set the kind of. */
  static int take(Family family) {
    int first = family.memory().getInt(NEXT);
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < COUNT; i++) {
        int slot = (first + i) % COUNT;
        if (pass > 0) {
          freeIfLeft(family, slot);
        }
        if (take(family, slot)) {
          family.memory().putInt(NEXT, slot + 1);
          return slot;
        }
      }
    }
    throw NtStatus.INSUFFICIENT_RESOURCES.exception();
  }

  private static boolean take(Family family, int slot) {
    SharedWords memory = family.memory();
    long at = at(slot);
    int taken = TAKEN | family.identity(family.own());
    if (memory.getInt(at + KIND) != 0 || !memory.compareAndSetInt(at + KIND, 0, taken)) {
      return false;
    }
    int used = memory.getInt(USED);
    while (used <= slot && !memory.compareAndSetInt(USED, used, slot + 1)) {
      used = memory.getInt(USED);
    }
    memory.putInt(at + GENERATION, memory.getInt(at + GENERATION) + 1);
    memory.putInt(at + LOCK, 0);
    memory.putInt(at + NAME_LENGTH, 0);
    memory.putInt(at + NAME_HASH, 0);
    new RowSet(memory, at + WAITING).clear();
    RowSet holders = new RowSet(memory, at + HOLDERS);
    holders.clear();
    holders.add(family.own());
    return true;
  }

  /** Frees a slot that no process has which exists. */
  private static void freeIfLeft(Family family, int slot) {
    SharedWords memory = family.memory();
    long kind = at(slot) + KIND;
    int is = memory.getInt(kind);
    if (is < 0 && !family.isAlive(is & Family.IDENTITY)) {
      memory.compareAndSetInt(kind, is, 0);
    } else if (is > 0 && !isHeld(family, slot)) {
      FamilyLock.lock(family, at(slot) + LOCK);
      if (memory.getInt(kind) > 0 && !isHeld(family, slot)) {
        memory.putInt(kind, 0);
      }
      FamilyLock.unlock(family, at(slot) + LOCK);
    }
  }

  private static boolean isHeld(Family family, int slot) {
    RowSet holders = new RowSet(family.memory(), at(slot) + HOLDERS);
    for (int row = holders.next(0); row >= 0; row = holders.next(row + 1)) {
      if (family.isAlive(family.identity(row))) {
        return true;
      }
    }
    return false;
  }

  /** A row is used anew: the process that had it holds nothing and waits for nothing. */
  public static void forget(Family family, int row) {
    SharedWords memory = family.memory();
    int used = memory.getInt(USED);
    for (int slot = 0; slot < used; slot++) {
      long at = at(slot);
      RowSet holders = new RowSet(memory, at + HOLDERS);
      RowSet waiting = new RowSet(memory, at + WAITING);
      if (memory.getInt(at + KIND) > 0 && (holders.has(row) || waiting.has(row))) {
        FamilyLock.lock(family, at + LOCK);
        waiting.remove(row);
        drop(memory, at, holders, row);
        FamilyLock.unlock(family, at + LOCK);
      }
    }
  }

  /** A process no longer holds a slot, which is free if no other does. Under the slot's lock. */
  static void drop(SharedWords memory, long at, RowSet holders, int row) {
    holders.remove(row);
    if (holders.next(0) < 0) {
      memory.putInt(at + KIND, 0);
    }
  }

  // --- names ------------------------------------------------------------------------------------

  static void lockNames(Family family) {
    FamilyLock.lock(family, NAMES);
  }

  static void unlockNames(Family family) {
    FamilyLock.unlock(family, NAMES);
  }

  /** Names a slot that is being filled. Under the lock of the names. */
  static void setName(SharedWords memory, int slot, String path) {
    long at = at(slot);
    if (path.length() > MAX_NAME) {
      throw NtStatus.NAME_TOO_LONG.exception();
    }
    for (int i = 0; i < path.length(); i++) {
      memory.putChar(at + NAME + 2L * i, path.charAt(i));
    }
    memory.putInt(at + NAME_HASH, path.hashCode());
    memory.putInt(at + NAME_LENGTH, path.length());
  }

  /** The slot of the object with a name, -1 when there is none. Under the lock of the names. */
  static int find(Family family, String path) {
    SharedWords memory = family.memory();
    int hash = path.hashCode();
    int used = memory.getInt(USED);
    for (int slot = 0; slot < used; slot++) {
      long at = at(slot);
      if (memory.getInt(at + NAME_HASH) == hash
          && memory.getInt(at + KIND) > 0
          && isNamed(memory, at, path)) {
        freeIfLeft(family, slot);
        if (memory.getInt(at + KIND) > 0) {
          return slot;
        }
      }
    }
    return -1;
  }

  private static boolean isNamed(SharedWords memory, long at, String path) {
    if (memory.getInt(at + NAME_LENGTH) != path.length()) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      if (memory.getChar(at + NAME + 2L * i) != path.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
