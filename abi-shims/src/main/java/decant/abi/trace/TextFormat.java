package decant.abi.trace;

/**
 * For people: time in seconds, thread, caller, the call, its result and how long it took. What
 * callbacks call is indented. Where others come between a call and its return it takes two lines,
 * which end and begin with three dots.
 */
final class TextFormat extends TraceFormat {
  private static final int TIME = 10;
  private static final int THREAD = 6;
  private static final int CALLER = 24;
  private static final String DOTS = "...";
  private final boolean showProcess;

  TextFormat(int process, boolean showProcess) {
    super(process);
    this.showProcess = showProcess;
  }

  @Override
  boolean nests() {
    return true;
  }

  private void prefix(int thread, long time, String caller, StringBuilder out) {
    int start = out.length();
    Numbers.fixed(time / 1000, 6, out);
    while (out.length() - start < TIME) {
      out.insert(start, ' ');
    }
    if (showProcess) {
      pad(Integer.toString(process), THREAD + 3, out);
    }
    pad(Integer.toString(thread), THREAD + 2, out);
    out.append("  ").append(caller);
    for (int i = caller.length(); i < CALLER; i++) {
      out.append(' ');
    }
    out.append("  ");
  }

  private static void pad(String text, int width, StringBuilder out) {
    for (int i = text.length(); i < width; i++) {
      out.append(' ');
    }
    out.append(text);
  }

  private void head(ThreadTrace of, Call c, long time, String dots, StringBuilder out) {
    prefix(of.thread.id, time, c.caller, out);
    for (int i = 0; i < c.depth; i++) {
      out.append("  ");
    }
    out.append(dots);
    signature(c, out);
  }

  /** {@code library!function(name=value, …)}. */
  static void signature(Call c, StringBuilder out) {
    out.append(c.shape.library).append('!').append(c.shape.function).append('(');
    for (int i = 0; i < c.values.length; i++) {
      out.append(i == 0 ? "" : ", ").append(c.shape.params[i].argument().name());
      out.append('=').append(c.value(i));
    }
    out.append(')');
  }

  private static void tail(Call c, StringBuilder out) {
    if (c.result != null) {
      out.append(" = ").append(c.result);
    }
    if (c.error != null) {
      out.append(' ').append(c.error);
    }
    out.append(" <");
    duration(c.duration, out);
    out.append(">\n");
  }

  private static void duration(long nanos, StringBuilder out) {
    if (nanos < 1_000_000) {
      Numbers.fixed(nanos / 100, 1, out);
      out.append(" us");
    } else {
      Numbers.fixed(nanos / 100_000, 1, out);
      out.append(" ms");
    }
  }

  @Override
  void call(ThreadTrace of, Call c, long time, StringBuilder out) {
    head(of, c, time, "", out);
    tail(c, out);
  }

  @Override
  void begin(ThreadTrace of, Call c, long time, StringBuilder out) {
    head(of, c, time, "", out);
    out.append(' ').append(DOTS).append('\n');
  }

  @Override
  void end(ThreadTrace of, Call c, long time, StringBuilder out) {
    head(of, c, time + c.duration, DOTS + " ", out);
    tail(c, out);
  }

  @Override
  void unfinished(ThreadTrace of, Call c, long time, StringBuilder out) {
    head(of, c, time, c.begun ? DOTS + " " : "", out);
    out.append(" unfinished\n");
  }

  @Override
  void event(int thread, String kind, long time, StringBuilder out, String... facts) {
    prefix(thread, time, "--- " + kind, out);
    for (int i = 0; i < facts.length; i += 2) {
      out.append(i == 0 ? "" : " ").append(facts[i]).append('=').append(facts[i + 1]);
    }
    out.append('\n');
  }
}
