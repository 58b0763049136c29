package decant.nt.sync;

import decant.nt.GuestThread;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a thread waits: each guest thread has one, which all of its waits use, one after the other.
 *
 * <p>A wait begins, joins the queues of what it waits for, and lasts until somebody <i>claims</i>
 * it, which only one can: an object that is signalled, an asynchronous procedure call, the thread
 * itself when the time is over. Who has claimed it does what belongs to its end and then
 * <i>finishes </i> it with a result. Before it parks a waiter looks on for about as long as being
 * woken would take.
 */
public class Waiter {
  private static final int WAITING = -1;
  private static final int PARKED = -2;
  private static final int WAITING_ALERTABLY = -3;
  private static final int PARKED_ALERTABLY = -4;
  private static final int CLAIMED = -5;

  /**
   * A wait that is shorter than this, in nanoseconds, may be better spent looking on than parked.
   */
  private static final int SHORT_WAIT = 40_000;

  /**
   * How many waits in a row of those that were short but not seen to end are not lengthened: then
   * one is. That helps when who ends the wait runs on another processor, and costs on the same.
   */
  private static final int PROBE = 15;

  /**
   * For how many nanoseconds a waiter looks before it parks, when that has paid and when it has
   * not: about as long as being woken takes.
   */
  private static final int SPIN_MOST = Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0;

  private static final int SPIN_LEAST = SPIN_MOST / 20;

  /** How often it looks between two looks at the clock. */
  private static final int LOOKS = 8;

  /** The thread; null for a wait of the host's. */
  final GuestThread thread;

  /** The calls that wait for the thread. */
  public final ApcQueue apcs = new ApcQueue(this);

  /** The alert by {@code NtAlertThreadByThreadId}. */
  public final ThreadAlert alert = new ThreadAlert(this);

  /** The mutants that the thread owns. */
  final OwnedMutants mutants = new OwnedMutants();

  /** The packet that a completion port has handed to the thread. */
  final CompletionPacket packet = new CompletionPacket();

  /** The port that counts this thread among those that run, or null; guarded by its lock. */
  volatile CompletionPort port;

  private final AtomicInteger state = new AtomicInteger();
  private WaitNode[] own = new WaitNode[1];

  /** The nodes of the present wait, {@link #count} of them in use. */
  private WaitNode[] nodes = own;

  private Waitable[] objects;
  private int count;
  private Thread host;
  private boolean wakeHost;
  private boolean timed;
  private int spin = SPIN_MOST;
  private int shortWaits;
  private volatile boolean aborted;

  /** {@code NtAlertThread} was called, and no alertable wait has ended by that yet. */
  private final AtomicBoolean alerted = new AtomicBoolean();

  /** The waiter of a thread. */
  public Waiter(GuestThread thread) {
    this.thread = thread;
    own[0] = new WaitNode(this);
  }

  /** Room for the objects of a wait of this thread; contents last until it waits again. */
  public Waitable[] objects() {
    if (objects == null) {
      objects = new Waitable[Waits.MAXIMUM_WAIT_OBJECTS];
    }
    return objects;
  }

  /** The waiter of a guest thread, or a new one for a thread of the host. */
  static Waiter of(GuestThread thread) {
    return thread == null ? new Waiter(null) : thread.waiter;
  }

  // --- the life of a wait ------------------------------------------------------------------------

  /**
   * Begins a wait, of the calling thread.
   *
   * @param alertable whether {@link #alert} ends it
   */
  void begin(boolean alertable) {
    host = Thread.currentThread();
    nodes = own;
    count = 0;
    timed = false;
    state.set(alertable ? WAITING_ALERTABLY : WAITING);
    if (aborted) {
      end(Waits.ABORTED);
    } else if (alertable && takeAlert()) {
      alert(ThreadAlert.ALERTED);
    } else if (alertable && !apcs.isEmpty()) {
      alert(Waits.USER_APC);
    }
  }

  /** Joins the queues of objects, in order, until the wait has ended: one may be signalled. */
  void join(Waitable[] objects, int number) {
    if (own.length < number) {
      int from = own.length;
      own = Arrays.copyOf(own, number);
      for (int i = from; i < number; i++) {
        own[i] = new WaitNode(this);
      }
      nodes = own;
    }
    for (int i = 0; i < number; i++) {
      if (!join(objects[i], i)) {
        return;
      }
    }
  }

  /**
   * Joins the queue of one object; the wait ends if it is signalled.
   *
   * @return whether the wait goes on
   */
  boolean join(Waitable object, int index) {
    WaitNode node = nodes[index];
    synchronized (object.waiters) {
      object.enter();
      try {
        if (object.isSignalled(thread)) {
          if (!object.othersComeFirst(thread)) {
            if (claim()) {
              finish(object.take(thread, index));
            }
            return false;
          }
          object.shared.tellOwn();
        }
        node.index = index;
        node.kind = 0;
        object.enqueue(node);
      } finally {
        object.leave();
      }
      if (object.shared != null) {
        object.queued();
      }
    }
    count = index + 1;
    look(node, object);
    return true;
  }

  private void look(WaitNode node, Waitable object) {
    node.timer = object instanceof TimerObject timer ? timer : null;
    timed |= node.timer != null;
  }

  /** Joins the queues of objects that are waited for all at once. */
  void join(WaitAll group) {
    if (group.tryTake(false)) {
      return;
    }
    nodes = group.nodes;
    for (Waitable object : group.objects) {
      WaitNode node = nodes[count++];
      synchronized (object.waiters) {
        object.enter();
        object.enqueue(node);
        object.leave();
        if (object.shared != null) {
          object.queued();
        }
      }
      look(node, object);
    }
    group.tryTake(true); // what came before the last queue was joined
  }

  /** The one node of a wait that a queue of another kind holds; {@link #leave} takes it out. */
  WaitNode node() {
    count = 1;
    nodes[0].timer = null;
    return nodes[0];
  }

  /** Leaves all queues: the wait has ended. */
  void leave() {
    for (int i = 0; i < count; i++) {
      nodes[i].leave();
    }
  }

  /** Makes the caller the one that ends the wait; false when it has ended, or another does. */
  boolean claim() {
    int s = state.get();
    while (s < 0 && s != CLAIMED) {
      if (state.compareAndSet(s, CLAIMED)) {
        wakeHost = s == PARKED || s == PARKED_ALERTABLY;
        return true;
      }
      s = state.get();
    }
    return false;
  }

  /** Ends the wait that the caller has claimed. */
  void finish(int result) {
    Thread sleeper = wakeHost ? host : null;
    state.set(result);
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }

  /** Ends the wait with a result, whatever it is for; returns whether it did. */
  final boolean end(int result) {
    if (!claim()) {
      return false;
    }
    finish(result);
    return true;
  }

  /** Ends the wait with a result if it is alertable; returns whether it did. */
  public boolean alert(int result) {
    int s = state.get();
    while (s == WAITING_ALERTABLY || s == PARKED_ALERTABLY) {
      if (state.compareAndSet(s, CLAIMED)) {
        wakeHost = s == PARKED_ALERTABLY;
        finish(result);
        return true;
      }
      s = state.get();
    }
    return false;
  }

  /** {@code NtAlertThread}: ends the alertable wait that goes on, or the next, once. */
  public void alertThread() {
    alerted.set(true);
    if (alert(ThreadAlert.ALERTED)) {
      takeAlert();
    }
  }

  /** Whether {@link #alertThread} was called and has ended no wait; it then will end none. */
  public boolean takeAlert() {
    return alerted.get() && alerted.compareAndSet(true, false);
  }

  /**
   * The thread is to end: the wait that it is in, and each that it begins later, ends at once with
   * {@link Waits#ABORTED}, having taken nothing.
   */
  public void abort() {
    aborted = true;
    end(Waits.ABORTED);
  }

  /** Whether {@link #abort} was called. */
  public boolean isAborted() {
    return aborted;
  }

  /** The thread has ended: its mutants are abandoned, and no calls reach it any more. */
  public void threadEnded() {
    apcs.close();
    MutantObject.abandonAll(thread);
    CompletionPort last = port;
    if (last != null) {
      last.threadLeaves(this);
    }
  }

  /** What the thread waits for may change earlier than it thought: it looks again. */
  void lookAgain() {
    LockSupport.unpark(host);
  }

  // --- waiting -----------------------------------------------------------------------------------

  /**
   * Waits until the wait is finished, or the time is over.
   *
   * @param nanos how long at most, {@link Waits#INFINITE} for ever
   * @return the result, {@link Waits#TIMEOUT} when the time was over
   */
  int await(long nanos) {
    long begin = System.nanoTime();
    long most = Math.min(spin, nanos);
    do {
      for (int i = 0; i < LOOKS; i++) {
        int s = state.get();
        if (s >= 0) {
          return s;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - begin < most);
    int result = park(nanos);
    boolean probe = System.nanoTime() - begin < SHORT_WAIT && (++shortWaits & PROBE) == 0;
    spin = probe ? SPIN_MOST : SPIN_LEAST;
    return result;
  }

  /** As {@link #await}, parked from the beginning: for waits that nobody is expected to end. */
  int park(long nanos) {
    CompletionPort runsFor = port;
    if (runsFor != null) {
      runsFor.threadBlocks(this);
    }
    try {
      long begin = System.nanoTime();
      int s = state.get();
      while (s < 0) {
        long now = System.nanoTime();
        long left = nanos == Waits.INFINITE ? nanos : nanos - (now - begin);
        if (left <= 0) {
          end(Waits.TIMEOUT);
        } else if (s == CLAIMED) {
          Thread.yield(); // whoever did is about to finish
        } else if (s == PARKED || s == PARKED_ALERTABLY || state.compareAndSet(s, parked(s))) {
          left = timed ? Math.min(left, untilDue(now)) : left;
          park(left, state.get());
        }
        s = state.get();
      }
      return s;
    } finally {
      if (runsFor != null) {
        runsFor.threadGoesOn(this);
      }
    }
  }

  private static int parked(int waiting) {
    return waiting == WAITING ? PARKED : PARKED_ALERTABLY;
  }

  private void park(long nanos, int s) {
    if (s >= 0 || nanos <= 0) {
      return;
    }
    if (nanos == Waits.INFINITE) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
    Thread.interrupted(); // nobody interrupts guest threads; parking would not wait otherwise
  }

  /**
   * Lets the timers among the objects expire that are due; returns nanoseconds until the next, or
   * {@link TimerObject#NEVER}.
   */
  private long untilDue(long now) {
    long least = TimerObject.NEVER;
    for (int i = 0; i < count; i++) {
      TimerObject timer = nodes[i].timer;
      long due = timer == null ? TimerObject.NEVER : timer.due();
      if (timer != null && nodes[i].group == null && timer.hasSignal()) {
        timer.expire(); // somebody else has looked before
        return 0;
      }
      if (due != TimerObject.NEVER) {
        if (due - now <= 0) {
          timer.expire();
          return 0;
        }
        least = Math.min(least, due - now);
      }
    }
    return least;
  }
}
