package decant.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.internal.misc.CDS;

/** Whether the JVM that runs programs is what they need. */
final class JvmChecks {
  private static final int OLDEST = 25;

  /** Where Windows programs ask to be, and what for. */
  private record Range(long from, long to, String use) {}

  private static final List<Range> RANGES =
      List.of(
          new Range(0x1_0000L, 0x7FFE_0000L, "programs with a base below 2 GiB"),
          new Range(0x7FFE_0000L, 0x7FFF_0000L, "the page of shared system data"),
          new Range(0x1_4000_0000L, 0x1_8000_0000L, "programs as linkers place them"),
          new Range(0x1_8000_0000L, 0x2_0000_0000L, "DLLs as linkers place them"));

  private JvmChecks() {}

  static List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(jdk());
    findings.add(cache());
    findings.add(addresses(Proc.text("/proc/self/maps")));
    return findings;
  }

  private static Finding jdk() {
    String text = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
    return Runtime.version().feature() >= OLDEST
        ? Finding.ok("JDK", text)
        : Finding.fail("JDK", text + " is too old", "name a JDK 25 or newer in DECANT_JAVA_HOME");
  }

  private static Finding cache() {
    String home = System.getProperty("decant.home");
    Path cache = Path.of(home == null ? "." : home, "decant.aot");
    String again =
        "to make it again: rm " + cache.resolveSibling("complete") + ", and run anything";
    if (!Files.exists(cache)) {
      return Finding.warn("start cache", "there is none, and programs start more slowly", again);
    }
    if (!CDS.isUsingArchive()) {
      return Finding.warn(
          "start cache",
          "it is of another JDK or other jars and is ignored; programs start more slowly",
          again);
    }
    return Finding.ok("start cache", "in use");
  }

  /** What lies where programs want to be; nothing should, before one is loaded. */
  static Finding addresses(String maps) {
    for (String line : maps.split("\n")) {
      int dash = line.indexOf('-');
      int blank = line.indexOf(' ');
      if (dash < 0 || blank < dash) {
        continue;
      }
      long from = Long.parseUnsignedLong(line.substring(0, dash), 16);
      long to = Long.parseUnsignedLong(line.substring(dash + 1, blank), 16);
      for (Range range : RANGES) {
        boolean apart =
            Long.compareUnsigned(to, range.from) <= 0 || Long.compareUnsigned(from, range.to) >= 0;
        if (!apart) {
          String what = line.substring(line.lastIndexOf(' ') + 1);
          return Finding.fail(
              "addresses",
              "0x"
                  + Long.toHexString(from)
                  + " is taken by "
                  + (what.isBlank() ? "memory of the JVM's" : what)
                  + ", where "
                  + range.use
                  + " go",
              "leave JAVA_TOOL_OPTIONS and DECANT_JAVA_OPTS without options about the heap");
        }
      }
    }
    return Finding.ok("addresses", "0x10000 to 0x7fff0000 and 0x140000000 to 0x200000000 are free");
  }
}
