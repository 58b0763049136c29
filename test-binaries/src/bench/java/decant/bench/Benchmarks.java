package decant.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Measures the packaged product and writes the tables of {@code test-binaries/README.md}: {@code
 * Benchmarks PROJECT}. What is compared runs in turn, so that a busy machine disturbs both alike,
 * and what is to be looked at are the ratios.
 */
final class Benchmarks {
  private static final String BEGIN = "<!-- benchmarks: begin -->";
  private static final String END = "<!-- benchmarks: end -->";

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    Programs programs = new Programs(Path.of(args[0]).toAbsolutePath().normalize());
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
    new StartTable(programs).write(table);
    new KernelTable(programs).write(table);
    new CallTable(programs).write(table);
    JavaTable.write(table);
    table.append(END);
    Path readme = programs.root().resolve("test-binaries/README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END) + END.length();
    Files.writeString(readme, text.substring(0, begin) + table + text.substring(end));
    System.out.println(table);
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown processor");
  }
}
