package decant.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The figures as a page: {@code demo.html} with its places filled in. It needs nothing else. */
final class HtmlReport {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** Addresses that are further apart are shown with a gap. */
  private static final long GAP = 1 << 28;

  private static final String MACHINE_CODE = "machine code";

  private final Figures f;
  private final Map<String, String> places = new HashMap<>();

  private HtmlReport(Figures figures) {
    f = figures;
  }

  /**
   * The page.
   *
   * @param machine what it was measured on, in a sentence
   */
  static String of(Figures figures, String machine) throws IOException {
    HtmlReport report = new HtmlReport(figures);
    report.places.put("machine", escape(machine));
    report.places.put("checksum", figures.checksum);
    report.head();
    report.times();
    report.instructions();
    report.oneCall();
    report.calls();
    report.memory();
    report.levels();
    String template;
    try (InputStream in = HtmlReport.class.getResourceAsStream("demo.html")) {
      template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return PLACE
        .matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(report.places.get(m.group(1)).strip()));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void head() {
    places.put("count", f.ways.size() == 3 ? "three" : "four");
    places.put(
        "facts",
        fact("0", "instructions emulated by Decant")
            + fact(
                text("%,d", f.workInstructions),
                "instructions of its work, executed by the processor")
            + fact(text("%.2f ×", f.ratio), "the time of the Linux build")
            + fact(
                text("%.0f ×", f.interpretedRatio),
                "as long when the instructions are interpreted"));
  }

  private static String fact(String figure, String what) {
    return "<li><strong>" + figure + "</strong><span>" + what + "</span></li>\n";
  }

  // --- times ------------------------------------------------------------------------------------

  private void times() {
    double longest = f.ways.stream().mapToDouble(Figures.Way::workMillis).max().orElse(1);
    double shortest = f.ways.stream().mapToDouble(Figures.Way::workMillis).min().orElse(1);
    int first = (int) Math.floor(Math.log10(Math.max(0.01, shortest))) - 1;
    int last = (int) Math.ceil(Math.log10(longest * 1.02));
    places.put("decade", text("%.3f", 100.0 / (last - first)));
    places.put("bars", f.ways.stream().map(w -> bar(w, first, last)).collect(Collectors.joining()));
    StringBuilder axis = new StringBuilder();
    for (int i = first; i <= last; i++) {
      axis.append(
          text(
              "<span style=\"left: %.3f%%\">%s</span>",
              100.0 * (i - first) / (last - first), Figures.duration(Math.pow(10, i))));
    }
    places.put("axis", axis.toString());
    places.put(
        "whole",
        "Whole processes, from start to end: "
            + f.ways.stream()
                .map(w -> escape(w.name()) + " " + Figures.duration(w.processMillis()))
                .collect(Collectors.joining(", "))
            + ". Decant starts a JVM for each program, which is most of its share.");
  }

  private static String bar(Figures.Way w, int first, int last) {
    double width = 100 * (Math.log10(w.workMillis()) - first) / (last - first);
    boolean inside = width > 70;
    return text(
        "<div class=\"bar\"><div><b>%s</b><small>instructions: %s</small></div>"
            + "<div class=\"track\"><div class=\"fill%s\" style=\"width: %.2f%%\"></div>"
            + "<div class=\"value%s\" style=\"left: %.2f%%\">%s</div></div></div>\n",
        escape(w.name()),
        escape(w.executed()),
        w.emulated() ? " emulated" : "",
        width,
        inside ? " inside" : "",
        width,
        Figures.duration(w.workMillis()));
  }

  private void instructions() {
    StringBuilder rows = new StringBuilder();
    for (Figures.Way w : f.ways) {
      rows.append(
          text(
              "<div class=\"bar\"><div><b>%s</b></div><div class=\"split\"><div class=\"%s\">%,d"
                  + " %s</div></div></div>\n",
              escape(w.name()),
              w.emulated() ? "emulated-part" : "executed",
              f.workInstructions,
              w.emulated() ? "emulated" : "executed, 0 emulated"));
    }
    places.put("instructions", rows.toString());
    places.put("method", escape(f.method()));
  }

  // --- calls ------------------------------------------------------------------------------------

  private void oneCall() {
    Figures.Call java = mostCalled(false);
    Figures.Call direct = mostCalled(true);
    Figures.HostCall host = java.host().getFirst();
    places.put(
        "way",
        "<div><ol class=\"way\" aria-label=\"A call that Java answers\">"
            + step(
                "program",
                "call " + function(java),
                "in the program’s own code, through its import address table")
            + step(
                "decant",
                "stub and gate",
                "a few instructions; the gate changes to the stack of the host")
            + step("decant", java.shim(), "a Java method: one for each function of Windows")
            + step("decant", host.kernel(), "the NT kernel, in Java")
            + step(
                "host",
                host.function() + "()",
                text("the C library, and Linux: %d × for %d calls", host.count(), java.count()))
            + "</ol></div><div><ol class=\"way\" aria-label=\"A call that machine code answers\">"
            + step(
                "program",
                "call " + function(direct),
                "in the program’s own code, through its import address table")
            + step(
                "decant",
                "direct entry",
                text("machine code that answers without Java: %d × in this run", direct.count()))
            + "</ol></div>");
  }

  private static String step(String side, String what, String how) {
    return text(
        "<li class=\"step %s\"><code>%s</code><span>%s</span></li>",
        side, escape(what), escape(how));
  }

  private static String function(Figures.Call c) {
    return c.function().substring(c.function().indexOf('!') + 1);
  }

  private Figures.Call mostCalled(boolean direct) {
    return f.calls.stream()
        .filter(c -> direct ? c.shim().equals(MACHINE_CODE) : !c.host().isEmpty())
        .filter(c -> direct || !c.host().getFirst().kernel().isEmpty())
        .max((a, b) -> Long.compare(a.count(), b.count()))
        .orElseThrow();
  }

  private void calls() {
    StringBuilder rows = new StringBuilder();
    for (Figures.Call c : f.calls) {
      String host =
          c.host().stream()
              .map(
                  h ->
                      (h.kernel().isEmpty() ? "" : "<code>" + escape(h.kernel()) + "</code> → ")
                          + "<code>"
                          + h.function()
                          + "</code> × "
                          + h.count())
              .collect(Collectors.joining("<br/>"));
      rows.append(
          text(
              "<tr><th scope=\"row\"><code>%s</code></th><td class=\"number\""
                  + " data-label=\"Times\">%,d</td><td data-label=\"Answered by\">%s</td><td"
                  + " data-label=\"Went on to\">%s</td></tr>\n",
              escape(c.function()),
              c.count(),
              c.shim().equals(MACHINE_CODE)
                  ? MACHINE_CODE
                  : "<code>" + escape(c.shim()) + "</code>",
              host.isEmpty() ? "–" : host));
    }
    places.put("calls", rows.toString());
    places.put(
        "callsCaption",
        text(
            "%,d calls; machine code answered %,d of them. Functions of the host were asked %,d"
                + " times.",
            f.callCount(), f.directCount(), f.hostCallCount()));
  }

  // --- memory -----------------------------------------------------------------------------------

  private void memory() {
    StringBuilder rows = new StringBuilder();
    long end = 0;
    for (Figures.Region r : f.map) {
      long start = Long.parseUnsignedLong(r.start(), 16);
      if (end != 0 && start - end > GAP) {
        rows.append(
            "<li class=\"gap\" aria-hidden=\"true\"><span></span><span"
                + " class=\"line\">nothing</span></li>\n");
      }
      rows.append(region(r));
      end = Math.max(end, Long.parseUnsignedLong(r.end(), 16));
    }
    places.put("map", rows.toString());
    places.put(
        "hashes",
        f.code.stream()
            .map(
                c ->
                    text(
                        "<p><code>%s</code>, %,d bytes, %s:<br/>memory <code>%s</code><br/>file"
                            + " <code>%s</code></p>\n",
                        escape(c.name()), c.size(), c.access(), c.inMemory(), c.inFile()))
            .collect(Collectors.joining()));
  }

  private static String region(Figures.Region r) {
    double height = 1.9 + 0.35 * Math.max(0, Math.log(r.bytes() / 4096.0) / Math.log(4));
    return text(
        "<li><span class=\"at mono\">%s</span><div class=\"region %s\" style=\"min-height:"
            + " %.1frem\"><b>%s</b><span>%s, %s</span><span>by %s</span></div></li>\n",
        r.start(),
        r.side().toLowerCase(Locale.ROOT),
        height,
        escape(r.what()),
        TextReport.size(r.bytes()),
        r.access(),
        escape(r.who()));
  }

  private void levels() {
    StringBuilder rows = new StringBuilder();
    for (Level l : Level.ALL) {
      rows.append(
          text(
              "<tr%s><th scope=\"row\">%s</th><td data-label=\"For example\">%s</td><td"
                  + " data-label=\"Intercepts\">%s</td><td data-label=\"Instructions executed"
                  + " by\">%s</td></tr>\n",
              l.own() ? " class=\"own\"" : "",
              escape(l.name()),
              l.own() ? "Wine, <strong>Decant</strong>" : escape(l.examples()),
              escape(l.intercepts()),
              escape(l.instructions())));
    }
    places.put("levels", rows.toString());
  }
}
