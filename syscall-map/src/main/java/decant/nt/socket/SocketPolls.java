package decant.nt.socket;

import decant.nt.GuestThread;

/**
 * What the driver knows of a socket's polls ({@code IOCTL_AFD_POLL}): those that are asked through
 * its own handles, as each socket is an open file of the driver, and which one has the socket to
 * itself. Its methods lock it.
 */
final class SocketPolls {
  private final SocketObject socket;

  /** Made when a handle of the socket is first polled through. */
  private AfdObject driver;

  private AfdObject.AfdPoll exclusive;

  SocketPolls(SocketObject socket) {
    this.socket = socket;
  }

  synchronized AfdObject driver() {
    if (driver == null) {
      driver = new AfdObject(socket);
    }
    return driver;
  }

  boolean cancel(GuestThread thread, long block) {
    AfdObject asked;
    synchronized (this) {
      asked = driver;
    }
    return asked != null && asked.cancel(thread, block);
  }

  /** Gives the socket to a poll; returns the one that had it, or null. */
  synchronized AfdObject.AfdPoll take(AfdObject.AfdPoll by) {
    AfdObject.AfdPoll before = exclusive;
    exclusive = by;
    return before;
  }

  /** A poll that had the socket to itself is over. */
  synchronized void release(AfdObject.AfdPoll by) {
    if (exclusive == by) {
      exclusive = null;
    }
  }
}
