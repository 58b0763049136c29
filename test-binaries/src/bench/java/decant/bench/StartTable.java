package decant.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From the launcher's start to the exit of a program that prints one line. */
final class StartTable {
  private static final int RUNS = 21;
  private static final int AT_ONCE = 100;
  private static final int AT_ONCE_RUNS = 5;

  private final Programs programs;

  StartTable(Programs programs) {
    this.programs = programs;
  }

  void write(StringBuilder table) throws IOException, InterruptedException {
    List<String> jvm =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--version");
    boolean wine = Programs.installed("wine");
    double[][] times = new double[4][RUNS];
    if (wine) {
      programs.run(programs.wine("hello")); // starts its server
    }
    for (int i = 0; i < RUNS; i++) {
      times[0][i] = programs.milliseconds(programs.decant("hello"));
      times[1][i] = programs.milliseconds(programs.decant("hello-win32"));
      times[2][i] = programs.milliseconds(jvm);
      if (wine) {
        times[3][i] = programs.milliseconds(programs.wine("hello"));
      }
    }
    table.append("| start to exit | ms | of `java --version` |\n|---|---|---|\n");
    row(table, "`./decant hello.exe` (console, msvcrt)", times[0], times[2]);
    row(table, "`./decant hello-win32.exe` (kernel32 alone)", times[1], times[2]);
    row(table, "`java --version`", times[2], times[2]);
    if (wine) {
      row(table, "`wine hello.exe`, its server running", times[3], times[2]);
    }
    row(
        table,
        AT_ONCE + " × `./decant hello.exe` at once, for each and processor",
        atOnce(),
        times[2]);
    table.append("\n");
  }

  /**
   * What each of many programs takes that are started at once, in milliseconds of one processor:
   * beside a single start's time, what they are in each other's way.
   */
  private double[] atOnce() throws IOException, InterruptedException {
    double[] times = new double[AT_ONCE_RUNS];
    for (int i = 0; i < times.length; i++) {
      List<Process> processes = new ArrayList<>();
      long begin = System.nanoTime();
      for (int k = 0; k < AT_ONCE; k++) {
        ProcessBuilder builder = new ProcessBuilder(programs.decant("hello"));
        processes.add(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
      }
      for (Process process : processes) {
        if (process.waitFor() != 0) {
          throw new IllegalStateException("one of many ended with " + process.exitValue());
        }
      }
      double all = (System.nanoTime() - begin) / 1e6;
      times[i] = all / AT_ONCE * Math.min(AT_ONCE, Runtime.getRuntime().availableProcessors());
    }
    return times;
  }

  private static void row(StringBuilder table, String name, double[] times, double[] base) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.2f |%n",
            name,
            Programs.median(times),
            Programs.medianRatio(times, base)));
  }
}
