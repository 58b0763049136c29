package decant.demo;

import decant.host.Terminal;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The demonstration: runs the program in all ways, a few times each, and collects what they say.
 *
 * <p>Times come from runs that nothing looks into: the program measures its work itself, and the
 * whole process is measured from outside. Runs by Decant and by Linux take turns, so that whatever
 * else the machine does meets both. What the program does is looked at in runs of their own.
 */
public final class Demo {
  /** The exit code when something is not as it must be. */
  public static final int FAILED = 1;

  private static final String PROGRAM = "demo.exe";
  private static final String LINUX_PROGRAM = "demo-linux";

  /** The section of the program that has the machine code of its work. */
  static final String WORK = ".work";

  private static final List<String> QEMU = List.of("qemu-x86_64", "qemu-x86_64-static");

  /** Rounds of the runs that are looked into. */
  private static final int OBSERVED_ROUNDS = 1;

  private static final int QEMU_RUNS = 3;

  /** Interpreted runs after the first one, if they all take no longer than this together. */
  private static final int INTERPRETED_RUNS = 3;

  private static final long INTERPRETED_NANOS = 15_000_000_000L;

  /** An interpreter is faster with the JVM's best compiler, which guests do not need. */
  private static final List<String> INTERPRETER_OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=4",
          "-XX:Tier3InvocationThreshold=200",
          "-XX:Tier3MinInvocationThreshold=100",
          "-XX:Tier3CompileThreshold=2000");

  /**
   * What to measure.
   *
   * @param rounds how much work the program does
   * @param pairs how many times Decant and Linux run it
   * @param qemu whether qemu-user runs it, too
   */
  public record Settings(int rounds, int pairs, boolean qemu) {}

  /** Something is not as it must be; the message says what. */
  public static final class DemoException extends Exception {
    private static final long serialVersionUID = 1;

    DemoException(String message) {
      super(message);
    }
  }

  private final Settings settings;
  private final Consumer<String> progress;
  private final Runs runs;
  private final Path directory;
  private final Path program;
  private final Path linuxProgram;

  private Demo(Settings settings, Consumer<String> progress, Path directory) throws IOException {
    this.settings = settings;
    this.progress = progress;
    this.directory = directory;
    this.runs = new Runs(directory);
    this.program = extract(PROGRAM);
    this.linuxProgram = extract(LINUX_PROGRAM);
  }

  /**
   * The command: measures, and prints.
   *
   * @param html a file for the page, null for none
   * @return the exit code
   */
  public static int run(Settings settings, boolean json, String html) {
    boolean terminal = Terminal.isatty(2) == 1;
    try {
      if (html != null) {
        Files.newOutputStream(Path.of(html)).close(); // what cannot be written is told at once
      }
      Figures figures = measure(settings, terminal ? Demo::show : what -> {});
      if (terminal) {
        show("");
      }
      if (settings.qemu() && installed() == null) {
        System.err.println(
            "decant: QEMU's user-mode emulator is not installed; Debian and Ubuntu have it in the"
                + " package qemu-user.");
      }
      if (html != null) {
        Files.writeString(Path.of(html), HtmlReport.of(figures, Machine.describe()));
      }
      System.out.print(json ? JsonReport.of(figures) : TextReport.of(figures, Machine.describe()));
      return 0;
    } catch (DemoException | IOException e) {
      if (terminal) {
        show("");
      }
      System.err.println("decant: the demonstration failed: " + e.getMessage());
      return FAILED;
    }
  }

  /** Shows what is being done, in a line that the next one replaces. */
  private static void show(String what) {
    System.err.print("\r\u001b[K" + (what.isEmpty() ? "" : "decant demo: " + what + "…"));
    System.err.flush();
  }

  /**
   * Measures all.
   *
   * @param progress is told what is being done
   * @throws DemoException when runs do not agree, or one fails
   */
  public static Figures measure(Settings settings, Consumer<String> progress)
      throws IOException, DemoException {
    Path directory = Files.createTempDirectory("decant-demo");
    try {
      return new Demo(settings, progress, directory).measure();
    } finally {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private Figures measure() throws IOException, DemoException {
    final String machineCode = sameMachineCode();
    String rounds = Integer.toString(settings.rounds());
    List<Runs.Run> decant = new ArrayList<>();
    List<Runs.Run> linux = new ArrayList<>();
    for (int i = 0; i < settings.pairs(); i++) {
      progress.accept("run " + (i + 1) + " of " + settings.pairs() + " by Decant and by Linux");
      if (i % 2 == 0) {
        decant.add(runs.decant(program, rounds));
        linux.add(runs.host(linuxProgram, rounds));
      } else {
        linux.add(runs.host(linuxProgram, rounds));
        decant.add(runs.decant(program, rounds));
      }
    }
    List<Runs.Run> qemu = qemu(rounds);
    List<Runs.Run> interpreted = new ArrayList<>();
    long begin = System.nanoTime();
    do {
      progress.accept("run " + (interpreted.size() + 1) + ", interpreted");
      interpreted.add(inside(DemoProcess.INTERPRET, INTERPRETER_OPTIONS, settings.rounds()));
    } while (interpreted.size() < INTERPRETED_RUNS
        && (System.nanoTime() - begin) / interpreted.size() * (interpreted.size() + 1)
            < INTERPRETED_NANOS);
    agree(decant, linux, qemu, interpreted);

    progress.accept("one run step by step");
    final Runs.Run observed = inside(DemoProcess.OBSERVE, List.of(), OBSERVED_ROUNDS);
    final Runs.Run same = inside(DemoProcess.INTERPRET, INTERPRETER_OPTIONS, OBSERVED_ROUNDS);
    agree(List.of(observed, same));
    long steps = observed.report().number(Report.INSTRUCTIONS);
    require(
        steps == same.report().number(Report.INSTRUCTIONS),
        "the processor executed %d instructions and the interpreter %d of the same run",
        steps,
        same.report().number(Report.INSTRUCTIONS));
    sameHashes(observed.report());
    return new Figures(
        settings.rounds(),
        decant.getFirst().checksum(),
        machineCode,
        decant,
        linux,
        qemu,
        interpreted,
        observed.report(),
        counted(steps, interpreted.getFirst().report().number(Report.INSTRUCTIONS)));
  }

  /** What the processor's own counter says, null where the host does not let it be read. */
  private Figures.Counter counted(long stepsOfOne, long instructions)
      throws IOException, DemoException {
    progress.accept("the processor's counter");
    Runs.Run one = inside(DemoProcess.COUNT, List.of(), OBSERVED_ROUNDS);
    if (one.report().about(Report.RETIRED).isEmpty()) {
      return null;
    }
    Runs.Run all = inside(DemoProcess.COUNT, List.of(), settings.rounds());
    // What Decant itself and the JVM execute is the same in both, so it is not in the difference.
    return new Figures.Counter(
        all.report().number(Report.RETIRED) - one.report().number(Report.RETIRED),
        instructions - stepsOfOne);
  }

  private List<Runs.Run> qemu(String rounds) throws IOException, DemoException {
    List<Runs.Run> all = new ArrayList<>();
    Path emulator = settings.qemu() ? installed() : null;
    for (int i = 0; i < QEMU_RUNS && emulator != null; i++) {
      progress.accept("run " + (i + 1) + " of " + QEMU_RUNS + " by QEMU");
      all.add(runs.host(emulator, linuxProgram.toString(), rounds));
    }
    return all;
  }

  /** The path of QEMU's user-mode emulator, null where it is not installed. */
  private static Path installed() {
    for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
      for (String name : QEMU) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    return null;
  }

  private Runs.Run inside(String way, List<String> options, int rounds)
      throws IOException, DemoException {
    return runs.inside(way, options, program, Integer.toString(rounds));
  }

  /** All runs of the same number of rounds have computed and read back the same. */
  @SafeVarargs
  static void agree(List<Runs.Run>... all) throws DemoException {
    String expected = all[0].getFirst().checksum();
    for (List<Runs.Run> some : all) {
      for (Runs.Run run : some) {
        require(
            run.checksum().equals(expected),
            "the checksums of two runs differ: %s and %s",
            expected,
            run.checksum());
      }
    }
  }

  /** The program's code in memory is what the file has. */
  private static void sameHashes(Report observed) throws DemoException {
    for (List<String> section : observed.about(Report.SECTION)) {
      require(
          section.get(3).equals(section.get(4)),
          "section %s in memory is not what the file has",
          section.getFirst());
    }
  }

  /** The hash of the machine code of the work, which must be the same in both files. */
  private String sameMachineCode() throws IOException, DemoException {
    byte[] windows = Files.readAllBytes(program);
    byte[] linux = Files.readAllBytes(linuxProgram);
    for (Section s : PeImage.parse(windows, PROGRAM).sections()) {
      if (s.name().equals(WORK)) {
        int from = (int) s.rawOffset();
        byte[] code = Arrays.copyOfRange(windows, from, from + (int) s.size());
        require(contains(linux, code), "the machine code of the two programs differs");
        return code.length + " bytes, SHA-256 " + ObservedRun.hash(code);
      }
    }
    throw new DemoException("the program has no section " + WORK);
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  private static void require(boolean holds, String message, Object... values)
      throws DemoException {
    if (!holds) {
      throw new DemoException(String.format(message, values));
    }
  }

  private Path extract(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = Demo.class.getResourceAsStream(name)) {
      Files.copy(in, file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }
}
