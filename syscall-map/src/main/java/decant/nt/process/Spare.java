package decant.nt.process;

import decant.nt.GuestProcess;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The children that are started before they are needed: from its first child on, a process keeps
 * one that waits to be told what to be, and two while it starts them faster than one gets ready.
 * They end with their parent, when its ends of their sockets are closed; a signal at the parent's
 * death ({@code PR_SET_PDEATHSIG}) would come when the thread ends that has started them.
 */
final class Spare {
  /** A process that starts so many at once needs its processors for them. */
  private static final int MOST_RUNNING = 4;

  /** Children that follow each other within this time come faster than one gets ready. */
  private static final long BURST = TimeUnit.MILLISECONDS.toNanos(100);

  /** What a child needs to begin, in which the next one would only be in its way. */
  private static final long BEGINNING = TimeUnit.MILLISECONDS.toNanos(25);

  private final ArrayDeque<ChildJvm> waiting = new ArrayDeque<>(2);
  private boolean starting;
  private boolean burst;
  private long taken;

  private Spare() {}

  static Spare of(GuestProcess process) {
    return process.state(Spare.class, p -> new Spare());
  }

  /** The one that has waited longest, or a new one. */
  ChildJvm take() {
    ChildJvm jvm;
    synchronized (this) {
      long now = System.nanoTime();
      burst = taken != 0 && now - taken < BURST;
      taken = now;
      jvm = waiting.poll();
    }
    return jvm != null && jvm.runs() ? jvm : ChildJvm.start(false);
  }

  /** Starts what is missing for the next time, on a thread of its own. */
  void prepare(int running) {
    synchronized (this) {
      if (starting || missing() <= 0 || running > MOST_RUNNING) {
        return;
      }
      starting = true;
    }
    Thread thread = new Thread(this::start, "decant-spare");
    thread.setDaemon(true);
    thread.start();
  }

  private int missing() {
    return (burst ? 2 : 1) - waiting.size();
  }

  private void start() {
    boolean wait;
    synchronized (this) {
      wait = !burst;
    }
    if (wait) {
      LockSupport.parkNanos(BEGINNING);
    }
    while (true) {
      ChildJvm jvm = null;
      try {
        jvm = ChildJvm.start(true);
      } catch (RuntimeException e) {
        // The next child is then started when it is needed, and says what is wrong.
      }
      synchronized (this) {
        if (jvm != null) {
          waiting.add(jvm);
        }
        if (jvm == null || missing() <= 0) {
          starting = false;
          return;
        }
      }
    }
  }
}
