package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** A mutant: Win32's mutex. Its owner may take it again and gives it back as often. */
public final class MutantObject extends Waitable implements Signallable {
  /** {@code MUTANT_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0x1F_0001;

  /** {@code MUTANT_QUERY_STATE}. */
  public static final int QUERY_STATE = 1;

  private GuestThread owner;
  private int depth;
  private boolean abandoned;
  private boolean tookAbandoned;

  /** A mutant that belongs to a thread, or with null to nobody. */
  public MutantObject(GuestThread owner) {
    if (owner != null) {
      acquire(owner);
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
    int before;
    boolean more = false;
    synchronized (waiters) {
      if (owner != thread || thread == null) {
        throw NtStatus.MUTANT_NOT_OWNED.exception();
      }
      before = 1 - depth;
      if (--depth == 0) {
        more = disown();
      }
    }
    if (more) {
      serveAll();
    }
    return before;
  }

  private boolean disown() {
    owner.waiter.mutants.remove(this);
    owner = null;
    return serve();
  }

  /** The count as {@code NtQueryMutant} has it: 1 when free, less when owned. */
  public int count() {
    synchronized (waiters) {
      return 1 - depth;
    }
  }

  /** The owner, or null. */
  public GuestThread owner() {
    synchronized (waiters) {
      return owner;
    }
  }

  /** Whether the last owner ended without giving the mutant back, and nobody took it since. */
  public boolean isAbandoned() {
    synchronized (waiters) {
      return abandoned;
    }
  }

  /** A thread ends: what it owns is abandoned, and goes to the next waiters. */
  static void abandonAll(GuestThread thread) {
    MutantObject mutant = thread.waiter.mutants.any();
    while (mutant != null) {
      mutant.abandon(thread);
      mutant = thread.waiter.mutants.any();
    }
  }

  private void abandon(GuestThread thread) {
    boolean more = false;
    synchronized (waiters) {
      if (owner == thread) {
        depth = 0;
        abandoned = true;
        more = disown();
      }
    }
    if (more) {
      serveAll();
    }
  }

  /** Nobody can give it back any more. */
  @Override
  protected void destroyed() {
    GuestThread last = owner();
    if (last != null) {
      abandon(last);
    }
  }

  @Override
  public void signal(GuestThread thread) {
    release(thread);
  }

  @Override
  public int signalAccess() {
    return 0; // its owner may always give it back
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
      if (waiter != null) {
        waiter.waiter.mutants.add(this);
      }
    }
  }

  @Override
  protected boolean wasAbandoned() {
    return tookAbandoned;
  }
}
