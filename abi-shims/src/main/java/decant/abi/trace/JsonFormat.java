package decant.abi.trace;

import decant.abi.Json;

/** One JSON object per line: a call when it has returned, and what else happens. */
class JsonFormat extends TraceFormat {
  JsonFormat(int process) {
    super(process);
  }

  static StringBuilder member(String name, String value, StringBuilder out) {
    return Json.quote(value, Json.quote(name, out).append(':'));
  }

  /** The members that all lines begin with. */
  private void head(String event, int thread, long time, StringBuilder out) {
    member("event", event, out.append('{')).append(",\"time\":");
    Numbers.fixed(time, 9, out);
    out.append(",\"process\":").append(process).append(",\"thread\":").append(thread);
  }

  private void call(String event, ThreadTrace of, Call c, long time, StringBuilder out) {
    head(event, of.thread.id, time, out);
    out.append(",\"depth\":").append(c.depth);
    member("caller", c.caller, out.append(','));
    member("library", c.shape.library, out.append(','));
    member("function", c.shape.function, out.append(','));
    out.append(",\"arguments\":{");
    for (int i = 0; i < c.values.length; i++) {
      out.append(i == 0 ? "" : ",");
      member(c.shape.params[i].argument().name(), c.value(i), out);
    }
    out.append('}');
  }

  @Override
  void call(ThreadTrace of, Call c, long time, StringBuilder out) {
    call("call", of, c, time, out);
    if (c.result != null) {
      member("result", c.result, out.append(','));
    }
    if (c.error != null) {
      member("error", c.error, out.append(','));
    }
    out.append(",\"duration\":");
    Numbers.fixed(c.duration, 9, out);
    out.append("}\n");
  }

  @Override
  void begin(ThreadTrace of, Call c, long time, StringBuilder out) {
    call("waiting", of, c, time, out);
    out.append("}\n");
  }

  @Override
  void end(ThreadTrace of, Call c, long time, StringBuilder out) {
    call(of, c, time, out);
  }

  @Override
  void unfinished(ThreadTrace of, Call c, long time, StringBuilder out) {
    call("unfinished", of, c, time, out);
    out.append("}\n");
  }

  @Override
  void event(int thread, String kind, long time, StringBuilder out, String... facts) {
    head(kind, thread, time, out);
    for (int i = 0; i < facts.length; i += 2) {
      member(facts[i], facts[i + 1], out.append(','));
    }
    out.append("}\n");
  }
}
