package decant.kernel32;

import decant.abi.Gate;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.IoObject;
import java.util.ArrayDeque;

/** The operations of a file of which a thread pool hears: one callback for each that ends. */
final class PoolIo extends PoolMember implements IoObject.Listener {
  /** An operation that has ended. */
  private record Ended(long context, NtStatus status, long information) {}

  private final ArrayDeque<Ended> ended = new ArrayDeque<>();
  private final boolean ofNtdll;
  private int started;

  /**
   * Makes a file's operations known to a pool, for good.
   *
   * @param ofNtdll whether the callback is ntdll's: context and status block, not error and length
   */
  PoolIo(
      GuestThread t,
      IoObject file,
      long callback,
      long context,
      long environment,
      boolean ofNtdll) {
    super(t, callback, context, environment, false);
    this.ofNtdll = ofNtdll;
    file.reportTo(this);
  }

  /** An operation is about to begin. */
  synchronized void start() {
    started++;
  }

  /** The operation has not begun, or has ended at once without a callback to come. */
  synchronized void cancelStart() {
    started = Math.max(0, started - 1);
    notifyAll();
  }

  @Override
  synchronized int expected() {
    return started;
  }

  @Override
  public void ended(long context, NtStatus status, long information) {
    synchronized (this) {
      ended.add(new Ended(context, status, information));
    }
    submit();
    cancelStart();
  }

  @Override
  void call(GuestThread t, long instance) {
    Ended one;
    synchronized (this) {
      one = ended.poll();
    }
    if (one == null) {
      return; // taken back
    }
    if (ofNtdll) {
      Gate.callWith(t, callback(), instance, context(), one.context, one.context, address());
    } else {
      Gate.callWith(
          t,
          callback(),
          instance,
          context(),
          one.context,
          one.status.error().code(),
          one.information,
          address());
    }
  }
}
