package decant.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A trace as text, without what differs from run to run; one thread after the other. */
final class TraceText {
  private static final int CALLER = 24;
  private static final String HEAD = "^ *[0-9.]+ +([0-9]+)  (.*)$";

  private final Map<String, List<String>> threads = new LinkedHashMap<>();

  /**
   * Reads a trace.
   *
   * @param work the directory that the program ran in
   */
  TraceText(String text, Path work) {
    String directory = "Z:" + work.toString().replace('/', '\\');
    for (String line : text.split("\n")) {
      String thread = line.replaceFirst(HEAD, "$1");
      String rest = line.replaceFirst(HEAD, "$2");
      add(threads.computeIfAbsent(thread, t -> new ArrayList<>()), plain(rest, directory));
    }
  }

  private static String plain(String line, String directory) {
    int end = Math.max(CALLER, line.indexOf("  "));
    return (line.substring(0, end).strip() + "  " + line.substring(end + 2))
        .replace(directory, "WORK")
        .replaceFirst("Z:.*\\\\guests\\\\bin\\\\", "GUESTS\\\\")
        .replaceAll(" <[0-9.]+ (us|ms)>$", "")
        .replaceAll("\\+0x[0-9a-f]+", "+RVA")
        .replaceAll("(?<!code=)0x[0-9a-f]{6,}", "POINTER")
        .replaceAll("<Thread \\d+>", "<Thread N>")
        .replaceAll("lpThreadId=\\[\\w+\\]", "lpThreadId=[N]");
  }

  /** A call that lasted long has two lines, which nothing of its thread lies between. */
  private static void add(List<String> lines, String line) {
    String last = lines.isEmpty() ? "" : lines.getLast();
    int open = last.lastIndexOf('(');
    if (last.endsWith(" ...") && line.contains("... ") && open > 0) {
      String joined = line.replaceFirst("\\.\\.\\. ", "");
      if (joined.startsWith(last.substring(0, last.indexOf('(')))) {
        lines.removeLast();
        lines.add(joined);
        return;
      }
    }
    lines.add(line);
  }

  /** All of it, the first thread first. */
  String normalised() {
    return threads.values().stream()
        .map(lines -> String.join("\n", lines) + "\n")
        .collect(Collectors.joining("\n"));
  }

  /** The calls, each once, however their lines lie. */
  List<String> calls() {
    List<String> calls = new ArrayList<>();
    for (List<String> lines : threads.values()) {
      for (String line : lines) {
        boolean begins = line.endsWith(" ...");
        if (line.contains("!") && !line.startsWith("---") && !begins) {
          calls.add(line.replaceFirst("  +(\\.\\.\\. )?", "  "));
        }
      }
    }
    return calls;
  }

  /** The line of text for a call in JSON. */
  static String ofJson(JsonObject o) {
    StringBuilder s = new StringBuilder("0.0 ").append(o.get("thread").getAsLong()).append("  ");
    String caller = o.get("caller").getAsString();
    s.append(caller).append(" ".repeat(Math.max(0, CALLER - caller.length()))).append("  ");
    s.append(o.get("library").getAsString()).append('!').append(o.get("function").getAsString());
    String separator = "(";
    for (Map.Entry<String, JsonElement> a : o.getAsJsonObject("arguments").entrySet()) {
      s.append(separator).append(a.getKey()).append('=').append(a.getValue().getAsString());
      separator = ", ";
    }
    s.append(separator.equals("(") ? "()" : ")");
    if (o.has("result")) {
      s.append(" = ").append(o.get("result").getAsString());
    }
    if (o.has("error")) {
      s.append(' ').append(o.get("error").getAsString());
    }
    return s.toString();
  }
}
