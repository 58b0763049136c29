package decant.abi;

import decant.nt.GuestThread;
import decant.nt.ThreadObject;
import decant.nt.sync.ApcQueue;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** Alertable waits: asynchronous procedure calls end them, and are made then. */
public final class Apcs {
  /** {@code STATUS_USER_APC}, {@code WAIT_IO_COMPLETION}. */
  public static final int USER_APC = Waits.USER_APC;

  private Apcs() {}

  /** Makes the calls that wait for the calling thread; returns whether there were any. */
  public static boolean run(GuestThread t) {
    ApcQueue queue = ThreadObject.of(t).apcs;
    ApcQueue.Apc apc = queue.poll();
    if (apc == null) {
      return false;
    }
    while (apc != null) {
      Gate.call(t, apc.function(), apc.first(), apc.second(), apc.third(), apc.fourth());
      apc = queue.poll();
    }
    return true;
  }

  /** Waits for one object as {@link Waits#one}, or for a call: then {@link #USER_APC}. */
  public static int one(GuestThread t, Waitable object, long nanos, boolean alertable) {
    return made(t, Waits.one(t, object, nanos, alertable));
  }

  /** Waits for several objects as {@link Waits#many}, or for a call: then {@link #USER_APC}. */
  public static int many(
      GuestThread t, Waitable[] objects, int count, boolean all, long nanos, boolean alertable) {
    return made(t, Waits.many(t, objects, count, all, nanos, alertable));
  }

  /** The result of an alertable wait, once the calls that ended it are made. */
  public static int made(GuestThread t, int result) {
    if (result == USER_APC) {
      run(t);
    }
    return result;
  }

  /** Sleeps; returns {@link #USER_APC} when a call ended the sleep, else 0. */
  public static int sleep(GuestThread t, long nanos, boolean alertable) {
    return made(t, Waits.sleep(t, nanos, alertable));
  }
}
