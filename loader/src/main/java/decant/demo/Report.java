package decant.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process of the demonstration tells the one that has started it: lines of words. */
final class Report {
  /** How many instructions of the program were executed. */
  static final String INSTRUCTIONS = "instructions";

  /** How many of them were the work's. */
  static final String WORK = "work";

  /** How many instructions the processor has counted, whosever. */
  static final String RETIRED = "retired";

  /** An import of the program, how often it was called, and who answers it. */
  static final String CALL = "call";

  /** An import, a function of the host, how often it was called for it, the shim, the kernel. */
  static final String HOST = "host";

  /** A section of code: name, size, access, hash in memory, hash in the file. */
  static final String SECTION = "section";

  /** Side, start, end, bytes, access, what, who. */
  static final String MAP = "map";

  private static final String SEPARATOR = "\t";

  private final List<List<String>> lines = new ArrayList<>();

  /** Adds a line: what it is about, and what there is to say. */
  void add(String subject, Object... words) {
    List<String> line = new ArrayList<>();
    line.add(subject);
    for (Object word : words) {
      line.add(String.valueOf(word));
    }
    lines.add(line);
  }

  /** The lines about a subject, without it. */
  List<List<String>> about(String subject) {
    return lines.stream()
        .filter(line -> line.getFirst().equals(subject))
        .map(line -> line.subList(1, line.size()))
        .toList();
  }

  /** The number that the only line about a subject says. */
  long number(String subject) {
    return Long.parseLong(about(subject).getFirst().getFirst());
  }

  void write(Path file) throws IOException {
    Files.write(file, lines.stream().map(line -> String.join(SEPARATOR, line)).toList());
  }

  static Report read(Path file) throws IOException {
    Report report = new Report();
    for (String line : Files.readAllLines(file)) {
      report.lines.add(List.of(line.split(SEPARATOR, -1)));
    }
    return report;
  }
}
