package decant.nt.process;

import decant.nt.GuestProcess;

/**
 * The child that is started before it is needed: from its first child on, a process keeps one that
 * waits to be told what to be. It ends with its parent, when its end of the socket is closed.
 */
final class Spare {
  /** A process that starts so many at once needs its processors for them. */
  private static final int MOST_RUNNING = 4;

  private ChildJvm waiting;
  private boolean starting;

  private Spare() {}

  static Spare of(GuestProcess process) {
    return process.state(Spare.class, p -> new Spare());
  }

  /** The one that waits, or a new one. */
  ChildJvm take() {
    ChildJvm taken;
    synchronized (this) {
      taken = waiting;
      waiting = null;
    }
    return taken != null && taken.runs() ? taken : ChildJvm.start(false);
  }

  /** Starts one for the next time, if there is none, on a thread of its own. */
  void prepare(int running) {
    synchronized (this) {
      if (waiting != null || starting || running > MOST_RUNNING) {
        return;
      }
      starting = true;
    }
    Thread thread = new Thread(this::start, "decant-spare");
    thread.setDaemon(true);
    thread.start();
  }

  private void start() {
    ChildJvm jvm = null;
    try {
      jvm = ChildJvm.start(true);
    } catch (RuntimeException e) {
      // The next child is then started when it is needed, and says what is wrong.
    }
    synchronized (this) {
      starting = false;
      waiting = jvm;
    }
  }
}
