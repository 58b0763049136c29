package decant.demo;

import decant.abi.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The figures as JSON: one object; times in milliseconds, sizes in bytes. */
final class JsonReport {
  private final Json json = new Json();

  private JsonReport() {}

  static String of(Figures f) {
    JsonReport report = new JsonReport();
    report.write(f);
    return report.json.toString();
  }

  private void write(Figures f) {
    json.object();
    json.put("rounds", f.rounds);
    json.put("checksum", f.checksum);
    json.put("machineCodeOfTheWork", f.machineCode);
    json.put("decantToLinux", f.ratio);
    json.put("interpretedToDecant", f.interpretedRatio);
    array("ways", f.ways, w -> way(w, f));
    json.put("instructionsOfTheProgram", f.instructions);
    json.put("stepped", f.steps);
    if (f.counter != null) { // where the host lets it be read
      json.object("counter");
      json.put("retired", f.counter.retired());
      json.put("ofTheProgram", f.counter.instructions());
      json.endObject();
    }
    json.put("method", f.method());
    array("calls", f.calls, this::call);
    array("code", f.code, this::code);
    array("memory", f.map, this::region);
    array("levels", Level.ALL, this::level);
    json.endObject();
  }

  private void way(Figures.Way w, Figures f) {
    json.put("way", w.key());
    json.put("instructionsBy", w.executed());
    json.put("callsBy", w.calls());
    json.put("runs", w.runs());
    json.put("workMillis", w.workMillis());
    json.put("processMillis", w.processMillis());
    json.put("instructionsRetired", w.emulated() ? 0 : f.workInstructions);
    json.put("instructionsEmulated", w.emulated() ? f.workInstructions : 0);
  }

  private void call(Figures.Call c) {
    json.put("function", c.function());
    json.put("count", c.count());
    json.put("answeredBy", c.shim());
    array(
        "host",
        c.host(),
        h -> {
          json.put("kernel", h.kernel());
          json.put("function", h.function());
          json.put("count", h.count());
        });
  }

  private void code(Figures.Code c) {
    json.put("section", c.name());
    json.put("size", c.size());
    json.put("access", c.access());
    json.put("sha256InMemory", c.inMemory());
    json.put("sha256InFile", c.inFile());
  }

  private void region(Figures.Region r) {
    json.put("side", r.side().toLowerCase(Locale.ROOT));
    json.put("start", r.start());
    json.put("end", r.end());
    json.put("bytes", r.bytes());
    json.put("access", r.access());
    json.put("what", r.what());
    json.put("who", r.who());
  }

  private void level(Level l) {
    json.put("level", l.name());
    json.put("examples", l.examples());
    json.put("intercepts", l.intercepts());
    json.put("instructions", l.instructions());
    json.put("decant", l.own() ? 1 : 0);
  }

  private <T> void array(String name, List<T> values, Consumer<T> fields) {
    json.array(name);
    for (T value : values) {
      json.object();
      fields.accept(value);
      json.endObject();
    }
    json.endArray();
  }
}
