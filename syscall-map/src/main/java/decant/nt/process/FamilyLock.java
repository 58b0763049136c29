package decant.nt.process;

import decant.host.Futex;
import decant.host.SharedWords;

/**
 * A lock in the memory that a family shares, held for a few instructions that wait for nothing. A
 * process may be killed while it holds the lock: who waits longer than that takes should ask
 * whether the holder still exists, and takes the lock over. What the lock guards must therefore be
 * right after each single write.
 *
 * <p>The word is 0, or the {@link Family#identity} of the holder, with a bit for those that sleep.
 */
public final class FamilyLock {
  /** Somebody sleeps, or has. */
  private static final int CONTENDED = 1 << 31;

  private static final int SPINS = 200;

  /** How long to sleep before the holder is asked after: far longer than anybody holds a lock. */
  private static final long PATIENCE = 20_000_000;

  private FamilyLock() {}

  /** Takes a lock; not again by the thread that holds it. */
  public static void lock(Family family, long word) {
    SharedWords memory = family.memory();
    int own = family.identity(family.own());
    if (memory.compareAndSetInt(word, 0, own)) {
      return;
    }
    for (int i = 0; i < SPINS; i++) {
      if (memory.getInt(word) == 0 && memory.compareAndSetInt(word, 0, own)) {
        return;
      }
      Thread.onSpinWait();
    }
    while (!tryOrSleep(family, word, own | CONTENDED)) {
      continue;
    }
  }

  private static boolean tryOrSleep(Family family, long word, int contended) {
    SharedWords memory = family.memory();
    int held = memory.getInt(word);
    if (held == 0) {
      return memory.compareAndSetInt(word, 0, contended);
    }
    int marked = held | CONTENDED;
    if (held != marked && !memory.compareAndSetInt(word, held, marked)) {
      return false;
    }
    return !Futex.awaitShared(memory.address(word), marked, PATIENCE)
        && !family.isAlive(held & Family.IDENTITY)
        && memory.compareAndSetInt(word, marked, contended);
  }

  /** Gives a lock back. */
  public static void unlock(Family family, long word) {
    SharedWords memory = family.memory();
    if ((memory.getAndSetInt(word, 0) & CONTENDED) != 0) {
      Futex.wakeShared(memory.address(word), 1);
    }
  }
}
