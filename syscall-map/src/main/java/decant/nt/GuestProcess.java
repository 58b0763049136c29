package decant.nt;

import decant.host.Memory;
import decant.nt.file.FileSystem;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.GuestHeap;
import decant.nt.process.Family;
import decant.nt.process.HostPrograms;
import decant.nt.process.RemoteProcess;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A guest process: what all of its threads share. There is one per JVM as a rule, but nothing here
 * is static except the table that the gate finds threads in.
 */
public final class GuestProcess {
  private static final int MAX_THREADS = 1 << 16;

  /**
   * Slots are filled and emptied under the lock of this table and read without: by the thread of
   * the slot in each of its calls, and by others, who may see a change a moment later.
   */
  private static final GuestThread[] THREADS = new GuestThread[MAX_THREADS];

  /** One more than the highest slot that ever held a thread. */
  private static final AtomicInteger USED_SLOTS = new AtomicInteger();

  /** The open handles. */
  public final HandleTable handles = new HandleTable();

  /** The guest's part of the address space. */
  public final AddressSpace memory;

  /** The process heap. */
  public final GuestHeap heap;

  /** Files by name. */
  public final FileSystem files = new FileSystem();

  /** Windows' process identifier. */
  public final int id;

  /** Address of the PEB; set by the loader before the first thread is made. */
  public long peb;

  /** Set by the loader before the first guest instruction. */
  public ModuleLoader loader;

  /** Who started whom; null as long as the process knows of no other. */
  public volatile Family family;

  /** Whether Ctrl-C was ignored from the process's beginning. */
  public boolean ignoresCtrlC;

  /** The host's programs that may be started; null for none. */
  public volatile HostPrograms hostPrograms;

  /** Hears of each process that this one has started; null for nobody. */
  public volatile Consumer<RemoteProcess> childListener;

  /** Ends the process on behalf of one of its threads; set by the loader. */
  public ProcessEnding ending;

  /** What the program's header asks for as stack of a thread, in bytes. */
  public long stackReserve = 1 << 20;

  public long stackCommit = Memory.PAGE;

  /** Threads that have begun or will, and have not ended. */
  public final AtomicInteger liveThreads = new AtomicInteger();

  private final AtomicInteger nextThreadId;
  private final List<Consumer<GuestThread>> exitActions = new ArrayList<>();
  private final Map<Class<?>, Object> states = new ConcurrentHashMap<>();

  public GuestProcess(AddressSpace memory, int id) {
    this.memory = memory;
    this.heap = new GuestHeap(memory);
    this.id = id;
    this.nextThreadId = new AtomicInteger(id + 4);
  }

  /**
   * The state that a library keeps for this process, made when it is first asked for, once. The
   * class of the state is its key.
   */
  public <T> T state(Class<T> type, Function<GuestProcess, T> make) {
    Object state = states.get(type);
    if (state == null) {
      synchronized (states) {
        state = states.get(type);
        if (state == null) {
          state = make.apply(this);
          states.put(type, state);
        }
      }
    }
    return type.cast(state);
  }

  /**
   * Adds what is to be done when the process ends in an orderly way, on the thread that ends it;
   * the last one runs first.
   */
  public void atExit(Consumer<GuestThread> action) {
    synchronized (exitActions) {
      exitActions.add(action);
    }
  }

  /** Does what {@link #atExit} was given, once. */
  public void runExitActions(GuestThread thread) {
    for (; ; ) {
      Consumer<GuestThread> action;
      synchronized (exitActions) {
        if (exitActions.isEmpty()) {
          return;
        }
        action = exitActions.removeLast();
      }
      action.accept(thread);
    }
  }

  /**
   * Makes a thread of this process around a TEB of {@link ThreadBlock#SIZE} bytes, whose fields the
   * caller fills.
   */
  public GuestThread newThread(long teb) {
    synchronized (THREADS) {
      for (int slot = 0; slot < MAX_THREADS; slot++) {
        if (THREADS[slot] == null) {
          GuestThread thread = new GuestThread(this, teb, slot, nextThreadId.getAndAdd(4));
          VarHandle.releaseFence(); // who sees the thread sees all of it
          THREADS[slot] = thread;
          raiseUsedSlots(slot + 1);
          Memory.putInt(teb + ThreadBlock.SLOT, slot);
          return thread;
        }
      }
    }
    throw NtStatus.INSUFFICIENT_RESOURCES.exception();
  }

  private static void raiseUsedSlots(int count) {
    int used = USED_SLOTS.get();
    while (used < count && !USED_SLOTS.compareAndSet(used, count)) {
      used = USED_SLOTS.get();
    }
  }

  /** Takes an ended thread out of the gate's table. */
  public void remove(GuestThread thread) {
    synchronized (THREADS) {
      if (THREADS[thread.slot] == thread) {
        THREADS[thread.slot] = null;
      }
    }
  }

  /** The number of slots that may hold threads: {@link #threadAt} knows which of them do. */
  public int threadSlots() {
    return USED_SLOTS.get();
  }

  /** The identifiers of the threads, in ascending order. */
  public int[] threadIds() {
    int[] ids = new int[threadSlots()];
    int count = 0;
    for (int slot = 0; slot < ids.length; slot++) {
      GuestThread thread = threadAt(slot);
      if (thread != null) {
        ids[count++] = thread.id;
      }
    }
    int[] found = java.util.Arrays.copyOf(ids, count);
    java.util.Arrays.sort(found);
    return found;
  }

  /** The thread of this process in a slot, or null. */
  public GuestThread threadAt(int slot) {
    GuestThread thread = THREADS[slot];
    return thread != null && thread.process == this ? thread : null;
  }

  /** The thread of this process that has an identifier, or null. */
  public GuestThread threadById(int threadId) {
    for (int slot = 0; slot < threadSlots(); slot++) {
      GuestThread thread = threadAt(slot);
      if (thread != null && thread.id == threadId) {
        return thread;
      }
    }
    return null;
  }

  /** How a process ends. */
  public interface ProcessEnding {
    /**
     * Tells the modules, writes what is buffered, and ends the JVM. Does not come back.
     *
     * @param exitCode all 32 bits
     */
    void end(GuestThread thread, int exitCode);

    /** Whether {@link #end} or {@link #kill} is on its way. */
    boolean isEnding();

    /**
     * Ends the process at the wish of one of its threads, as {@code TerminateProcess} does: the
     * others stop, handles are closed, nobody is told. Does not come back.
     */
    void kill(GuestThread thread, int exitCode);

    /**
     * A thread is about to wait for a lock that another thread owns. If it is the one that ends the
     * process, the owner was stopped for good: the process ends at once. Else does nothing.
     *
     * @see <a href="https://devblogs.microsoft.com/oldnewthing/20070503-00/?p=27003">During process
     *     termination, the gates are now electrified</a>
     */
    void waitsForLock(GuestThread thread);

    /** Ends the JVM; modules are not told. Does not come back. */
    void terminate(int exitCode);

    /**
     * Nobody deals with an exception, which ends the process. Does not come back.
     *
     * @param exitCode the exception's code
     * @param address where it was raised
     * @param report what is known of it, for people
     */
    default void crash(int exitCode, long address, String report) {
      System.err.println(report);
      terminate(exitCode);
    }

    /**
     * A function is called that no library has. Comes back for the process to be ended, with a
     * message.
     */
    default void missing(String library, String function) {}

    /**
     * Something went wrong that is not the guest's fault. Comes back for the JVM to be ended, with
     * a message.
     */
    default void broken(String where, Throwable cause) {}
  }

  /** The thread in a slot of the gate's table. */
  public static GuestThread thread(int slot) {
    return THREADS[slot];
  }
}
