package decant.nt.sync;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.Arrays;

/** Waiting for dispatcher objects. */
public final class Waits {
  /** {@code MAXIMUM_WAIT_OBJECTS}. */
  public static final int MAXIMUM_WAIT_OBJECTS = 64;

  /** {@code STATUS_ABANDONED_WAIT_0}. */
  public static final int ABANDONED = 0x80;

  /** {@code STATUS_TIMEOUT}, as waits return it. */
  public static final int TIMEOUT = 0x102;

  /** {@code STATUS_USER_APC}, as alertable waits return it. */
  public static final int USER_APC = 0xC0;

  /** What {@link Waiter#abort} ends waits with; the guest never sees it. */
  public static final int ABORTED = 0x4B00;

  /** A timeout that never comes, in nanoseconds. */
  public static final long INFINITE = Long.MAX_VALUE;

  /** 1601 to 1970, in units of 100 ns. */
  private static final long EPOCH = 116_444_736_000_000_000L;

  private Waits() {}

  /** Nanoseconds of a Win32 timeout in milliseconds. */
  public static long nanos(int milliseconds) {
    return milliseconds == -1 ? INFINITE : (milliseconds & 0xFFFF_FFFFL) * 1_000_000;
  }

  /**
   * Nanoseconds from now of an NT timeout.
   *
   * @param timeout address of a {@code LARGE_INTEGER}: negative relative, else absolute, in units
   *     of 100 ns; a null pointer means for ever
   */
  public static long nanosAt(long timeout) {
    return timeout == 0 ? INFINITE : ntNanos(Memory.getLong(timeout));
  }

  /** As {@link #nanosAt}, of the value itself. */
  public static long ntNanos(long value) {
    if (value == Long.MIN_VALUE) {
      return INFINITE;
    }
    long units;
    if (value < 0) {
      units = -value;
    } else {
      units = value - systemTime();
    }
    return units <= 0 ? 0 : units > INFINITE / 100 ? INFINITE : units * 100;
  }

  /** The time as Windows has it: units of 100 ns since 1601. */
  public static long systemTime() {
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 10_000_000 + now.getNano() / 100 + EPOCH;
  }

  /**
   * Waits for one object.
   *
   * @param nanos how long, {@link #INFINITE} for ever
   * @return 0, {@link #ABANDONED} or {@link #TIMEOUT}
   */
  public static int one(GuestThread thread, Waitable object, long nanos) {
    return one(thread, object, nanos, false);
  }

  /**
   * Waits for one object; an asynchronous procedure call ends an alertable wait, and stays in its
   * queue.
   *
   * @return as above, or {@link #USER_APC}
   */
  public static int one(GuestThread thread, Waitable object, long nanos, boolean alertable) {
    object.waitBegins();
    int taken = object.tryTake(thread, 0, nanos == 0);
    if (taken >= 0) {
      return taken;
    }
    if (nanos == 0 && !alertable) {
      return TIMEOUT;
    }
    Waiter waiter = Waiter.of(thread);
    waiter.begin(alertable);
    waiter.join(object, 0);
    return end(waiter, nanos);
  }

  /**
   * Waits for several objects.
   *
   * @param count 1 to {@link #MAXIMUM_WAIT_OBJECTS}, else {@code STATUS_INVALID_PARAMETER_1}
   * @param all whether for all of them at once, as opposed to any; then no object may be there
   *     twice ({@code STATUS_INVALID_PARAMETER_MIX})
   * @param alertable whether an asynchronous procedure call ends the wait; it stays in its queue
   * @return the index of the object, with {@link #ABANDONED} added for a mutant whose owner ended,
   *     {@link #TIMEOUT} or {@link #USER_APC}
   */
  public static int many(
      GuestThread thread,
      Waitable[] objects,
      int count,
      boolean all,
      long nanos,
      boolean alertable) {
    if (count < 1 || count > MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER_1.exception();
    }
    if (all && count > 1) {
      return all(thread, Arrays.copyOf(objects, count), nanos, alertable);
    }
    for (int i = 0; i < count; i++) {
      objects[i].waitBegins();
    }
    for (int i = 0; i < count; i++) {
      int taken = objects[i].tryTake(thread, i, nanos == 0);
      if (taken >= 0) {
        return taken;
      }
    }
    if (nanos == 0 && !alertable) {
      return TIMEOUT;
    }
    Waiter waiter = Waiter.of(thread);
    waiter.begin(alertable);
    waiter.join(objects, count);
    return end(waiter, nanos);
  }

  private static int all(GuestThread thread, Waitable[] objects, long nanos, boolean alertable) {
    for (int i = 0; i < objects.length; i++) {
      objects[i].waitBegins();
      for (int j = 0; j < i; j++) {
        if (objects[i] == objects[j]) {
          throw NtStatus.INVALID_PARAMETER_MIX.exception();
        }
      }
    }
    Waiter waiter = Waiter.of(thread);
    waiter.begin(alertable);
    waiter.join(new WaitAll(waiter, objects));
    return end(waiter, nanos);
  }

  private static int end(Waiter waiter, long nanos) {
    int result = waiter.await(nanos);
    waiter.leave();
    return result;
  }

  /** Signals one object and then waits for another. */
  public static int signalAndWait(
      GuestThread thread, Signallable signal, Waitable object, long nanos, boolean alertable) {
    signal.signal(thread);
    return one(thread, object, nanos, alertable);
  }

  /**
   * Sleeps: {@code NtDelayExecution}.
   *
   * @param nanos how long; 0 lets another thread run
   * @return 0, or {@link #USER_APC} when a call ended the sleep
   */
  public static int sleep(GuestThread thread, long nanos, boolean alertable) {
    if (nanos == 0 && !alertable) {
      Thread.yield();
      return 0;
    }
    Waiter waiter = thread.waiter;
    waiter.begin(alertable);
    int result = waiter.park(nanos);
    return result == TIMEOUT ? 0 : result;
  }
}
