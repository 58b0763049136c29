package decant.nt.sync;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.concurrent.locks.LockSupport;

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
    object.waitBegins();
    Waiter waiter;
    synchronized (Waitable.LOCK) {
      if (object.isSignalled(thread)) {
        return take(thread, object, 0);
      }
      if (nanos == 0) {
        return TIMEOUT;
      }
      waiter = new Waiter(thread, new Waitable[] {object}, 1, false);
    }
    return await(waiter, nanos);
  }

  /**
   * Waits for several objects.
   *
   * @param all whether for all of them at once, as opposed to any
   * @return the index of the object, with {@link #ABANDONED} added for a mutant whose owner ended,
   *     or {@link #TIMEOUT}
   */
  public static int many(
      GuestThread thread, Waitable[] objects, int count, boolean all, long nanos) {
    if (count < 1 || count > MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return unchecked(thread, objects, count, all, nanos);
  }

  /**
   * Waits for several objects, or for calls to come in; they stay in their queue.
   *
   * @param count may be 0: waits for calls only
   * @return as {@link #many}, or {@link #USER_APC}. A wait for all objects is ended by calls only
   *     if they are there when it begins
   */
  public static int alertable(
      GuestThread thread, ApcQueue calls, Waitable[] objects, int count, boolean all, long nanos) {
    if (count > MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (all && count > 1) {
      int now = many(thread, objects, count, true, 0);
      if (now != TIMEOUT) {
        return now;
      }
      return calls.signalled(thread) ? USER_APC : many(thread, objects, count, true, nanos);
    }
    Waitable[] andCalls = java.util.Arrays.copyOf(objects, count + 1);
    andCalls[count] = calls;
    int result = unchecked(thread, andCalls, count + 1, false, nanos);
    return result == count ? USER_APC : result;
  }

  private static int unchecked(
      GuestThread thread, Waitable[] objects, int count, boolean all, long nanos) {
    for (int i = 0; i < count; i++) {
      objects[i].waitBegins();
    }
    Waiter waiter;
    synchronized (Waitable.LOCK) {
      int now = all ? tryAll(thread, objects, count) : tryAny(thread, objects, count);
      if (now >= 0) {
        return now;
      }
      if (nanos == 0) {
        return TIMEOUT;
      }
      waiter = new Waiter(thread, objects, count, all);
    }
    return await(waiter, nanos);
  }

  /** Signals one object and waits for another, with nobody in between. */
  public static int signalAndWait(
      GuestThread thread, Signallable signal, Waitable object, long nanos) {
    object.waitBegins();
    Waiter waiter;
    synchronized (Waitable.LOCK) {
      signal.signal(thread);
      if (object.isSignalled(thread)) {
        return take(thread, object, 0);
      }
      if (nanos == 0) {
        return TIMEOUT;
      }
      waiter = new Waiter(thread, new Waitable[] {object}, 1, false);
    }
    return await(waiter, nanos);
  }

  private static int await(Waiter waiter, long nanos) {
    int result = waiter.await(System.nanoTime() + nanos, nanos == INFINITE);
    return result == Waiter.WAITING ? TIMEOUT : result;
  }

  private static int tryAny(GuestThread thread, Waitable[] objects, int count) {
    for (int i = 0; i < count; i++) {
      if (objects[i].isSignalled(thread)) {
        return take(thread, objects[i], i);
      }
    }
    return -1;
  }

  /** Takes all objects if all can be had, else none. Called under the lock. */
  static int tryAll(GuestThread thread, Waitable[] objects, int count) {
    for (int i = 0; i < count; i++) {
      if (!objects[i].isSignalled(thread)) {
        return -1;
      }
    }
    int result = 0;
    for (int i = 0; i < count; i++) {
      result |= take(thread, objects[i], 0);
    }
    return result;
  }

  /** Takes a signalled object; returns the result of the wait. Called under the lock. */
  static int take(GuestThread thread, Waitable object, int index) {
    object.acquire(thread);
    return object.wasAbandoned() ? index | ABANDONED : index;
  }

  /** Sleeps: {@code NtDelayExecution}. Nothing but the time ends it. */
  public static void sleep(long nanos) {
    if (nanos == 0) {
      Thread.yield();
      return;
    }
    long end = System.nanoTime() + nanos;
    while (true) {
      long left = nanos == INFINITE ? INFINITE : end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(left);
    }
  }
}
