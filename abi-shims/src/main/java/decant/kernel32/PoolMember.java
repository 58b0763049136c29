package decant.kernel32;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a thread pool makes callbacks for: work, a timer, a wait, I/O, or one simple callback. The
 * program knows it by an address, which means nothing else.
 */
class PoolMember implements WorkerPool.Work {
  /** TP_CALLBACK_ENVIRON_V3. */
  private static final int ENVIRON_POOL = 8;

  private static final int ENVIRON_GROUP = 16;
  private static final int ENVIRON_CANCEL = 24;
  private static final int ENVIRON_FINALIZATION = 48;
  private static final int ENVIRON_PRIORITY = 60;

  /** The members, pools and groups of a process, by their addresses. */
  private static final class Names {
    final Map<Long, Object> objects = new ConcurrentHashMap<>();
  }

  private final WorkerPool pool;
  private final PoolGroup group;
  private final long cancelCallback;
  private final long finalization;
  private final int priority;
  private final long callback;
  private final long context;
  private final boolean simple;

  /** The member's address; 0 for a simple callback. */
  private long address;

  private int pending;
  private int running;
  private boolean closed;

  /**
   * Reads a callback environment.
   *
   * @param environment its address, 0 for the process's pool
   * @param simple whether the callback has no object as its third argument
   */
  PoolMember(GuestThread t, long callback, long context, long environment, boolean simple) {
    this.callback = callback;
    this.context = context;
    this.simple = simple;
    long ownPool = environment == 0 ? 0 : Memory.getLong(environment + ENVIRON_POOL);
    this.pool = ownPool == 0 ? WorkerPool.of(t.process) : find(t, ownPool, WorkerPool.class);
    long ownGroup = environment == 0 ? 0 : Memory.getLong(environment + ENVIRON_GROUP);
    this.group = ownGroup == 0 ? null : find(t, ownGroup, PoolGroup.class);
    this.cancelCallback = environment == 0 ? 0 : Memory.getLong(environment + ENVIRON_CANCEL);
    this.finalization = environment == 0 ? 0 : Memory.getLong(environment + ENVIRON_FINALIZATION);
    boolean third = environment != 0 && Memory.getInt(environment) >= 3;
    int wanted = third ? Memory.getInt(environment + ENVIRON_PRIORITY) : WorkerPool.NORMAL;
    if (wanted < 0 || wanted >= WorkerPool.PRIORITIES) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    this.priority = wanted;
    if (group != null) {
      group.add(this);
    }
  }

  // --- names
  // --------------------------------------------------------------------------------------

  private static Map<Long, Object> names(GuestProcess process) {
    return process.state(Names.class, p -> new Names()).objects;
  }

  /** Gives an object an address that the program can name it by. */
  static long name(GuestThread t, Object object) {
    long address = t.process.heap.allocate(t, 16);
    Memory.fill(address, 16, 0);
    names(t.process).put(address, object);
    return address;
  }

  /** The object with an address, of a type; {@code STATUS_INVALID_PARAMETER} when there is none. */
  static <T> T find(GuestThread t, long address, Class<T> type) {
    Object object = names(t.process).get(address);
    if (!type.isInstance(object)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return type.cast(object);
  }

  /** Takes an object's address back. */
  static void forget(GuestThread t, long address) {
    if (names(t.process).remove(address) != null) {
      t.process.heap.free(t, address);
    }
  }

  /** Gives the member its address, and returns it. */
  final long named(GuestThread t) {
    address = name(t, this);
    return address;
  }

  // --- callbacks
  // ----------------------------------------------------------------------------------

  /** Has the callback made once more. */
  final void submit() {
    synchronized (this) {
      if (closed) {
        return;
      }
      pending++;
    }
    pool.submit(this, priority);
  }

  @Override
  public final void run(GuestThread t) {
    synchronized (this) {
      pending--;
      running++;
    }
    PoolInstance instance = PoolInstance.begin(t, this);
    try {
      call(t, instance.address());
    } finally {
      instance.end(t);
    }
    if (finalization != 0) {
      Gate.call(t, finalization, instance.address(), context);
    }
  }

  /** Makes the callback. */
  void call(GuestThread t, long instance) {
    if (simple) {
      Gate.call(t, callback, instance, context);
    } else {
      Gate.call(t, callback, instance, context, address);
    }
  }

  final long callback() {
    return callback;
  }

  final long context() {
    return context;
  }

  final long address() {
    return address;
  }

  final WorkerPool pool() {
    return pool;
  }

  /** A callback counts as returned. */
  final synchronized void returned() {
    running--;
    notifyAll();
    if (simple && group != null && running == 0 && pending == 0) {
      group.remove(this);
    }
  }

  /** Takes back callbacks that have not begun. */
  final void cancel() {
    int taken = pool.withdraw(this, priority);
    synchronized (this) {
      pending -= taken;
      notifyAll();
    }
  }

  /** Waits until no callback is to come or runs; {@code cancel} takes back those to come. */
  final void await(boolean cancel) {
    if (cancel) {
      cancel();
    }
    synchronized (this) {
      while (running > 0 || pending > 0 || !cancel && expected() > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.interrupted(); // nobody interrupts guest threads
        }
      }
    }
  }

  /** Callbacks that are sure to come, though nothing has happened yet. */
  int expected() {
    return 0;
  }

  /** Makes no more callbacks of its own accord: a timer is stopped, a wait given up. */
  void stop() {}

  /** The program is done with the member; callbacks that are to come still come. */
  final void close(GuestThread t) {
    stop();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (group != null) {
      group.remove(this);
    }
    if (address != 0) {
      forget(t, address);
    }
  }

  /** The group ends: tells the program which contexts are not needed any more. */
  final void closeWithGroup(GuestThread t, boolean cancel, long cleanup) {
    stop();
    if (cancel && cancelCallback != 0) {
      cancel();
      Gate.call(t, cancelCallback, context, cleanup);
    }
    await(cancel);
    close(t);
  }
}
