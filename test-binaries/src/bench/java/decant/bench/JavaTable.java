package decant.bench;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The pieces on the Java side of a call, by JMH, in a JVM with the product's options. What to look
 * at is the ratio to one call of the host's kernel that does nothing, measured in the same run.
 */
final class JavaTable {
  private static final String YARDSTICK = "hostCall";

  /** The options of the launcher that decide how Java code is compiled. */
  private static final String[] COMPILER = {
    "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "--sun-misc-unsafe-memory-access=allow"
  };

  private JavaTable() {}

  static void write(StringBuilder table) throws RunnerException {
    String[] options = System.getProperty("decant.jvm").split(" ");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(PieceBenchmark.class.getName())
                    .forks(1)
                    .warmupIterations(3)
                    .warmupTime(TimeValue.milliseconds(300))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(400))
                    .mode(Mode.AverageTime)
                    .jvmArgs(options)
                    .jvmArgsAppend(COMPILER)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    double yardstick = 0;
    for (RunResult result : results) {
      if (name(result).equals(YARDSTICK)) {
        yardstick = median(result);
      }
    }
    table.append("| Java side of a call, JMH | ns | of a host call |\n|---|---|---|\n");
    for (RunResult result : results) {
      double time = median(result);
      table.append(
          String.format(
              Locale.ROOT, "| %s | %.1f | %.2f |%n", name(result), time, time / yardstick));
    }
  }

  private static String name(RunResult result) {
    return result.getPrimaryResult().getLabel();
  }

  private static double median(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }
}
