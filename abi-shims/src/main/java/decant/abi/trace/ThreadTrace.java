package decant.abi.trace;

import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;

/** What is traced of one thread. Its calls are guarded by its monitor, as others look at them. */
final class ThreadTrace {
  final GuestThread thread;

  /** The how manieth thread of the process it is, from 1 on. */
  final int number;

  /** The calls that the thread is in, outermost first. */
  final List<Call> calls = new ArrayList<>();

  private final StringBuilder lines = new StringBuilder(512);

  ThreadTrace(GuestThread thread, int number) {
    this.thread = thread;
    this.number = number;
  }

  String name() {
    return number == 1 ? "main" : "thread " + number;
  }

  /** For what this thread writes; empty. */
  StringBuilder lines() {
    lines.setLength(0);
    return lines;
  }
}
