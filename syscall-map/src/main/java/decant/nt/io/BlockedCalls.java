package decant.nt.io;

import decant.host.Epoll;
import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Poll;
import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that wait for a host descriptor on their own thread, and how others end them: {@code
 * CancelSynchronousIo}, and closing the object that is waited for. Each such call sleeps in {@code
 * poll} on two descriptors, the second of which is an event to wake it.
 */
public final class BlockedCalls {
  /** As a time limit: none. */
  public static final long FOREVER = Long.MAX_VALUE;

  private static final int POLLFD_SIZE = 8;
  private static final int MOST_SPARE = 16;
  private static final long MILLI = 1_000_000;

  /** Events of calls that are over, to be used again. Guarded by itself. */
  private static final ArrayDeque<Integer> SPARE = new ArrayDeque<>();

  /** What each thread waits in. */
  private static final Map<GuestThread, BlockedCall> CALLS = new ConcurrentHashMap<>();

  /** One call. */
  private static final class BlockedCall {
    final NtObject object;
    final int event;
    NtStatus cancelled;
    boolean over;

    BlockedCall(NtObject object, int event) {
      this.object = object;
      this.event = event;
    }

    /** Wakes the call; returns false when it is over already. */
    synchronized boolean cancel(NtStatus status) {
      if (over) {
        return false;
      }
      if (cancelled == null) {
        cancelled = status;
        HostBuffer buffer = HostBuffer.get();
        buffer.putLong(0, 1);
        Unistd.write(event, buffer.struct(), 8);
      }
      return true;
    }

    synchronized NtStatus end() {
      over = true;
      return cancelled;
    }
  }

  private BlockedCalls() {}

  /**
   * Waits until a descriptor is ready.
   *
   * @param object what the descriptor belongs to
   * @param events {@code POLL*}
   * @param nanos at most so long, {@link #FOREVER} for ever
   * @return the events that came, 0 when the time is over
   * @throws decant.nt.NtStatusException {@code STATUS_CANCELLED} by {@link #cancel}, {@code
   *     STATUS_FILE_CLOSED} by {@link #closed}
   */
  public static int await(GuestThread t, NtObject object, int fd, int events, long nanos) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putDataInt(0, fd);
    buffer.putDataInt(4, events);
    int n = await(t, object, 1, nanos);
    return n == 0 ? 0 : buffer.dataU16(6);
  }

  /**
   * As above, for the {@code pollfd}s at the beginning of the thread's {@link HostBuffer} data;
   * returns how many of them are ready.
   *
   * @param count the room behind them is used for one more
   */
  public static int await(GuestThread t, NtObject object, int count, long nanos) {
    HostBuffer buffer = HostBuffer.get();
    int event = takeEvent();
    BlockedCall call = new BlockedCall(object, event);
    CALLS.put(t, call);
    int last = POLLFD_SIZE * count;
    buffer.putDataInt(last, event);
    buffer.putDataInt(last + 4, Poll.POLLIN);
    int n;
    long end = nanos == FOREVER ? 0 : System.nanoTime() + nanos;
    do {
      n = Poll.poll(buffer.data(), count + 1, milliseconds(nanos, end));
    } while (n < 0 && Errno.last() == Errno.EINTR);
    NtStatus cancelled = call.end();
    CALLS.remove(t, call);
    giveEvent(event, cancelled != null);
    if (cancelled != null) {
      throw cancelled.exception();
    }
    if (n < 0) {
      throw NtStatus.lastHostError();
    }
    return n;
  }

  private static int milliseconds(long nanos, long end) {
    if (nanos == FOREVER) {
      return -1;
    }
    long left = Math.max(0, end - System.nanoTime());
    return (int) Math.min(Integer.MAX_VALUE, (left + MILLI - 1) / MILLI);
  }

  private static int takeEvent() {
    synchronized (SPARE) {
      Integer spare = SPARE.pollLast();
      if (spare != null) {
        return spare;
      }
    }
    int event = Epoll.eventfd(0, Epoll.EFD_CLOEXEC | Epoll.EFD_NONBLOCK);
    if (event < 0) {
      throw NtStatus.lastHostError();
    }
    return event;
  }

  private static void giveEvent(int event, boolean used) {
    synchronized (SPARE) {
      if (!used && SPARE.size() < MOST_SPARE) {
        SPARE.addLast(event);
        return;
      }
    }
    Unistd.close(event);
  }

  /** Ends what a thread waits in; returns false when it waits in nothing. */
  public static boolean cancel(GuestThread thread) {
    BlockedCall call = CALLS.get(thread);
    return call != null && call.cancel(NtStatus.CANCELLED);
  }

  /** Ends all waits for an object whose last handle is closed. */
  public static void closed(NtObject object) {
    end(object, NtStatus.FILE_CLOSED);
  }

  /** Ends all waits for an object with a status. */
  public static void end(NtObject object, NtStatus status) {
    for (BlockedCall call : CALLS.values()) {
      if (call.object == object) {
        call.cancel(status);
      }
    }
  }
}
