package decant.nt.sync;

import decant.nt.GuestThread;

/** What {@code SignalObjectAndWait} can signal: events, mutants, semaphores. */
public interface Signallable {
  /** Sets the event, releases the mutant, or adds one to the semaphore. */
  void signal(GuestThread thread);

  /** The access that a handle needs for it. */
  int signalAccess();
}
