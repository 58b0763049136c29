package decant.nt.sync;

/** A wait without a thread: something is done when it ends. */
abstract class AsyncWait extends Waiter {
  private Waitable object;

  AsyncWait() {
    super(null);
  }

  /** Begins to wait for an object, which may be signalled already. Called once. */
  final void start(Waitable of) {
    object = of;
    begin(false);
    if (join(of, 0)) {
      of.watch();
    }
  }

  @Override
  final void finish(int result) {
    super.finish(result);
    ended();
  }

  /**
   * The object was signalled, and has been taken. Called under its lock: may take the lock of a
   * completion port, and no other.
   */
  abstract void ended();

  /** Gives the wait up; false when it has ended already. */
  final boolean cancel() {
    if (!claim()) {
      return false;
    }
    super.finish(Waits.ABORTED);
    leave();
    return true;
  }
}
