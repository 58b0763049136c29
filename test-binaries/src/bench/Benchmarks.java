import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the packaged product and writes the tables of {@code test-binaries/README.md}: {@code
 * java Benchmarks.java PROJECT}. Each figure is the median of runs that alternate with the runs of
 * what it is compared with, so that a busy machine disturbs both alike.
 */
final class Benchmarks {
  private static final String BEGIN = "<!-- benchmarks: begin -->";
  private static final String END = "<!-- benchmarks: end -->";
  private static final int START_RUNS = 31;
  private static final int KERNEL_RUNS = 9;
  private static final int CALL_RUNS = 3;

  /**
   * Guests that print a line "NAME nanoseconds" for each row; the first one does under Wine, too.
   */
  private static final List<String> CALLS =
      List.of("calls", "waiting", "threads", "exception-costs", "children");

  private static final String KERNEL_SCALE = "40";

  private final Path root;
  private final Path scratch;

  private Benchmarks(Path root) throws IOException {
    this.root = root;
    scratch = Files.createTempDirectory("benchmarks");
  }

  public static void main(String[] args) throws Exception {
    new Benchmarks(Path.of(args[0]).toAbsolutePath().normalize()).write();
  }

  private void write() throws Exception {
    StringBuilder table = new StringBuilder(BEGIN).append("\n");
    table.append(
        String.format(
            Locale.ROOT,
            "%s, %d processors, Linux %s, JDK %s, %s%n%n",
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            System.getProperty("java.version"),
            LocalDate.now()));
    start(table);
    kernel(table);
    calls(table);
    table.append(END);
    Path readme = root.resolve("test-binaries/README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END) + END.length();
    Files.writeString(readme, text.substring(0, begin) + table + text.substring(end));
    System.out.println(table);
  }

  /** From the launcher's start to the exit of a program that prints one line. */
  private void start(StringBuilder table) throws Exception {
    List<String> crt = decant("hello");
    List<String> bare = decant("hello-win32");
    List<String> jvm =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--version");
    double[][] times = new double[3][START_RUNS];
    for (int i = 0; i < START_RUNS; i++) {
      times[0][i] = milliseconds(crt);
      times[1][i] = milliseconds(bare);
      times[2][i] = milliseconds(jvm);
    }
    table.append("| start to exit | ms |\n|---|---|\n");
    row(table, "`./decant hello.exe` (console, msvcrt)", median(times[0]));
    row(table, "`./decant hello-win32.exe` (kernel32 alone)", median(times[1]));
    row(table, "`java --version`, for comparison", median(times[2]));
    table.append("\n");
  }

  /** The same C source, built by the same compiler options for Windows and for this host. */
  private void kernel(StringBuilder table) throws Exception {
    Path nativeKernel = scratch.resolve("kernel");
    run(
        List.of(
            "gcc",
            "-O1",
            "-fno-builtin",
            "-o",
            nativeKernel.toString(),
            root.resolve("test-binaries/guests/bench/kernel.c").toString(),
            "-lm"));
    List<String> guest = new ArrayList<>(decant("kernel"));
    guest.add(KERNEL_SCALE);
    List<String> host = List.of(nativeKernel.toString(), KERNEL_SCALE);
    double[] guestTimes = new double[KERNEL_RUNS];
    double[] hostTimes = new double[KERNEL_RUNS];
    double[] ratios = new double[KERNEL_RUNS];
    for (int i = 0; i < KERNEL_RUNS; i++) {
      String[] a = run(guest).split("\\s+");
      String[] b = run(host).split("\\s+");
      if (!Arrays.equals(a, 0, 4, b, 0, 4)) {
        throw new IllegalStateException(
            "checksums differ: " + Arrays.toString(a) + Arrays.toString(b));
      }
      guestTimes[i] = Double.parseDouble(a[5]);
      hostTimes[i] = Double.parseDouble(b[5]);
      ratios[i] = guestTimes[i] / hostTimes[i];
    }
    table.append("| CPU-bound code | |\n|---|---|\n");
    row(table, "in Decant, ms", median(guestTimes));
    row(table, "built natively, ms", median(hostTimes));
    table.append(String.format(Locale.ROOT, "| ratio of a pair | %.3f |%n%n", median(ratios)));
  }

  /**
   * One line for each row of the guests that measure calls; beside those of {@code calls.c}, where
   * Wine is installed, what it takes there, in runs that alternate.
   */
  private void calls(StringBuilder table) throws Exception {
    boolean wine = installed("wine");
    Map<String, List<Double>> ours = new LinkedHashMap<>();
    Map<String, List<Double>> theirs = new LinkedHashMap<>();
    for (int i = 0; i < CALL_RUNS; i++) {
      for (String guest : CALLS) {
        read(run(decant(guest)), ours);
      }
      if (wine) {
        read(run(List.of("wine", guest(CALLS.get(0)))), theirs);
      }
    }
    table.append(
        wine
            ? "| one call | ns | Wine, ns | ratio |\n|---|---|---|---|\n"
            : "| one call | ns |\n|---|---|\n");
    double logarithms = 0;
    for (Map.Entry<String, List<Double>> row : ours.entrySet()) {
      double own = median(row.getValue());
      table.append(String.format(Locale.ROOT, "| %s | %.1f |", row.getKey(), own));
      if (theirs.containsKey(row.getKey())) {
        double other = median(theirs.get(row.getKey()));
        logarithms += Math.log(own / other);
        table.append(String.format(Locale.ROOT, " %.1f | %.2f |", other, own / other));
      } else if (wine) {
        table.append(" | |");
      }
      table.append("\n");
    }
    if (wine) {
      table.append(
          String.format(
              Locale.ROOT,
              "| geometric mean | | | %.2f |%n",
              Math.exp(logarithms / theirs.size())));
    }
  }

  private static void read(String output, Map<String, List<Double>> into) {
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ");
      into.computeIfAbsent(words[0], name -> new ArrayList<>()).add(Double.parseDouble(words[1]));
    }
  }

  private static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static boolean installed(String command) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private static void row(StringBuilder table, String name, double value) {
    table.append(String.format(Locale.ROOT, "| %s | %.1f |%n", name, value));
  }

  private List<String> decant(String guest) {
    return List.of(root.resolve("decant").toString(), guest(guest));
  }

  private String guest(String name) {
    return root.resolve("test-binaries/guests/bin/" + name + ".exe").toString();
  }

  private double milliseconds(List<String> command) throws Exception {
    long begin = System.nanoTime();
    run(command);
    return (System.nanoTime() - begin) / 1e6;
  }

  private String run(List<String> command) throws Exception {
    Path out = scratch.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
    return Files.readString(out, StandardCharsets.UTF_8).replace("\r", "");
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown processor");
  }
}
