package decant.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs programs: guests in Decant and under Wine, and what they are compared with. */
final class Programs {
  private final Path root;
  private final Path scratch;

  Programs(Path root) throws IOException {
    this.root = root;
    this.scratch = Files.createTempDirectory("benchmarks");
  }

  /** The project's folder. */
  Path root() {
    return root;
  }

  /** A file that nobody else uses. */
  Path scratch(String name) {
    return scratch.resolve(name);
  }

  /** The command that runs a guest in Decant. */
  List<String> decant(String guest, String... arguments) {
    List<String> command = new ArrayList<>(List.of(root.resolve("decant").toString()));
    command.add(guest(guest));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The command that runs a guest under Wine. */
  List<String> wine(String guest) {
    return List.of("wine", guest(guest));
  }

  private String guest(String name) {
    return root.resolve("test-binaries/guests/bin/" + name + ".exe").toString();
  }

  static boolean installed(String command) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  /** Milliseconds from the start of a command to its end. */
  double milliseconds(List<String> command) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    run(command);
    return (System.nanoTime() - begin) / 1e6;
  }

  /** What a command prints. */
  String run(List<String> command) throws IOException, InterruptedException {
    Path out = scratch.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WINEDEBUG", "-all");
    Process process =
        builder
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(
                command.get(0).equals("wine")
                    ? ProcessBuilder.Redirect.DISCARD
                    : ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
    return Files.readString(out, StandardCharsets.UTF_8).replace("\r", "");
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The median of the quotients of values that belong together. */
  static double medianRatio(double[] a, double[] b) {
    double[] ratios = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      ratios[i] = a[i] / b[i];
    }
    return median(ratios);
  }
}
