package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.process.Family;

/** A mutant: Win32's mutex. Its owner may take it again and gives it back as often. */
public final class MutantObject extends Waitable implements Signallable {
  /** {@code MUTANT_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0x1F_0001;

  /** {@code MUTANT_QUERY_STATE}. */
  public static final int QUERY_STATE = 1;

  /** Of the state of a shared mutant: its owner has ended without giving it back. */
  private static final long ABANDONED = 1L << 31;

  private GuestThread owner;
  private int depth;
  private boolean abandoned;
  private boolean tookAbandoned;

  /** No handle of this process refers to it any more. */
  private volatile boolean closed;

  /** A mutant that belongs to a thread, or with null to nobody. */
  public MutantObject(GuestThread owner) {
    if (owner != null) {
      acquire(owner);
    }
  }

  /** The mutant that another process made. */
  static MutantObject of(SharedState state) {
    MutantObject mutant = new MutantObject(null);
    mutant.shared = state;
    return mutant;
  }

  @Override
  public String typeName() {
    return "Mutant";
  }

  // --- shared: the owner's thread identifier, and the identity of its process or ABANDONED -------

  @Override
  int sharedKind() {
    return SharedObjects.MUTANT;
  }

  @Override
  void moveTo(SharedState to) {
    to.setDepth(depth);
    to.setValue(owner == null ? abandoned ? ABANDONED : 0 : owned(owner, to));
  }

  private static long owned(GuestThread thread, SharedState state) {
    return (long) thread.id << 32 | state.identity();
  }

  /** The identifier of the owner's thread in the state, 0 for none. */
  private static int thread(long state) {
    return (int) (state >>> 32);
  }

  /** The identity of the owner's process in the state. */
  private static int process(long state) {
    return (int) state & Family.IDENTITY;
  }

  /** The end of a process that owns the mutant is an event that waiters here wait for. */
  @Override
  void queued() {
    SharedState state = shared;
    if (state != null) {
      long value = state.value();
      if (thread(value) != 0 && process(value) != state.identity()) {
        state.objects.watchOwner(process(value));
      }
    }
  }

  @Override
  boolean othersComeFirst(GuestThread thread) {
    return super.othersComeFirst(thread) && !isOwnedBy(thread);
  }

  /** Whether a thread of this process is the owner. Under the lock. */
  private boolean isOwnedBy(GuestThread thread) {
    if (thread == null) {
      return false;
    }
    return shared == null ? owner == thread : shared.value() == owned(thread, shared);
  }

  /** Whether nobody owns it, or nobody who exists. Under the lock. */
  private boolean isFree() {
    if (shared == null) {
      return owner == null;
    }
    long value = shared.value();
    return thread(value) == 0 || !shared.isAlive(process(value));
  }

  private int depth() {
    return shared == null ? depth : thread(shared.value()) == 0 ? 0 : shared.depth();
  }

  private void setDepth(int value) {
    if (shared == null) {
      depth = value;
    } else {
      shared.setDepth(value);
    }
  }

  // ----------------------------------------------------------------------------------------------

  /**
   * Gives the mutant back once; {@code STATUS_MUTANT_NOT_OWNED} when the thread does not own it.
   *
   * @return the count before, as {@code NtReleaseMutant} has it: 1 when free, less when owned
   */
  public int release(GuestThread thread) {
    int before;
    boolean more = false;
    synchronized (waiters) {
      enter();
      try {
        if (!isOwnedBy(thread)) {
          throw NtStatus.MUTANT_NOT_OWNED.exception();
        }
        before = 1 - depth();
        if (before == 0) {
          more = disown(thread, false);
        } else {
          setDepth(-before);
        }
      } finally {
        leave();
      }
    }
    if (more) {
      serveAll();
    }
    return before;
  }

  /** Takes the mutant from its owner, a thread of this process. Entered. */
  private boolean disown(GuestThread thread, boolean abandon) {
    thread.waiter.mutants.remove(this);
    if (shared == null) {
      owner = null;
      depth = 0;
      abandoned |= abandon;
    } else {
      shared.setValue(abandon ? ABANDONED : 0);
    }
    return serve();
  }

  /** The count as {@code NtQueryMutant} has it: 1 when free, less when owned. */
  public int count() {
    synchronized (waiters) {
      return 1 - depth();
    }
  }

  /** Whether a thread owns the mutant. */
  public boolean belongsTo(GuestThread thread) {
    synchronized (waiters) {
      return isOwnedBy(thread);
    }
  }

  /** Windows' identifier of the thread that owns the mutant, 0 for none. */
  public int ownerThread() {
    synchronized (waiters) {
      return shared != null ? thread(shared.value()) : owner == null ? 0 : owner.id;
    }
  }

  /** Windows' identifier of the process whose thread owns the mutant, 0 for none. */
  public int ownerProcess() {
    synchronized (waiters) {
      if (shared != null) {
        return thread(shared.value()) == 0 ? 0 : shared.identifier(process(shared.value()));
      }
      return owner == null ? 0 : owner.process.id;
    }
  }

  /** Whether the last owner ended without giving the mutant back, and nobody took it since. */
  public boolean isAbandoned() {
    synchronized (waiters) {
      return shared == null
          ? abandoned
          : (shared.value() & ABANDONED) != 0 || thread(shared.value()) != 0 && isFree();
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
      enter();
      try {
        if (isOwnedBy(thread)) {
          more = disown(thread, true);
        } else {
          thread.waiter.mutants.remove(this);
        }
      } finally {
        leave();
      }
    }
    if (more) {
      serveAll();
    }
    if (closed && shared != null) {
      shared.objects.drop(this, shared);
    }
  }

  /**
   * Nobody here can give it back any more. Other processes may have it, to which it then counts as
   * owned until the owner ends.
   */
  @Override
  protected void destroyed() {
    GuestThread last;
    boolean drop;
    synchronized (waiters) {
      closed = true;
      last = owner;
      drop = shared != null && !isOwnedHere();
    }
    if (drop) {
      shared.objects.drop(this, shared);
    } else if (shared == null && last != null) {
      abandon(last);
    }
  }

  /** Whether any thread of this process owns the shared mutant. */
  private boolean isOwnedHere() {
    long value = shared.value();
    return thread(value) != 0 && process(value) == shared.identity();
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
    return isOwnedBy(waiter) || isFree();
  }

  @Override
  protected void acquire(GuestThread waiter) {
    if (isOwnedBy(waiter)) {
      if (depth() == Integer.MAX_VALUE) {
        throw NtStatus.MUTANT_LIMIT_EXCEEDED.exception();
      }
      tookAbandoned = false;
      setDepth(depth() + 1);
      return;
    }
    if (shared == null) {
      tookAbandoned = abandoned;
      abandoned = false;
      owner = waiter;
    } else {
      long value = shared.value();
      tookAbandoned = (value & ABANDONED) != 0 || thread(value) != 0; // whose process is gone
      shared.setValue(waiter == null ? 0 : owned(waiter, shared));
    }
    if (waiter != null) {
      setDepth(1);
      waiter.waiter.mutants.add(this);
    }
  }

  @Override
  protected boolean wasAbandoned() {
    return tookAbandoned;
  }
}
