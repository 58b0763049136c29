package decant.abi.trace;

/**
 * Chrome's Trace Event Format, as an array: calls as complete events, in tracks of threads. A file
 * that is cut short lacks the closing bracket, which the format allows; so does one that several
 * processes write.
 */
final class ChromeFormat extends TraceFormat {
  private final boolean shared;

  ChromeFormat(int process, boolean shared) {
    super(process);
    this.shared = shared;
  }

  @Override
  void header(StringBuilder out) {
    out.append("[\n");
  }

  private void head(
      String name, String category, char phase, int thread, long time, StringBuilder out) {
    JsonFormat.member("name", name, out.append('{'));
    JsonFormat.member("cat", category, out.append(','));
    out.append(",\"ph\":\"").append(phase).append("\",\"ts\":");
    Numbers.fixed(time, 3, out);
    out.append(",\"pid\":").append(process).append(",\"tid\":").append(thread);
  }

  private void head(char phase, ThreadTrace of, Call c, long time, StringBuilder out) {
    String name = c.shape.library + "!" + c.shape.function;
    head(name, c.shape.library, phase, of.thread.id, time, out);
  }

  private static void arguments(Call c, StringBuilder out) {
    out.append(",\"args\":{");
    for (int i = 0; i < c.values.length; i++) {
      JsonFormat.member(c.shape.params[i].argument().name(), c.value(i), out).append(',');
    }
    if (c.result != null) {
      JsonFormat.member("=", c.result, out).append(',');
    }
    if (c.error != null) {
      JsonFormat.member("error", c.error, out).append(',');
    }
    JsonFormat.member("caller", c.caller, out).append("}},\n");
  }

  @Override
  void call(ThreadTrace of, Call c, long time, StringBuilder out) {
    head('X', of, c, time, out);
    out.append(",\"dur\":");
    Numbers.fixed(c.duration, 3, out);
    arguments(c, out);
  }

  @Override
  void begin(ThreadTrace of, Call c, long time, StringBuilder out) {
    head('B', of, c, time, out);
    arguments(c, out);
  }

  @Override
  void end(ThreadTrace of, Call c, long time, StringBuilder out) {
    head('E', of, c, time + c.duration, out);
    arguments(c, out);
  }

  @Override
  void unfinished(ThreadTrace of, Call c, long time, StringBuilder out) {
    if (!c.begun) {
      begin(of, c, time, out);
    }
  }

  @Override
  void event(int thread, String kind, long time, StringBuilder out, String... facts) {
    head(kind, "event", 'i', thread, time, out);
    out.append(",\"s\":\"t\",\"args\":{");
    for (int i = 0; i < facts.length; i += 2) {
      JsonFormat.member(facts[i], facts[i + 1], out.append(i == 0 ? "" : ","));
    }
    out.append("}},\n");
    if (kind.equals("start")) {
      name("process_name", thread, facts[1], out);
    }
  }

  @Override
  void threadName(int thread, String name, StringBuilder out) {
    name("thread_name", thread, name, out);
  }

  private void name(String what, int thread, String name, StringBuilder out) {
    head(what, "__metadata", 'M', thread, 0, out);
    JsonFormat.member("name", name, out.append(",\"args\":{")).append("}},\n");
  }

  @Override
  void footer(StringBuilder out) {
    if (!shared) {
      head("trace ends", "__metadata", 'M', 0, 0, out);
      out.append(",\"args\":{}}\n]\n");
    }
  }
}
