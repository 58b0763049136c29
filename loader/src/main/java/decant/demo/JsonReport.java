package decant.demo;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The figures as JSON: one object; times in milliseconds, sizes in bytes. */
final class JsonReport {
  private final StringBuilder out = new StringBuilder();

  private JsonReport() {}

  static String of(Figures f) {
    JsonReport json = new JsonReport();
    json.object(
        () -> {
          json.field("rounds", f.rounds);
          json.field("checksum", f.checksum);
          json.field("machineCodeOfTheWork", f.machineCode);
          json.field("decantToLinux", f.ratio);
          json.field("interpretedToDecant", f.interpretedRatio);
          json.array("ways", f.ways, w -> json.way(w, f));
          json.field("instructionsOfTheProgram", f.instructions);
          json.field("stepped", f.steps);
          json.name("counter");
          if (f.counter == null) {
            json.out.append("null");
          } else {
            json.object(
                () -> {
                  json.field("retired", f.counter.retired());
                  json.field("ofTheProgram", f.counter.instructions());
                });
          }
          json.field("method", f.method());
          json.array("calls", f.calls, json::call);
          json.array("code", f.code, json::code);
          json.array("memory", f.map, json::region);
          json.array("levels", Level.ALL, json::level);
        });
    return json.out.append('\n').toString();
  }

  private void way(Figures.Way w, Figures f) {
    field("way", w.key());
    field("instructionsBy", w.executed());
    field("callsBy", w.calls());
    field("runs", w.runs());
    field("workMillis", w.workMillis());
    field("processMillis", w.processMillis());
    field("instructionsRetired", w.emulated() ? 0 : f.workInstructions);
    field("instructionsEmulated", w.emulated() ? f.workInstructions : 0);
  }

  private void call(Figures.Call c) {
    field("function", c.function());
    field("count", c.count());
    field("answeredBy", c.shim());
    array(
        "host",
        c.host(),
        h -> {
          field("kernel", h.kernel());
          field("function", h.function());
          field("count", h.count());
        });
  }

  private void code(Figures.Code c) {
    field("section", c.name());
    field("size", c.size());
    field("access", c.access());
    field("sha256InMemory", c.inMemory());
    field("sha256InFile", c.inFile());
  }

  private void region(Figures.Region r) {
    field("side", r.side().toLowerCase(Locale.ROOT));
    field("start", r.start());
    field("end", r.end());
    field("bytes", r.bytes());
    field("access", r.access());
    field("what", r.what());
    field("who", r.who());
  }

  private void level(Level l) {
    field("level", l.name());
    field("examples", l.examples());
    field("intercepts", l.intercepts());
    field("instructions", l.instructions());
    field("decant", l.own() ? 1 : 0);
  }

  // --- JSON -------------------------------------------------------------------------------------

  private void object(Runnable fields) {
    out.append('{');
    fields.run();
    out.append('}');
  }

  private <T> void array(String name, List<T> values, Consumer<T> fields) {
    name(name);
    out.append('[');
    for (T value : values) {
      separate();
      object(() -> fields.accept(value));
    }
    out.append(']');
  }

  private void field(String name, long value) {
    name(name);
    out.append(value);
  }

  private void field(String name, double value) {
    name(name);
    out.append(String.format(Locale.ROOT, "%.4f", value));
  }

  private void field(String name, String value) {
    name(name);
    out.append(quoted(value));
  }

  private void name(String name) {
    separate();
    out.append(quoted(name)).append(':');
  }

  private void separate() {
    char last = out.charAt(out.length() - 1);
    if (last != '{' && last != '[') {
      out.append(',');
    }
  }

  private static String quoted(String text) {
    StringBuilder s = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        s.append('\\').append(c);
      } else if (c < ' ') {
        s.append(String.format("\\u%04x", (int) c));
      } else {
        s.append(c);
      }
    }
    return s.append('"').toString();
  }
}
