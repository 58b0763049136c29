package decant.nt;

import decant.host.Atomic;
import decant.host.Futex;
import decant.host.HostThreads;
import decant.host.Membarrier;
import decant.host.Memory;
import decant.host.Signals;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one thread of the guest is stopped by others. A thread that runs guest code is stopped by a
 * signal, at any instruction, and stays in the signal's handler (suspend.S). A thread in the host
 * runs on there: it waits in {@link #await} before it goes back into the guest. Java code is so
 * never stopped, whatever locks it holds.
 *
 * <p>The monitor guards the state. It is held by whoever wants the thread to stand still, and is
 * taken by the thread itself in the host only, where the handler never makes it stay.
 */
public final class Suspension {
  /** {@code MAXIMUM_SUSPEND_COUNT}. */
  private static final int MAXIMUM_SUSPEND_COUNT = 127;

  /** Bits of {@link ThreadBlock#PENDING}: why Java is wanted before the guest goes on. */
  private static final int PENDING_STOP = 1;

  private static final int PENDING_END = 2;
  private static final int PENDING_CALLS = 4;

  /** How often the handler's answer is looked for before its futex is slept on. */
  private static final int SPINS = 200;

  /** After how many nanoseconds without an answer the signal is sent again. */
  private static final long FIRST_PATIENCE = 20_000;

  private static final long MOST_PATIENCE = 10_000_000;

  private final GuestThread thread;

  /** CONTEXTs that wait for calls of the thread to return, by the bottoms of their frames. */
  private final Map<Long, Long> contexts = new HashMap<>(0);

  private int count;

  /** Those who want the thread to stand still for a moment, and the one suspension there may be. */
  private int holders;

  private boolean closed;
  private boolean contextSet;

  /** Set when the thread is to end: its exit code. */
  private Integer end;

  Suspension(GuestThread thread) {
    this.thread = thread;
  }

  /** The address of the CONTEXT that waits for a call to return, 0 for none. */
  public synchronized long context(long frame) {
    return contexts.getOrDefault(frame, 0L);
  }

  /** Has a CONTEXT wait for a call to return; address 0 takes it back. */
  public synchronized void setContext(long frame, long context) {
    if (context == 0) {
      contexts.remove(frame);
    } else {
      contexts.put(frame, context);
    }
  }

  /** Something that is done with a thread that stands still. */
  public interface Action {
    /**
     * Does it.
     *
     * @param stopped address of the {@code ucontext_t} of a thread that was stopped in guest code,
     *     0 when the thread is in the host and {@link ThreadBlock#FRAME} says where
     */
    void run(long stopped);
  }

  /**
   * Suspends the thread once more. The calling thread itself stops when it leaves the shim.
   *
   * @return how many suspensions there were before
   */
  public synchronized int suspend(GuestThread caller) {
    requireAlive();
    if (count == MAXIMUM_SUSPEND_COUNT) {
      throw NtStatus.SUSPEND_COUNT_EXCEEDED.exception();
    }
    if (count == 0) {
      hold(caller);
    }
    return count++;
  }

  /** Takes one suspension back; returns how many there were. */
  public synchronized int resume() {
    int before = count;
    if (before > 0 && --count == 0) {
      letGo();
    }
    return before;
  }

  /** Makes a thread that has not begun wait for {@link #resume}. */
  public synchronized void suspendStart() {
    count++;
    holders++;
    setPending(PENDING_STOP);
  }

  /** How often the thread is suspended. */
  public synchronized int count() {
    return count;
  }

  /** Does something while the thread stands still, which it did before or does for this. */
  public synchronized void whileStopped(GuestThread caller, Action action) {
    requireAlive();
    hold(caller);
    try {
      action.run(Memory.getLong(thread.teb + ThreadBlock.STOPPED));
    } finally {
      letGo();
    }
  }

  /**
   * The thread goes on with the CONTEXT at {@link ThreadBlock#NEW_CONTEXT} when it next leaves the
   * host; called while it stands still, on its way there.
   */
  public synchronized void contextSet() {
    contextSet = true;
    setPending(PENDING_CALLS);
  }

  /** Whether {@link #contextSet} was called since this was last asked. */
  public synchronized boolean takeContext() {
    boolean set = contextSet;
    contextSet = false;
    return set;
  }

  /** The thread is to take another context, if there is one, at its next step. */
  public synchronized void remind() {
    if (contextSet) {
      setPending(PENDING_CALLS);
    }
  }

  /** Whether another context waits for the thread to take it. */
  public synchronized boolean hasContext() {
    return contextSet;
  }

  /**
   * Has Java asked before the thread goes on in the guest. A thread in guest code goes to the host
   * at once, where {@code interrupt} has sent it.
   */
  public synchronized void interrupt(GuestThread caller, Action action) {
    if (closed) {
      return;
    }
    setPending(PENDING_CALLS);
    if (caller != thread) {
      whileStopped(caller, action);
    }
    notifyAll();
  }

  /**
   * Ends the thread: it never runs guest code again. A thread in the host ends when it comes back
   * from there.
   *
   * @param redirect sends a thread that was stopped in guest code to the host
   */
  public synchronized void terminate(GuestThread caller, int exitCode, Action redirect) {
    if (closed || end != null) {
      return;
    }
    end = exitCode;
    setPending(PENDING_END);
    thread.waiter.abort();
    whileStopped(
        caller,
        stopped -> {
          if (stopped != 0) {
            redirect.run(stopped);
          }
        });
    if (count > 0) {
      count = 0;
      letGo();
    }
    notifyAll();
  }

  /** The calling thread ends itself as {@link #terminate} ends others. */
  public synchronized void endSelf(int exitCode) {
    end = exitCode;
  }

  /** The exit code that {@link #terminate} was given, or null. */
  public synchronized Integer end() {
    return end;
  }

  /** Called by the thread in the host, before it goes into the guest: waits while suspended. */
  public synchronized void await() {
    while (count > 0 && end == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.interrupted(); // nobody interrupts guest threads
      }
    }
    clearPending(PENDING_CALLS);
  }

  /** The thread has left the guest for good: it is not to be stopped any more. */
  synchronized void close() {
    closed = true;
  }

  private void requireAlive() {
    if (closed) {
      throw NtStatus.THREAD_IS_TERMINATING.exception();
    }
  }

  private void hold(GuestThread caller) {
    if (holders++ > 0) {
      return;
    }
    int wanted = ask();
    if (caller != thread && reach(caller, Membarrier.ifCheap())) {
      awaitAcknowledgement(caller, wanted);
    }
  }

  /** The other side of this is in gate.S: each writes first and reads then. */
  private int ask() {
    setPending(PENDING_STOP);
    int wanted = Memory.getInt(thread.teb + ThreadBlock.PARK) + 1;
    Memory.putInt(thread.teb + ThreadBlock.PARK, wanted);
    return wanted;
  }

  /**
   * Sends the signal unless the thread is in the host for sure.
   *
   * @param ordered whether there was a barrier since {@link #ask}
   * @return whether the handler will answer
   */
  private boolean reach(GuestThread caller, boolean ordered) {
    VarHandle.fullFence();
    if (ordered && Memory.getLong(thread.teb + ThreadBlock.FRAME) != 0) {
      return false;
    }
    int tid = Memory.getInt(thread.teb + ThreadBlock.HOST_TID);
    return tid != 0 && HostThreads.signal(tid, Signals.SUSPEND, thread.teb, caller.scratch());
  }

  /**
   * Stops all threads of the caller's process but the caller, for ever: none of them runs guest
   * code afterwards. They are asked together, so that this takes about as long as for one.
   */
  public static List<ThreadObject> stopOthers(GuestThread caller) {
    List<ThreadObject> others = new ArrayList<>();
    for (int slot = 0; slot < caller.process.threadSlots(); slot++) {
      GuestThread other = caller.process.threadAt(slot);
      if (other != null && other != caller && other.object().suspension.askForGood()) {
        others.add(other.object());
      }
    }
    boolean ordered = others.isEmpty() || Membarrier.ifCheap();
    List<Suspension> answering = new ArrayList<>();
    for (ThreadObject other : others) {
      if (other.suspension.reachForGood(caller, ordered)) {
        answering.add(other.suspension);
      }
    }
    for (Suspension other : answering) {
      other.awaitForGood(caller);
    }
    return others;
  }

  private synchronized boolean askForGood() {
    if (closed) {
      return false;
    }
    if (holders++ == 0) {
      ask();
    }
    count++;
    return true;
  }

  private synchronized boolean reachForGood(GuestThread caller, boolean ordered) {
    return !closed && reach(caller, ordered);
  }

  private synchronized void awaitForGood(GuestThread caller) {
    if (!closed) {
      awaitAcknowledgement(caller, Memory.getInt(thread.teb + ThreadBlock.PARK));
    }
  }

  /**
   * Waits until the handler has answered. It does not answer amid machine code that is on the
   * host's stack, so the signal is sent again from time to time.
   */
  private void awaitAcknowledgement(GuestThread caller, int wanted) {
    long ack = thread.teb + ThreadBlock.ACK;
    long sleeping = thread.teb + ThreadBlock.ACK_SLEEP;
    for (long patience = FIRST_PATIENCE; ; patience = Math.min(2 * patience, MOST_PATIENCE)) {
      for (int i = 0; i < SPINS; i++) {
        if (Atomic.get(ack) == wanted) {
          return;
        }
        Thread.onSpinWait();
      }
      Atomic.getAndSet(sleeping, 1);
      int seen = Atomic.get(ack);
      boolean again = seen != wanted && !Futex.await(ack, seen, patience);
      Atomic.getAndSet(sleeping, 0);
      if (again) {
        reach(caller, false);
      }
    }
  }

  private void letGo() {
    if (--holders > 0) {
      return;
    }
    clearPending(PENDING_STOP);
    long park = thread.teb + ThreadBlock.PARK;
    int held = Memory.getInt(park);
    if ((held & 1) != 0) {
      Atomic.getAndSet(park, held + 1);
    }
    if (Memory.getLong(thread.teb + ThreadBlock.STOPPED) != 0) {
      Futex.wake(park, 1);
    }
    notifyAll();
  }

  private void setPending(int bit) {
    Memory.putInt(
        thread.teb + ThreadBlock.PENDING, Memory.getInt(thread.teb + ThreadBlock.PENDING) | bit);
  }

  private void clearPending(int bit) {
    Memory.putInt(
        thread.teb + ThreadBlock.PENDING, Memory.getInt(thread.teb + ThreadBlock.PENDING) & ~bit);
  }
}
