package decant.nt;

import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.StackSpace;
import java.util.ArrayDeque;
import java.util.function.Function;

/** The memory of a guest thread: its stack, and its TEB with the thread block behind it. */
public final class ThreadMemory {
  /** {@code NT_TIB.Version}, which fibers replace by their data. */
  private static final int TEB_VERSION = 0x20;

  private static final int WINDOWS_TIB_VERSION = 0x1E00;
  private static final int TEB_REAL_CLIENT_ID = 0x7D8;
  private static final int TEB_STATIC_UNICODE_STRING = 0x1258;
  private static final int TEB_STATIC_UNICODE_BUFFER = 0x1268;
  private static final int STATIC_UNICODE_BYTES = 522;
  private static final int TEB_CURRENT_LOCALE = 0x108;
  private static final int LOCALE_EN_US = 0x409;

  /** The exception's own frames take about 7 KiB, the filters and handlers of programs little. */
  private static final long MIN_HANDLER_ROOM = 4L * Memory.PAGE;

  private static final long DEFAULT_RESERVE = 1 << 20;

  private ThreadMemory() {}

  /**
   * Makes a thread with its stack and TEB. The host thread that will run it prepares it for the
   * gate.
   *
   * @param reserve bytes to reserve for the stack, 0 for 1 MiB
   * @param commit bytes of it to commit at once
   */
  public static GuestThread create(GuestProcess process, long reserve, long commit) {
    AddressSpace memory = process.memory;
    long wanted = Math.max(reserve == 0 ? DEFAULT_RESERVE : reserve, commit);
    long size = Memory.alignUp(wanted, AddressSpace.GRANULARITY);
    if (process.threadSlots() > 0) {
      Block kept = process.state(Kept.class, Kept.MAKE).take(size, commit);
      if (kept != null) {
        return fill(process, kept.stack, size, commit, kept.teb);
      }
    }
    long stack = StackSpace.allocate(memory, size, commit);
    long teb;
    try {
      teb =
          memory.allocate(
              0,
              ThreadBlock.SIZE,
              AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
              AddressSpace.PAGE_READWRITE);
    } catch (NtStatusException e) {
      memory.free(stack, 0, AddressSpace.MEM_RELEASE);
      throw e;
    }
    return fill(process, stack, size, commit, teb);
  }

  private static GuestThread fill(
      GuestProcess process, long stack, long size, long commit, long teb) {
    GuestThread t = process.newThread(teb);
    long base = stack + size;
    t.stack = stack;
    t.stackLimit = StackSpace.limit(stack, size, commit);
    Memory.putLong(teb + GuestThread.TEB_STACK_BASE, base);
    Memory.putLong(teb + GuestThread.TEB_STACK_LIMIT, t.stackLimit);
    Memory.putLong(teb + GuestThread.TEB_DEALLOCATION_STACK, stack);
    Memory.putLong(teb + GuestThread.TEB_SELF, teb);
    Memory.putLong(teb + GuestThread.TEB_PROCESS_ID, process.id);
    Memory.putLong(teb + GuestThread.TEB_THREAD_ID, t.id);
    Memory.putInt(teb + TEB_VERSION, WINDOWS_TIB_VERSION);
    Memory.putLong(teb + ThreadBlock.FRAME, ThreadBlock.FRAME_HOST);
    Memory.putLong(teb + TEB_REAL_CLIENT_ID, process.id);
    Memory.putLong(teb + TEB_REAL_CLIENT_ID + 8, t.id);
    Memory.putLong(teb + GuestThread.TEB_PEB, process.peb);
    Memory.putInt(teb + TEB_CURRENT_LOCALE, LOCALE_EN_US);
    Memory.putShort(teb + TEB_STATIC_UNICODE_STRING + 2, STATIC_UNICODE_BYTES);
    Memory.putLong(teb + TEB_STATIC_UNICODE_STRING + 8, teb + TEB_STATIC_UNICODE_BUFFER);
    return t;
  }

  /**
   * Makes a thread's stack reach down to an address that Java is about to write: a guard page stops
   * the guest's own accesses only, so it grows here as the guest's push would make it grow. Stacks
   * that the program has made for itself do not grow.
   *
   * @throws GuestFault when the stack cannot grow that far
   */
  public static void reach(GuestThread t, long lowest) {
    long limit = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
    long reservation = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    while (lowest < limit && lowest >= reservation) {
      limit -= Memory.PAGE;
      if (limit < reservation || !t.process.memory.guardHit(limit)) {
        throw new GuestFault(lowest);
      }
      try {
        growStack(t, limit);
      } catch (NtStatusException overflow) {
        throw GuestFault.ofStack(lowest);
      }
      limit = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
    }
  }

  /**
   * Moves the guard page down after a hit on it.
   *
   * @throws NtStatusException {@code STATUS_STACK_OVERFLOW} when it can go no further; handlers of
   *     that have the rest of the stack
   */
  public static void growStack(GuestThread t, long address) {
    long base = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    try {
      setLimit(t, StackSpace.grow(t.process.memory, base, address, handlerRoom(t)));
    } catch (NtStatusException overflow) {
      setLimit(t, base + Memory.PAGE);
      throw overflow;
    }
  }

  private static void setLimit(GuestThread t, long limit) {
    Memory.putLong(t.teb + GuestThread.TEB_STACK_LIMIT, limit);
  }

  /** What is left of a stack when its overflow is reported: a minimum, and what was asked for. */
  private static long handlerRoom(GuestThread t) {
    long guaranteed = Memory.getU32(t.teb + GuestThread.TEB_GUARANTEED_STACK);
    return MIN_HANDLER_ROOM + Memory.alignUp(guaranteed, Memory.PAGE);
  }

  /**
   * Sets how much stack handlers of its overflow have, on the thread itself.
   *
   * @param bytes not more than the stack
   * @param stackPointer where the stack is in use down to
   */
  public static void guarantee(GuestThread t, int bytes, long stackPointer) {
    Memory.putInt(t.teb + GuestThread.TEB_GUARANTEED_STACK, bytes);
    long limit = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
    long reservation = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    long lowest = reservation + Memory.PAGE;
    if (limit > lowest && limit - Memory.PAGE < lowest + handlerRoom(t)) {
      t.process.memory.guardHit(limit - Memory.PAGE); // it is too low now
      setLimit(t, lowest);
      resetGuard(t, stackPointer);
    }
  }

  /**
   * Puts the guard page back after an overflow that was survived, on the thread itself.
   *
   * @param stackPointer where the stack is in use down to
   * @return whether it is there: not if the stack is in use that far
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/resetstkoflw">_resetstkoflw</a>
   */
  public static boolean resetGuard(GuestThread t, long stackPointer) {
    long reservation = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    long lowest = reservation + Memory.PAGE;
    if (Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT) > lowest) {
      return true;
    }
    long guard = lowest + handlerRoom(t);
    if (stackPointer < guard + 2 * Memory.PAGE) {
      return false;
    }
    t.process.memory.protect(
        guard, Memory.PAGE, AddressSpace.PAGE_READWRITE | AddressSpace.PAGE_GUARD);
    setLimit(t, guard + Memory.PAGE);
    return true;
  }

  /**
   * Gives a thread's memory back. Nothing of the thread runs any more; the caller is another host
   * thread or has left the guest.
   */
  public static void release(GuestThread t) {
    AddressSpace memory = t.process.memory;
    t.process.remove(t);
    if (t.process.state(Kept.class, Kept.MAKE).keep(t)) {
      return;
    }
    try {
      memory.free(
          Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK), 0, AddressSpace.MEM_RELEASE);
    } catch (NtStatusException e) {
      // Another fiber has deleted the one that the thread was.
    }
    memory.free(t.teb, 0, AddressSpace.MEM_RELEASE);
  }

  /** Stack and TEB of an ended thread. */
  private record Block(long stack, long size, long limit, long teb) {}

  /**
   * Memory of ended threads for those to come: most threads are short and use little of their
   * stack, so that clearing that is cheaper than asking the host for it anew.
   */
  private static final class Kept {
    static final Function<GuestProcess, Kept> MAKE =
        new Function<>() {
          @Override
          public Kept apply(GuestProcess process) {
            return new Kept();
          }
        };

    private static final int MOST = 16;
    private static final long MOST_USED = 0x1_0000;

    private final ArrayDeque<Block> blocks = new ArrayDeque<>(MOST);

    synchronized Block take(long size, long commit) {
      Block block = blocks.peekLast();
      return block != null
              && block.size == size
              && block.limit == StackSpace.limit(block.stack, size, commit)
          ? blocks.pollLast()
          : null;
    }

    /** Keeps the memory of a thread whose stack has not grown and is the one that it began with. */
    boolean keep(GuestThread t) {
      long stack = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
      long base = Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
      long limit = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
      if (stack != t.stack || limit != t.stackLimit || base - limit > MOST_USED) {
        return false;
      }
      synchronized (this) {
        if (blocks.size() == MOST) {
          return false;
        }
        try {
          Memory.fill(limit, base - limit, 0);
        } catch (GuestFault | InternalError gone) {
          return false; // the program has changed the pages
        }
        Memory.fill(t.teb, ThreadBlock.SCRATCH, 0);
        blocks.addLast(new Block(stack, base - stack, limit, t.teb));
        return true;
      }
    }
  }
}
