package decant.demo;

import java.util.Locale;

/** The figures as text for a terminal of 80 columns. */
final class TextReport {
  private static final int COLUMNS = 80;
  private static final int BAR = 24;

  /** How much of a hash is left out, and of one of two that are compared. */
  private static final int HIDDEN = 48;

  private final Figures f;
  private final StringBuilder out = new StringBuilder();

  private TextReport(Figures figures) {
    f = figures;
  }

  static String of(Figures figures, String machine) {
    TextReport report = new TextReport(figures);
    report.line("%s", machine);
    report.ways();
    report.instructions();
    report.calls();
    report.memory();
    report.levels();
    return report.out.toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }

  private void heading(String text) {
    line("");
    line("%s", text);
    line("%s", "─".repeat(text.length()));
  }

  private void ways() {
    heading("One program, " + (f.ways.size() == 3 ? "three" : "four") + " ways");
    line("%-18s %-17s %8s %8s", "", "instructions by", "its work", "process");
    double longest = f.ways.stream().mapToDouble(Figures.Way::workMillis).max().orElse(1);
    for (Figures.Way w : f.ways) {
      line(
          "%-18s %-17s %8s %8s  %s",
          w.name(),
          w.executed(),
          Figures.duration(w.workMillis()),
          Figures.duration(w.processMillis()),
          bar(w.workMillis(), longest));
    }
    line("(medians; the bars are logarithmic)");
    line("");
    wrap(
        "Decant takes %.3f times as long as the Linux build, the interpreter %.0f times as long as"
            + " Decant. All runs print the same checksum, %s…. The work is the same machine code in"
            + " the .exe and in the Linux program: %s….",
        f.ratio,
        f.interpretedRatio,
        f.checksum.substring(0, 16),
        f.machineCode.substring(0, f.machineCode.length() - HIDDEN));
  }

  /** Logarithmic, from a tenth of a millisecond on. */
  private static String bar(double value, double longest) {
    double part = Math.log10(Math.max(1, value * 10)) / Math.log10(Math.max(10, longest * 10));
    return "█".repeat((int) Math.max(1, Math.round(part * BAR)));
  }

  private void instructions() {
    heading("Instructions of the work");
    line("%-22s %17s %17s", "", "processor", "emulated");
    for (Figures.Way w : f.ways) {
      line(
          "%-22s %,17d %,17d",
          w.name(), w.emulated() ? 0 : f.workInstructions, w.emulated() ? f.workInstructions : 0);
    }
    wrap("%s", f.method());
  }

  private void calls() {
    heading("Calls of the program, and where they went");
    line("%-33s %6s  %s", "function", "calls", "answered by → kernel method → host");
    for (Figures.Call c : f.calls) {
      line("%-33s %,6d  %s", c.function(), c.count(), c.shim());
      for (Figures.HostCall h : c.host()) {
        line("%40s  → %s%s × %d", "", arrow(h.kernel()), h.function(), h.count());
      }
    }
    wrap(
        "%,d calls, %,d of them answered by machine code without Java; functions of the host were"
            + " asked %,d times.",
        f.callCount(), f.directCount(), f.hostCallCount());
  }

  private static String arrow(String kernel) {
    return kernel.isEmpty() ? "" : kernel + " → ";
  }

  private void memory() {
    heading("Memory of the running process, and whose it is");
    for (Figures.Region r : f.map) {
      line("%16s %9s  %-15s %s", r.start(), size(r.bytes()), r.access(), r.what());
    }
    for (Figures.Code c : f.code) {
      line("%-7s in memory %s…", c.name(), c.inMemory().substring(0, 32));
      line("%-7s in file   %s…", "", c.inFile().substring(0, 32));
    }
  }

  static String size(long bytes) {
    return bytes < 1 << 20
        ? bytes / 1024 + " KiB"
        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }

  private void levels() {
    heading("Where one system can be put in another's place");
    for (Level l : Level.ALL) {
      line("%s %s: %s", l.own() ? "▶" : " ", l.name(), l.examples());
      line("    intercepts %s", l.intercepts());
      line("    instructions: %s", l.instructions());
    }
  }

  /** A paragraph. */
  private void wrap(String format, Object... values) {
    StringBuilder row = new StringBuilder();
    for (String word : String.format(Locale.ROOT, format, values).split(" ")) {
      if (row.length() + word.length() >= COLUMNS) {
        line("%s", row);
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    line("%s", row);
  }
}
