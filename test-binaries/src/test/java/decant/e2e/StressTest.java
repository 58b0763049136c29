package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong once in a thousand times. In the slow profile, README.md says how to run it for a
 * shorter or longer time.
 */
@Tag("slow")
class StressTest {
  private static final int STARTS = Integer.getInteger("decant.slow.starts", 5000);
  private static final int PARALLEL = Integer.getInteger("decant.slow.parallel", 3);
  private static final int SECONDS = Integer.getInteger("decant.slow.seconds", 600);
  private static final int PATIENCE_SECONDS = 60;
  private static final int RIGHT = 42;

  /** More problems than these say nothing new. */
  private static final int ENOUGH = 20;

  @TempDir Path work;

  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  /** Programs with many threads, some of which still run when the process ends. */
  @Test
  void startsAndEnds() throws Exception {
    List<Future<?>> runs = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(PARALLEL)) {
      for (int i = 0; i < STARTS; i++) {
        int number = i;
        runs.add(pool.submit(() -> manyThreads(number)));
      }
    }
    for (Future<?> run : runs) {
      run.get();
    }
    assertThat(problems).isEmpty();
  }

  private Void manyThreads(int number) throws Exception {
    if (problems.size() < ENOUGH) {
      Path place = Files.createDirectory(work.resolve("run" + number));
      run(place, PATIENCE_SECONDS, "", "0 0 3200 2400 8 16 1 15 1720\r\n", "many-threads");
      if (problems.isEmpty()) {
        delete(place);
      }
    }
    return null;
  }

  /**
   * Eight threads take faults, while Java collects garbage and other threads of the guest allocate.
   */
  @Test
  void faultsForALongTime() throws Exception {
    Path place = Files.createDirectory(work.resolve("faults"));
    Path log = place.resolve("gc.log");
    run(
        place,
        SECONDS + PATIENCE_SECONDS,
        "-Xmx48m -Xmn4m -Xlog:gc:file=" + log,
        null,
        "faulting-threads",
        Integer.toString(SECONDS));
    assertThat(problems).isEmpty();
    System.out.println("faults: " + Files.readString(place.resolve("out")).strip());
    try (Stream<String> lines = Files.lines(log)) {
      long collections = lines.filter(line -> line.contains("Pause")).count();
      System.out.println("faults: " + collections + " collections of garbage");
      assertThat(collections).isPositive();
    }
  }

  private void run(
      Path place, int patience, String javaOptions, String expected, String name, String... args)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(Guest.ROOT.resolve("decant").toString()));
    command.add(Guest.program(name));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(place.toFile());
    builder.environment().put("DECANT_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DECANT_JAVA_OPTS", javaOptions);
    builder.redirectInput(Path.of("/dev/null").toFile());
    builder.redirectOutput(place.resolve("out").toFile());
    builder.redirectError(place.resolve("err").toFile());
    Process process = builder.start();
    if (!process.waitFor(patience, TimeUnit.SECONDS)) {
      problems.add("no end: " + command + where(process));
      process.destroyForcibly().waitFor();
      return;
    }
    String out = Files.readString(place.resolve("out"), StandardCharsets.ISO_8859_1);
    String err = Files.readString(place.resolve("err"), StandardCharsets.ISO_8859_1);
    boolean right =
        process.exitValue() == RIGHT && err.isEmpty() && (expected == null || expected.equals(out));
    if (!right) {
      problems.add(place + ": exit code " + process.exitValue() + "\n" + out + "\n" + err);
    }
  }

  /** Where all threads of a process are that does not end. */
  private static String where(Process process) throws Exception {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : threads.sorted().toList()) {
        text.append('\n').append(thread.getFileName()).append(' ').append(read(thread, "comm"));
        text.append(read(thread, "syscall")).append(read(thread, "stack"));
      }
    }
    String jhsdb = Path.of(System.getProperty("java.home"), "bin", "jhsdb").toString();
    ProcessBuilder builder =
        new ProcessBuilder(jhsdb, "jstack", "--mixed", "--pid", Long.toString(process.pid()));
    Process stack = builder.redirectErrorStream(true).start();
    byte[] frames = stack.getInputStream().readAllBytes();
    stack.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return text.append('\n').append(new String(frames, StandardCharsets.UTF_8)).toString();
  }

  private static String read(Path thread, String file) {
    try {
      return Files.readString(thread.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "-\n";
    }
  }

  private static void delete(Path place) throws IOException {
    for (String file : new String[] {"out", "err"}) {
      Files.delete(place.resolve(file));
    }
    Files.delete(place); // fails when something else was left there: a report of HotSpot's
  }
}
