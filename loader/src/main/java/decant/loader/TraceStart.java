package decant.loader;

import decant.abi.Gate;
import decant.abi.trace.TraceOptions;
import decant.abi.trace.Tracer;
import decant.nt.GuestProcess;
import decant.nt.process.ChildOptions;
import java.io.IOException;

/** How a process comes to be traced. */
final class TraceStart {
  /** The property by which a process hears of its parent's trace. */
  static final String PROPERTY = "decant.trace";

  private TraceStart() {}

  /** Traces the process that the user starts. */
  static void begin(GuestProcess process, TraceOptions options) throws CannotRunException {
    try {
      Tracer tracer = new Tracer(options, process);
      if (options.follow) {
        ChildOptions.add("-D" + PROPERTY + "=" + tracer.forChildren());
      }
      Gate.trace(tracer);
    } catch (IOException e) {
      throw new CannotRunException(
          CannotRunException.NOT_RUNNABLE,
          "the trace cannot be written to " + options.output + " (" + e.getMessage() + ")");
    }
  }

  /** Traces a process that another one has started, into the same output. */
  static void beginChild(GuestProcess process, String word) {
    TraceOptions options = TraceOptions.decode(word);
    try {
      Gate.trace(new Tracer(options, process));
    } catch (IOException gone) {
      return; // the parent has ended, and its output with it
    }
  }
}
