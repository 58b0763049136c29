import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures real programs for Windows in Decant against their builds for Linux, and writes the table
 * of {@code test-binaries/README.md}: {@code java RealWork.java PROJECT STORE [RUNS [NAME…]]}; with
 * names, only those programs are measured, and printed. {@code real-work.txt} says what is run.
 *
 * <p>The two run in turn, and every figure is a median. The ratios are of what is left when the
 * time of a run that does nothing is taken away from both: of the elapsed time, and of the
 * processor's, which other work on the machine disturbs less.
 */
final class RealWork {
  private static final String BEGIN = "<!-- real work: begin -->";
  private static final String END = "<!-- real work: end -->";
  private static final int RUNS = 5;

  /** {@code USER_HZ}: the unit of the times in {@code /proc/self/stat}. */
  private static final double TICKS_PER_SECOND = 100;

  /** A program's two builds, and what it is told. */
  private record Program(
      String name, String windows, String linux, List<String> idle, List<Work> works) {}

  private record Work(String kind, List<String> arguments) {}

  /** Medians, in milliseconds. */
  private record Times(double wall, double cpu) {
    Times minus(Times other) {
      return new Times(wall - other.wall, cpu - other.cpu);
    }
  }

  private record Pair(Times decant, Times linux) {}

  private final Path root;
  private final Path store;
  private final Path folder;
  private final int runs;

  private RealWork(Path root, Path store, int runs) throws IOException {
    this.root = root;
    this.store = store;
    this.runs = runs;
    folder = Path.of(System.getProperty("java.io.tmpdir"), "decant-real-work");
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    Path store = Path.of(args[1]).toAbsolutePath().normalize();
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : RUNS;
    List<String> names = Arrays.asList(args).subList(Math.min(3, args.length), args.length);
    new RealWork(root, store, runs).measure(names);
  }

  private void measure(List<String> names) throws Exception {
    if (!Files.exists(folder.resolve("made"))) {
      new RealWorkInputs(folder).make();
      makePictures();
      Files.createFile(folder.resolve("made"));
    }
    StringBuilder table = new StringBuilder(BEGIN).append("\n");
    table.append(
        String.format(
            Locale.ROOT,
            "%d processors, Linux %s, JDK %s, %s; medians of %d pairs%n%n",
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            LocalDate.now(),
            runs));
    table.append(
        "| program | start, ms | Linux, ms | work | ms | Linux, ms | ratio | of CPU time |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    for (Program p : read(root.resolve("test-binaries/src/bench/real-work.txt"))) {
      if ((names.isEmpty() || names.contains(p.name)) && Files.exists(Path.of(p.windows))) {
        rows(table, p);
      }
    }
    table.append(END);
    if (names.isEmpty()) {
      Path readme = root.resolve("test-binaries/README.md");
      String text = Files.readString(readme);
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END) + END.length();
      Files.writeString(readme, text.substring(0, begin) + table + text.substring(end));
    }
  }

  private void rows(StringBuilder table, Program p) throws Exception {
    Pair idle = pair(p, p.idle, 2 * runs + 1);
    String start =
        String.format(
            Locale.ROOT, "| %s | %.0f | %.0f |", p.name, idle.decant.wall, idle.linux.wall);
    if (p.works.isEmpty()) {
      line(table, start + " | | | | |");
    }
    for (Work work : p.works) {
      Pair all = pair(p, work.arguments, runs);
      Times decant = all.decant.minus(idle.decant);
      Times linux = all.linux.minus(idle.linux);
      line(
          table,
          String.format(
              Locale.ROOT,
              "%s %s | %.0f | %.0f | %.2f | %.2f |",
              start,
              work.kind,
              decant.wall,
              linux.wall,
              decant.wall / linux.wall,
              decant.cpu / linux.cpu));
      start = "| | | |";
    }
  }

  private static void line(StringBuilder table, String line) {
    System.out.println(line);
    table.append(line).append("\n");
  }

  private Pair pair(Program p, List<String> arguments, int count) throws Exception {
    List<String> decant = new ArrayList<>(List.of(root.resolve("decant").toString(), p.windows));
    List<String> linux = new ArrayList<>(List.of(p.linux));
    for (String argument : arguments) {
      decant.add(argument.replace("{os}", "win32"));
      linux.add(argument.replace("{os}", "linux"));
    }
    double[][] times = new double[4][count];
    int status = run(linux)[2] == 0 ? 0 : -1; // brings the files in, too
    for (int i = 0; i < count; i++) {
      double[] a = run(decant);
      double[] b = run(linux);
      if (a[2] != b[2] || status == 0 && a[2] != 0) {
        System.err.printf(
            "%s ended with %.0f, for Linux %.0f: %s%n", p.name, a[2], b[2], arguments);
      }
      times[0][i] = a[0];
      times[1][i] = a[1];
      times[2][i] = b[0];
      times[3][i] = b[1];
    }
    return new Pair(
        new Times(median(times[0]), median(times[1])),
        new Times(median(times[2]), median(times[3])));
  }

  /** Elapsed and processor time of a run, in milliseconds, and its exit code. */
  private double[] run(List<String> command) throws Exception {
    empty(folder.resolve("out"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(Path.of("/dev/null").toFile());
    double cpu = childrensTime();
    long begin = System.nanoTime();
    int code = builder.start().waitFor();
    double wall = (System.nanoTime() - begin) / 1e6;
    return new double[] {wall, childrensTime() - cpu, code};
  }

  /** The processor time of all children that have been waited for, in milliseconds. */
  private static double childrensTime() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 1000 / TICKS_PER_SECOND;
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectory(directory);
  }

  /** A PNG file for those that want such. */
  private void makePictures() throws Exception {
    Path ffmpeg = store.resolve("npm/ffmpeg-installer__linux-x64@4.1.0/ffmpeg");
    run(List.of(ffmpeg.toString(), "-v", "error", "-i", "large.ppm", "-y", "large.png"));
  }

  private List<Program> read(Path file) throws IOException {
    List<Program> programs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String text = line.replace("{npm}", store + "/npm").replace("{mvn}", store + "/mvn");
      int blank = text.indexOf(' ');
      if (text.startsWith("#") || blank < 0) {
        continue;
      }
      String[] parts = text.substring(blank + 1).split(" \\| ");
      List<String> arguments = List.of(parts[parts.length - 1].strip().split(" "));
      if (text.startsWith("program ")) {
        programs.add(
            new Program(
                parts[0],
                store.resolve(parts[1]).toString(),
                store.resolve(parts[2]).toString(),
                arguments,
                new ArrayList<>()));
      } else {
        programs.getLast().works.add(new Work(parts[0], arguments));
      }
    }
    return programs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
