package decant.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line for each row of the guests that measure calls. Beside those of {@code calls.c}: what
 * they take under Wine, where it is installed, in runs that alternate, and what the best other
 * layer was found to take on another machine, which is what is aimed at ({@code calls-aim.txt}).
 */
final class CallTable {
  private static final int RUNS = 3;

  /** Guests that print a line "NAME nanoseconds" for each row; the first do under Wine, too. */
  private static final List<String> COMPARED = List.of("calls", "crt-calls");

  private static final List<String> OWN =
      List.of("waiting", "threads", "exception-costs", "children");

  private final Programs programs;

  CallTable(Programs programs) {
    this.programs = programs;
  }

  void write(StringBuilder table) throws IOException, InterruptedException {
    boolean wine = Programs.installed("wine");
    Map<String, List<Double>> ours = new LinkedHashMap<>();
    Map<String, List<Double>> theirs = new LinkedHashMap<>();
    for (int i = 0; i < RUNS; i++) {
      for (String guest : COMPARED) {
        read(programs.run(programs.decant(guest)), ours);
        if (wine) {
          read(programs.run(programs.wine(guest)), theirs);
        }
      }
    }
    Map<String, List<Double>> own = new LinkedHashMap<>();
    for (String guest : OWN) {
      read(programs.run(programs.decant(guest)), own);
    }
    Map<String, List<Double>> aims = new LinkedHashMap<>();
    read(Files.readString(programs.root().resolve("test-binaries/src/bench/calls-aim.txt")), aims);
    table.append(
        "| one call | ns | of Wine, ns | ratio | aim, ns | ratio |\n|---|---|---|---|---|---|\n");
    double[] sums = new double[4];
    for (Map.Entry<String, List<Double>> row : ours.entrySet()) {
      String name = row.getKey();
      double time = Programs.median(row.getValue());
      table.append(String.format(Locale.ROOT, "| %s | %.1f |", name, time));
      ratio(table, row.getValue(), theirs.get(name), sums, 0);
      ratio(table, row.getValue(), aims.get(name), sums, 2);
      table.append("\n");
    }
    table.append(
        String.format(
            Locale.ROOT,
            "| geometric mean | | | %.2f | | %.2f |%n%n",
            Math.exp(sums[0] / sums[1]),
            Math.exp(sums[2] / sums[3])));
    table.append("| one call, nothing compared | ns |\n|---|---|\n");
    own.forEach(
        (name, times) ->
            table.append(
                String.format(Locale.ROOT, "| %s | %.1f |%n", name, Programs.median(times))));
    table.append("\n");
  }

  /** The columns of what is compared with; the sum of logarithms of ratios, and their number. */
  private static void ratio(
      StringBuilder table, List<Double> own, List<Double> other, double[] sums, int sum) {
    if (other == null) {
      table.append(" | |");
      return;
    }
    double[] a = new double[own.size()];
    double[] b = new double[own.size()];
    for (int i = 0; i < a.length; i++) {
      a[i] = own.get(i);
      b[i] = other.get(i % other.size());
    }
    double ratio = Programs.medianRatio(a, b);
    sums[sum] += Math.log(ratio);
    sums[sum + 1]++;
    table.append(String.format(Locale.ROOT, " %.1f | %.2f |", Programs.median(other), ratio));
  }

  private static void read(String output, Map<String, List<Double>> into) {
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length == 2) {
        into.computeIfAbsent(words[0], name -> new ArrayList<>()).add(Double.parseDouble(words[1]));
      }
    }
  }
}
