package decant.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The same C source, built by the same compiler options for Windows and for this host. */
final class KernelTable {
  private static final int RUNS = 9;
  private static final String SCALE = "40";

  private final Programs programs;

  KernelTable(Programs programs) {
    this.programs = programs;
  }

  void write(StringBuilder table) throws IOException, InterruptedException {
    Path source = programs.root().resolve("test-binaries/guests/bench/kernel.c");
    Path built = programs.scratch("kernel");
    programs.run(
        List.of("gcc", "-O1", "-fno-builtin", "-o", built.toString(), source.toString(), "-lm"));
    double[] guest = new double[RUNS];
    double[] host = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      String[] a = programs.run(programs.decant("kernel", SCALE)).split("\\s+");
      String[] b = programs.run(List.of(built.toString(), SCALE)).split("\\s+");
      if (!Arrays.equals(a, 0, 4, b, 0, 4)) {
        throw new IllegalStateException(
            "checksums differ: " + Arrays.toString(a) + Arrays.toString(b));
      }
      guest[i] = Double.parseDouble(a[5]);
      host[i] = Double.parseDouble(b[5]);
    }
    table.append(
        String.format(
            Locale.ROOT,
            "| CPU-bound code | |%n|---|---|%n| in Decant, ms | %.1f |%n| built natively, ms | %.1f"
                + " |%n| ratio of a pair | %.3f |%n%n",
            Programs.median(guest),
            Programs.median(host),
            Programs.medianRatio(guest, host)));
  }
}
