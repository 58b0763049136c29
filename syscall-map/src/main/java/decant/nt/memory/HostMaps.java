package decant.nt.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the host process has mapped. Asked only after the host refused an address, for the JVM's own
 * mappings are few and seldom in the guests' range.
 */
final class HostMaps {
  private HostMaps() {}

  /**
   * The end of the highest host mapping that overlaps {@code [from, to)}, or {@code from} when none
   * does.
   */
  static long endOfOverlap(long from, long to) {
    long end = from;
    for (Range r : ranges()) {
      if (r.start < to && r.end > from) {
        end = r.end;
      }
    }
    return end;
  }

  /** The start of the lowest host mapping that overlaps {@code [from, to)}, or {@code to}. */
  static long startOfOverlap(long from, long to) {
    for (Range r : ranges()) {
      if (r.start < to && r.end > from) {
        return r.start;
      }
    }
    return to;
  }

  private record Range(long start, long end) {}

  private static java.util.List<Range> ranges() {
    var ranges = new java.util.ArrayList<Range>();
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
        int dash = line.indexOf('-');
        int blank = line.indexOf(' ');
        ranges.add(
            new Range(
                Long.parseUnsignedLong(line, 0, dash, 16),
                Long.parseUnsignedLong(line, dash + 1, blank, 16)));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return ranges;
  }
}
