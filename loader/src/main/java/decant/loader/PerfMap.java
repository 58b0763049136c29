package decant.loader;

import decant.abi.MachineCode;
import decant.host.Unistd;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The map by which {@code perf report} names code that lies in no file: what HotSpot has compiled,
 * its interpreter, and Decant's machine code ({@code tools/perf/Documentation/jit-interface.txt} of
 * Linux). The guest's code is named by its module.
 */
final class PerfMap {
  private PerfMap() {}

  /**
   * Writes {@code /tmp/perf-PID.map}, where perf looks for it; says so when it cannot. A thread of
   * its own does, by whose name its share of a profile can be told from the program's.
   */
  static void write(Module[] modules) {
    Thread writer = new Thread(() -> writeMap(modules), "perf-map");
    writer.start();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void writeMap(Module[] modules) {
    Path file = Path.of("/tmp/perf-" + Unistd.getpid() + ".map");
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "compilerPerfmap",
              new Object[] {new String[] {file.toString()}},
              new String[] {String[].class.getName()});
      List<String> lines = machineCode();
      for (Module m : modules) {
        if (m.image != null) {
          lines.add(line(m.base, m.size, m.name));
        }
      }
      Files.write(file, lines, StandardOpenOption.APPEND);
    } catch (JMException | IOException e) {
      System.err.println("decant: cannot write " + file + ": " + e.getMessage());
    }
  }

  private static List<String> machineCode() {
    List<Map.Entry<String, Integer>> symbols =
        new ArrayList<>(MachineCode.readSymbols().entrySet());
    symbols.sort(Map.Entry.comparingByValue());
    List<String> lines = new ArrayList<>(symbols.size());
    for (int i = 0; i + 1 < symbols.size(); i++) {
      int at = symbols.get(i).getValue();
      int length = symbols.get(i + 1).getValue() - at;
      lines.add(line(MachineCode.BASE + at, length, symbols.get(i).getKey()));
    }
    return lines;
  }

  private static String line(long address, long length, String name) {
    return Long.toHexString(address) + " " + Long.toHexString(length) + " " + name;
  }
}
