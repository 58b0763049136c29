package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.List;

/** A mutant: Win32's mutex. Its owner may take it again and gives it back as often. */
public final class MutantObject extends Waitable implements Signallable {
  /** All mutants that somebody owns, so that an ending thread's can be found. */
  private static final List<MutantObject> OWNED = new ArrayList<>();

  private GuestThread owner;
  private int depth;
  private boolean abandoned;
  private boolean tookAbandoned;

  /** A mutant that belongs to a thread, or with null to nobody. */
  public MutantObject(GuestThread owner) {
    if (owner != null) {
      synchronized (LOCK) {
        acquire(owner);
      }
    }
  }

  @Override
  public String typeName() {
    return "Mutant";
  }

  /**
   * Gives the mutant back once; {@code STATUS_MUTANT_NOT_OWNED} when the thread does not own it.
   *
   * @return the count before, as {@code NtReleaseMutant} has it: 1 when free, less when owned
   */
  public int release(GuestThread thread) {
    synchronized (LOCK) {
      if (owner != thread || thread == null) {
        throw NtStatus.MUTANT_NOT_OWNED.exception();
      }
      int before = 1 - depth;
      if (--depth == 0) {
        disown();
      }
      return before;
    }
  }

  private void disown() {
    owner = null;
    OWNED.remove(this);
    serve();
  }

  /** The count as {@code NtQueryMutant} has it: 1 when free, less when owned. */
  public int count() {
    synchronized (LOCK) {
      return 1 - depth;
    }
  }

  /** The owner, or null. */
  public GuestThread owner() {
    synchronized (LOCK) {
      return owner;
    }
  }

  /** Whether the last owner ended without giving the mutant back, and nobody took it since. */
  public boolean isAbandoned() {
    synchronized (LOCK) {
      return abandoned;
    }
  }

  /** A thread ends: what it owns is abandoned, and goes to the next waiters. */
  public static void abandonAll(GuestThread thread) {
    synchronized (LOCK) {
      for (int i = OWNED.size() - 1; i >= 0; i--) {
        MutantObject mutant = OWNED.get(i);
        if (mutant.owner == thread) {
          mutant.depth = 0;
          mutant.abandoned = true;
          mutant.disown();
          // Serving the waiters may have given other places in the list to new owners.
          i = Math.min(i, OWNED.size());
        }
      }
    }
  }

  @Override
  public void signal(GuestThread thread) {
    release(thread);
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return owner == null || owner == waiter;
  }

  @Override
  protected void acquire(GuestThread waiter) {
    if (depth == Integer.MAX_VALUE) {
      throw NtStatus.MUTANT_LIMIT_EXCEEDED.exception();
    }
    tookAbandoned = abandoned;
    abandoned = false;
    if (depth++ == 0) {
      owner = waiter;
      OWNED.add(this);
    }
  }

  @Override
  protected boolean wasAbandoned() {
    return tookAbandoned;
  }
}
