package decant.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  /** Processor, kernel, JDK and day, in a line. */
  static String describe() throws IOException {
    return processor()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, Linux "
        + System.getProperty("os.version")
        + ", JDK "
        + System.getProperty("java.version")
        + ", "
        + LocalDate.now();
  }

  private static String processor() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
    for (String line : lines) {
      if (line.startsWith("model name")) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "x86-64";
  }
}
