package decant.nt.sync;

import decant.nt.GuestThread;
import java.util.ArrayDeque;

/** The asynchronous procedure calls that wait for a thread: what an alertable wait looks at. */
public final class ApcQueue extends Waitable {
  /** A guest function with its arguments. */
  public record Apc(long function, long first, long second, long third, long fourth) {
    public Apc(long function, long first, long second, long third) {
      this(function, first, second, third, 0);
    }
  }

  private final ArrayDeque<Apc> calls = new ArrayDeque<>();
  private boolean closed;

  @Override
  public String typeName() {
    return "ApcQueue";
  }

  /** Adds a call; returns false when the thread has ended. */
  public boolean add(Apc apc) {
    synchronized (LOCK) {
      if (closed) {
        return false;
      }
      calls.addLast(apc);
      serve();
      return true;
    }
  }

  /** Takes the oldest call, or null. */
  public Apc poll() {
    synchronized (LOCK) {
      return calls.pollFirst();
    }
  }

  /** The thread has ended. */
  public void close() {
    synchronized (LOCK) {
      closed = true;
      calls.clear();
    }
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return !calls.isEmpty();
  }
}
