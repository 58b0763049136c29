package decant.abi.seh;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.lang.invoke.VarHandle;

/**
 * The vectored exception and continue handlers of a process, in the order they are called in. The
 * machine code that dispatches exceptions walks the lists without a lock: nodes in guest memory
 * (layout.inc: HN_...), which are used again but never given back, so that one which is removed
 * while somebody is at it still leads to what is behind it in its list.
 */
public final class VectoredHandlers {
  private static final int NEXT = 0x00;
  private static final int FUNCTION = 0x08;

  /** The next node that was removed: the other words may still be read. */
  private static final int LINK = 0x10;

  /** The list that the node is in, or was removed from. */
  private static final int LIST = 0x18;

  private static final int NODE = 0x20;

  /** Nodes that were removed wait until there are so many before the oldest is used again. */
  private static final int REST = 64;

  private long removed;
  private long lastRemoved;
  private int removedCount;

  private VectoredHandlers(GuestProcess process) {}

  public static VectoredHandlers of(GuestProcess process) {
    return process.state(VectoredHandlers.class, VectoredHandlers::new);
  }

  /** Whether there is any exception handler. */
  public static boolean any() {
    return Memory.getLong(exceptionHandlers()) != 0;
  }

  private static long exceptionHandlers() {
    return Gate.machineCode("data_exception_handlers");
  }

  private static long continueHandlers() {
    return Gate.machineCode("data_continue_handlers");
  }

  /** Adds an exception handler; returns what {@link #remove} takes. */
  public synchronized long add(GuestThread t, boolean first, long function) {
    return add(t, exceptionHandlers(), first, function);
  }

  /** Adds a handler that is called before execution continues after an exception. */
  public synchronized long addContinue(GuestThread t, boolean first, long function) {
    return add(t, continueHandlers(), first, function);
  }

  /** Takes an exception handler away; false when there is none of that handle. */
  public synchronized boolean remove(long handle) {
    return remove(exceptionHandlers(), handle);
  }

  /** Takes a continue handler away; false when there is none of that handle. */
  public synchronized boolean removeContinue(long handle) {
    return remove(continueHandlers(), handle);
  }

  private long add(GuestThread t, long list, boolean first, long function) {
    long at = list;
    while (!first && Memory.getLong(at + NEXT) != 0) {
      at = Memory.getLong(at + NEXT);
    }
    long node = node(t);
    long next = Memory.getLong(at + NEXT);
    Memory.putLong(node + FUNCTION, function);
    Memory.putLong(node + NEXT, next);
    Memory.putLong(node + LIST, list);
    VarHandle.releaseFence();
    Memory.putLong(at + NEXT, node); // from here on it is seen
    if (next == 0) {
      redirect(list, 0, node);
    }
    return node;
  }

  private boolean remove(long list, long handle) {
    for (long at = list; Memory.getLong(at + NEXT) != 0; at = Memory.getLong(at + NEXT)) {
      if (Memory.getLong(at + NEXT) == handle) {
        long next = Memory.getLong(handle + NEXT);
        Memory.putLong(at + NEXT, next);
        redirect(list, handle, next);
        rest(handle);
        return true;
      }
    }
    return false;
  }

  /** Has those who are at a node that was removed go on to another one than so far. */
  private void redirect(long list, long from, long to) {
    long node = removed;
    for (int i = 0; i < removedCount; i++, node = Memory.getLong(node + LINK)) {
      if (Memory.getLong(node + LIST) == list && Memory.getLong(node + NEXT) == from) {
        Memory.putLong(node + NEXT, to);
      }
    }
  }

  private long node(GuestThread t) {
    if (removedCount < REST) {
      return t.process.heap.allocate(t, NODE);
    }
    long node = removed;
    removed = Memory.getLong(node + LINK);
    removedCount--;
    return node;
  }

  private void rest(long node) {
    if (removedCount++ == 0) {
      removed = node;
    } else {
      Memory.putLong(lastRemoved + LINK, node);
    }
    lastRemoved = node;
  }
}
