package decant.kernel32;

import decant.abi.Gate;
import decant.nt.GuestThread;
import decant.nt.sync.RegisteredWait;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;
import java.util.ArrayDeque;

/** A wait of a thread pool: one callback each time that it is set. */
final class PoolWait extends PoolMember {
  private static final int WAIT_OBJECT_0 = 0;

  private final ArrayDeque<Integer> results = new ArrayDeque<>();
  private RegisteredWait wait;

  PoolWait(GuestThread t, long callback, long context, long environment) {
    super(t, callback, context, environment, false);
  }

  /**
   * Waits for an object anew; returns whether a wait was given up.
   *
   * @param object null to give the present wait up
   * @param nanos how long at most, {@link Waits#INFINITE} for ever
   */
  synchronized boolean set(Waitable object, long nanos) {
    boolean was = wait != null;
    stop();
    if (object != null) {
      RegisteredWait[] own = new RegisteredWait[1];
      own[0] =
          new RegisteredWait(object, nanos, true, (timedOut, done) -> ended(own, timedOut, done));
      wait = own[0];
    }
    return was;
  }

  private void ended(RegisteredWait[] own, boolean timedOut, Runnable done) {
    synchronized (this) {
      done.run();
      if (wait != own[0]) {
        return; // another wait was set meanwhile
      }
      wait = null;
      results.add(timedOut ? Waits.TIMEOUT : WAIT_OBJECT_0);
    }
    submit();
  }

  @Override
  void call(GuestThread t, long instance) {
    int result;
    synchronized (this) {
      Integer oldest = results.poll();
      result = oldest == null ? WAIT_OBJECT_0 : oldest;
    }
    Gate.call(t, callback(), instance, context(), address(), result);
  }

  @Override
  synchronized void stop() {
    if (wait != null) {
      wait.cancel();
      wait = null;
    }
  }
}
