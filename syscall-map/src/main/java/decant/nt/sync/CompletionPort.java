package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;

/** An I/O completion port: a queue of packets that threads wait for, first come first served. */
public final class CompletionPort extends Waitable {
  /**
   * What a finished operation leaves.
   *
   * @param key the key of the file, or what was posted
   * @param context the {@code OVERLAPPED} of the operation
   * @param status how it ended
   * @param information the number of bytes
   */
  public record Packet(long key, long context, NtStatus status, long information) {}

  private final ArrayDeque<Packet> packets = new ArrayDeque<>();

  /** What satisfied waits took, until the waiting threads fetch it. */
  private final Map<GuestThread, Packet> taken = new IdentityHashMap<>();

  @Override
  public String typeName() {
    return "IoCompletion";
  }

  /** Adds a packet. */
  public void post(Packet packet) {
    synchronized (LOCK) {
      packets.addLast(packet);
      serve();
    }
  }

  /** Takes the oldest packet; null when the time is over. */
  public Packet take(GuestThread thread, long nanos) {
    if (Waits.one(thread, this, nanos) == Waits.TIMEOUT) {
      return null;
    }
    synchronized (LOCK) {
      return taken.remove(thread);
    }
  }

  /** The number of packets in the queue. */
  public int depth() {
    synchronized (LOCK) {
      return packets.size();
    }
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return !packets.isEmpty();
  }

  @Override
  protected void acquire(GuestThread waiter) {
    taken.put(waiter, packets.pollFirst());
  }
}
