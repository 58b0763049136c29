package decant.abi.seh;

import decant.abi.Gate;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;

/** The vectored exception and continue handlers of a process, in the order they are called in. */
public final class VectoredHandlers {
  /** {@code EXCEPTION_CONTINUE_EXECUTION}. */
  private static final int CONTINUE_EXECUTION = -1;

  private static final int HANDLE_STEP = 0x10;

  private volatile List<Registration> handlers = List.of();
  private volatile List<Registration> continueHandlers = List.of();
  private long lastHandle;

  private record Registration(long handle, long function) {}

  private VectoredHandlers(GuestProcess process) {}

  public static VectoredHandlers of(GuestProcess process) {
    return process.state(VectoredHandlers.class, VectoredHandlers::new);
  }

  /** Adds an exception handler; returns what {@link #remove} takes. */
  public synchronized long add(boolean first, long function) {
    handlers = with(handlers, first, function);
    return lastHandle;
  }

  /** Adds a handler that is called before execution continues after an exception. */
  public synchronized long addContinue(boolean first, long function) {
    continueHandlers = with(continueHandlers, first, function);
    return lastHandle;
  }

  private List<Registration> with(List<Registration> list, boolean first, long function) {
    lastHandle += HANDLE_STEP;
    List<Registration> next = new ArrayList<>(list);
    next.add(first ? 0 : next.size(), new Registration(lastHandle, function));
    return List.copyOf(next);
  }

  /** Takes an exception handler away; false when there is none of that handle. */
  public synchronized boolean remove(long handle) {
    int before = handlers.size();
    handlers = without(handlers, handle);
    return handlers.size() < before;
  }

  /** Takes a continue handler away; false when there is none of that handle. */
  public synchronized boolean removeContinue(long handle) {
    int before = continueHandlers.size();
    continueHandlers = without(continueHandlers, handle);
    return continueHandlers.size() < before;
  }

  private static List<Registration> without(List<Registration> list, long handle) {
    List<Registration> next = new ArrayList<>(list);
    next.removeIf(r -> r.handle == handle);
    return List.copyOf(next);
  }

  /**
   * Asks the exception handlers.
   *
   * @param pointers address of the {@code EXCEPTION_POINTERS}
   * @return whether one says that execution continues
   */
  boolean call(GuestThread t, long pointers) {
    return anyContinues(t, handlers, pointers);
  }

  /** Tells the continue handlers that execution is about to continue. */
  void callContinue(GuestThread t, long pointers) {
    anyContinues(t, continueHandlers, pointers);
  }

  private static boolean anyContinues(GuestThread t, List<Registration> list, long pointers) {
    for (Registration r : list) {
      if ((int) Gate.call(t, r.function, pointers) == CONTINUE_EXECUTION) {
        return true;
      }
    }
    return false;
  }
}
