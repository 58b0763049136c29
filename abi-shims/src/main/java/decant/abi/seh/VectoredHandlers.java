package decant.abi.seh;

import decant.abi.Gate;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;

/** The vectored exception handlers of a process, in the order they are called in. */
public final class VectoredHandlers {
  /** {@code EXCEPTION_CONTINUE_EXECUTION}. */
  public static final int CONTINUE_EXECUTION = -1;

  private volatile List<Registration> handlers = List.of();
  private long nextHandle = 0x10;

  private record Registration(long handle, long function) {}

  private VectoredHandlers(GuestProcess process) {}

  public static VectoredHandlers of(GuestProcess process) {
    return process.state(VectoredHandlers.class, VectoredHandlers::new);
  }

  /** Adds a handler; returns what {@link #remove} takes. */
  public synchronized long add(boolean first, long function) {
    List<Registration> next = new ArrayList<>(handlers);
    Registration added = new Registration(nextHandle, function);
    nextHandle += 0x10;
    next.add(first ? 0 : next.size(), added);
    handlers = List.copyOf(next);
    return added.handle;
  }

  /** Takes a handler away; false when there is none of that handle. */
  public synchronized boolean remove(long handle) {
    List<Registration> next = new ArrayList<>(handlers);
    boolean removed = next.removeIf(r -> r.handle == handle);
    handlers = List.copyOf(next);
    return removed;
  }

  /**
   * Asks the handlers.
   *
   * @param pointers address of the {@code EXCEPTION_POINTERS}
   * @return whether one says that execution continues
   */
  public boolean call(GuestThread t, long pointers) {
    for (Registration r : handlers) {
      if ((int) Gate.call(t, r.function, pointers) == CONTINUE_EXECUTION) {
        return true;
      }
    }
    return false;
  }
}
