package decant.nt.sync;

import decant.host.SharedWords;
import decant.nt.process.Family;
import decant.nt.process.FamilyLock;

/**
 * The state of one object that several processes have, as this process sees it: a slot of {@link
 * SharedSlots}. Used under the lock of the object, and within that under {@link #lock}.
 */
final class SharedState {
  final SharedObjects objects;
  final int slot;

  /** Of the slot's objects, which one this is. */
  final int generation;

  private final Family family;
  private final SharedWords memory;
  private final long at;
  private final int row;
  private final RowSet waiting;
  private final RowSet holders;

  /** Who is to be told when {@link #unlock} has given the lock back. */
  private boolean tellOthers;

  private boolean tellOwn;

  SharedState(SharedObjects objects, int slot) {
    this.objects = objects;
    this.slot = slot;
    family = objects.family();
    memory = family.memory();
    at = SharedSlots.at(slot);
    row = family.own();
    waiting = new RowSet(memory, at + SharedSlots.WAITING);
    holders = new RowSet(memory, at + SharedSlots.HOLDERS);
    generation = memory.getInt(at + SharedSlots.GENERATION);
  }

  void lock() {
    FamilyLock.lock(family, at + SharedSlots.LOCK);
  }

  /** Gives the lock back, and then tells those who are to look at the object. */
  void unlock() {
    FamilyLock.unlock(family, at + SharedSlots.LOCK);
    if (tellOthers) {
      tellOthers = false;
      for (int other = waiting.next(0); other >= 0; other = waiting.next(other + 1)) {
        if (other != row) {
          ring(other);
        }
      }
    }
    if (tellOwn) {
      tellOwn = false;
      family.ring(row);
    }
  }

  private void ring(int other) {
    int identity = family.identity(other);
    if (!family.ring(other) && !family.isAlive(identity)) {
      lock();
      if (family.identity(other) == identity) {
        waiting.remove(other);
      }
      FamilyLock.unlock(family, at + SharedSlots.LOCK);
    }
  }

  /** Has the waiters of all processes look at the object as soon as it is unlocked. */
  void tellAll() {
    tellOthers = true;
    tellOwn = true;
  }

  /** Has the waiters of this process look at the object as soon as it is unlocked. */
  void tellOwn() {
    tellOwn = true;
  }

  /** Whether threads of other processes wait for the object. */
  boolean othersWait() {
    return waiting.hasOtherThan(row);
  }

  /** From now on threads of this process wait. */
  void waits(Waitable object) {
    if (!waiting.has(row)) {
      waiting.add(row);
      objects.watch(object);
    }
  }

  /** No thread of this process waits any more. */
  void waitsNoMore(Waitable object) {
    waiting.remove(row);
    objects.forget(object);
  }

  int kind() {
    return memory.getInt(at + SharedSlots.KIND);
  }

  /** Whether the slot still has the object. */
  boolean isCurrent() {
    return kind() > 0 && memory.getInt(at + SharedSlots.GENERATION) == generation;
  }

  /** The slot is filled: others may find it. */
  void publish(int kind) {
    memory.putInt(at + SharedSlots.KIND, kind);
  }

  void hold(int holder) {
    holders.add(holder);
  }

  /** This process holds the slot no longer. */
  void drop() {
    waiting.remove(row);
    SharedSlots.drop(memory, at, holders, row);
  }

  long value() {
    return memory.getLong(at + SharedSlots.VALUE);
  }

  void setValue(long value) {
    memory.putLong(at + SharedSlots.VALUE, value);
  }

  int limit() {
    return memory.getInt(at + SharedSlots.LIMIT);
  }

  void setLimit(int limit) {
    memory.putInt(at + SharedSlots.LIMIT, limit);
  }

  int depth() {
    return memory.getInt(at + SharedSlots.DEPTH);
  }

  void setDepth(int depth) {
    memory.putInt(at + SharedSlots.DEPTH, depth);
  }

  long due() {
    return memory.getLong(at + SharedSlots.DUE);
  }

  void setDue(long due) {
    memory.putLong(at + SharedSlots.DUE, due);
  }

  long period() {
    return memory.getLong(at + SharedSlots.PERIOD);
  }

  void setPeriod(long period) {
    memory.putLong(at + SharedSlots.PERIOD, period);
  }

  /** The identity of this process in the family. */
  int identity() {
    return family.identity(row);
  }

  /** Windows' identifier of a process that a mutant's state names. */
  int identifier(int identity) {
    return family.identifier(Family.row(identity));
  }

  /** Whether a process exists that a mutant's state names; asks the host. */
  boolean isAlive(int identity) {
    return family.isAlive(identity);
  }
}
