package decant.nt;

import decant.host.Memory;
import decant.nt.sync.Waiter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A thread of the guest: a Java thread with a TEB, a guest stack and a thread block. Shims get the
 * calling thread as their first parameter; all state here belongs to that thread and is touched by
 * no other, unless a method says so.
 */
public final class GuestThread {
  /** TEB offsets (winternl.h, as far as documented). */
  public static final int TEB_STACK_BASE = 0x08;

  public static final int TEB_STACK_LIMIT = 0x10;
  public static final int TEB_SELF = 0x30;
  public static final int TEB_PROCESS_ID = 0x40;
  public static final int TEB_THREAD_ID = 0x48;
  public static final int TEB_TLS_POINTER = 0x58;
  public static final int TEB_PEB = 0x60;
  public static final int TEB_LAST_ERROR = 0x68;
  public static final int TEB_LAST_STATUS = 0x1250;
  public static final int TEB_DEALLOCATION_STACK = 0x1478;
  public static final int TEB_TLS_SLOTS = 0x1480;
  public static final int TEB_TLS_EXPANSION_SLOTS = 0x1780;
  public static final int TEB_GUARANTEED_STACK = 0x1748;

  /** The process that the thread belongs to. */
  public final GuestProcess process;

  /** Address of the TEB; the thread block follows it ({@link ThreadBlock}). */
  public final long teb;

  /** The stack that the thread began with: its reservation, and its limit then. */
  long stack;

  long stackLimit;

  /** Index of this thread in the table that the gate's dispatcher looks it up in. */
  public final int slot;

  /** Windows' thread identifier: a multiple of 4. */
  public final int id;

  /** Where the thread waits, and what reaches it there; others wake it through this. */
  public final Waiter waiter = new Waiter(this);

  /** Address of the argument slots of the call that this thread is in; kept by the dispatcher. */
  public long frame;

  /**
   * What Java is to throw when the guest level that is being left has been left; null otherwise.
   */
  public RuntimeException leaving;

  /** How many calls a thread remembers; a power of two. */
  public static final int REMEMBERED_CALLS = 16;

  /** The indices of the last calls that Java has answered, in a ring: for reports of crashes. */
  public final int[] calls = new int[REMEMBERED_CALLS];

  /** How many calls Java has answered: the ring's next place, modulo its size. */
  public int callCount;

  /**
   * What the last call failed with that threw: an {@link NtStatus}, a {@link Win32Error} or a
   * number of the CRT; for the tracer, which clears it.
   */
  public Enum<?> failure;

  /** The code of the exception that a text for debuggers is being raised as, 0 for none. */
  public int textException;

  /**
   * The address that the host's stack of the thread has room down to; set by the gate when the
   * thread first enters the guest, unless it is known before.
   */
  public long hostStackEnd;

  /** How many exceptions this thread's handlers are being asked about. */
  public int exceptionDepth;

  /** CRT {@code errno} lives in guest memory: its address, 0 until the CRT asks for it. */
  public long errnoAddress;

  private volatile ThreadObject object;

  private final Map<Class<?>, Object> states = new HashMap<>();

  GuestThread(GuestProcess process, long teb, int slot, int id) {
    this.process = process;
    this.teb = teb;
    this.slot = slot;
    this.id = id;
  }

  /**
   * The state that a library keeps for this thread, made when it is first asked for. The class of
   * the state is its key.
   */
  public <T> T state(Class<T> type, Function<GuestThread, T> make) {
    Object state = states.get(type);
    if (state == null) {
      state = make.apply(this);
      states.put(type, state);
    }
    return type.cast(state);
  }

  /** The thread as handles refer to it; any thread may ask. */
  ThreadObject object() {
    ThreadObject known = object;
    if (known == null) {
      synchronized (this) {
        known = object;
        if (known == null) {
          known = new ThreadObject(this);
          object = known;
        }
      }
    }
    return known;
  }

  /** The host's number of the thread that runs it; 0 before it was in the guest. */
  public int hostTid() {
    return Memory.getInt(teb + ThreadBlock.HOST_TID);
  }

  /** The last-error value, as {@code GetLastError} returns it. */
  public int lastError() {
    return Memory.getInt(teb + TEB_LAST_ERROR);
  }

  public void setLastError(int error) {
    Memory.putInt(teb + TEB_LAST_ERROR, error);
  }

  public void setLastError(Win32Error error) {
    setLastError(error.code());
  }

  /**
   * {@link ThreadBlock#SCRATCH_SIZE} bytes for host calls made by this thread; contents last until
   * the next call.
   */
  public long scratch() {
    return teb + ThreadBlock.SCRATCH;
  }

  /** The address that the first frame on the guest stack ends at. */
  public long stackTop() {
    return Memory.getLong(teb + TEB_STACK_BASE) - 0x40;
  }
}
