package decant.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the runs of the demonstration, each in a process of its own, and times them. */
final class Runs {
  private static final String COMMAND = "decant.cli.Main";

  /** Options that are this process's own: it may be recorded for the AOT cache. */
  private static final List<String> OWN = List.of("-XX:AOTCacheOutput=", "-Ddecant.training=");

  private static final Pattern OUTPUT =
      Pattern.compile("nanoseconds((?: \\d+)+)\\s+checksum ([0-9a-f]{64})\\s*");

  /**
   * One run.
   *
   * @param workNanos what its work takes: the median of its equal parts, times their number
   * @param processNanos from the start of the process to its end
   * @param report of those that are looked into, else null
   */
  record Run(long workNanos, long processNanos, String checksum, Report report) {}

  private final Path directory;

  /** The file that the program writes, reads and deletes. */
  private final String scratch;

  private final List<String> jvm;

  Runs(Path directory) throws IOException {
    this.directory = directory;
    this.scratch = directory.resolve("scratch").toString();
    this.jvm = jvm();
  }

  /**
   * This process's command line as far as the main class. Its paths may be relative: what is
   * started with it begins in the directory that this process is in.
   */
  private static List<String> jvm() throws IOException {
    byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    List<String> words = new ArrayList<>();
    for (String word : new String(line, StandardCharsets.UTF_8).split("\0")) {
      if (word.equals(COMMAND)) {
        break;
      }
      if (OWN.stream().noneMatch(word::startsWith)) {
        words.add(word);
      }
    }
    words.set(0, Path.of("/proc/self/exe").toRealPath().toString());
    return words;
  }

  /** Runs a Windows program as the command does. */
  Run decant(Path program, String rounds) throws IOException, Demo.DemoException {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(List.of(COMMAND, program.toString(), rounds, scratch));
    return run(command, null);
  }

  /** Runs a program of the host. */
  Run host(Path program, String... arguments) throws IOException, Demo.DemoException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    command.add(scratch);
    return run(command, null);
  }

  /** Runs a Windows program in a way of {@link DemoProcess}. */
  Run inside(String way, List<String> options, Path program, String rounds)
      throws IOException, Demo.DemoException {
    Path report = directory.resolve("report");
    List<String> command = new ArrayList<>(jvm);
    command.addAll(options);
    command.add(DemoProcess.class.getName());
    command.addAll(List.of(way, report.toString(), program.toString(), rounds, scratch));
    return run(command, report);
  }

  private Run run(List<String> command, Path report) throws IOException, Demo.DemoException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    long begin = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new Demo.DemoException("interrupted");
    }
    final long took = System.nanoTime() - begin;
    Matcher m = OUTPUT.matcher(output);
    if (code != 0 || !m.matches()) {
      throw new Demo.DemoException(
          "this run failed with exit code " + code + ": " + String.join(" ", command));
    }
    String[] parts = m.group(1).strip().split(" ");
    double work = Figures.median(Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray());
    return new Run(
        (long) work * parts.length, took, m.group(2), report == null ? null : Report.read(report));
  }
}
