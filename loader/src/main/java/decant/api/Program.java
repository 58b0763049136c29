package decant.api;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Windows program and how it is to be run, as a process of its own. Immutable and safe for use by
 * all threads: each method returns another one, and each {@link #run} or {@link #start} is a new
 * process.
 *
 * <pre>{@code
 * ProgramResult result =
 *     Decant.program("tools/convert.exe")
 *         .args("-q", "in.dat")
 *         .env("MODE", "fast")
 *         .stdin("some text\n")
 *         .timeout(Duration.ofSeconds(30))
 *         .run();
 * System.out.println(result.exitCode() + ": " + result.stdout());
 * }</pre>
 *
 * <p>By default a program has no standard input, its outputs are captured, and it starts in this
 * JVM's current directory with its environment variables.
 */
public final class Program {
  final String name;
  final List<String> arguments = new ArrayList<>();
  final Map<String, String> environment = new LinkedHashMap<>();
  final Map<Character, Path> drives = new LinkedHashMap<>();
  final List<Path> shims = new ArrayList<>();
  Path directory;
  List<String> hostPrograms;
  Input input = Input.none();
  Output output = Output.capture();
  Output errors = Output.capture();
  boolean merged;
  Charset charset = StandardCharsets.UTF_8;
  Duration timeout;

  Program(String name) {
    this.name = Objects.requireNonNull(name);
  }

  private Program copy() {
    Program p = new Program(name);
    p.arguments.addAll(arguments);
    p.environment.putAll(environment);
    p.drives.putAll(drives);
    p.shims.addAll(shims);
    p.directory = directory;
    p.hostPrograms = hostPrograms;
    p.input = input;
    p.output = output;
    p.errors = errors;
    p.merged = merged;
    p.charset = charset;
    p.timeout = timeout;
    return p;
  }

  /** Adds arguments; the program gets each as one word, whatever is in it. */
  public Program args(String... more) {
    return args(List.of(more));
  }

  /** Adds arguments. */
  public Program args(List<String> more) {
    Program p = copy();
    for (String argument : more) {
      if (argument.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an argument has a character of code 0 in it");
      }
      p.arguments.add(argument);
    }
    return p;
  }

  /** Sets an environment variable over the host's. */
  public Program env(String variable, String value) {
    if (variable.isEmpty() || variable.indexOf('=') >= 0) {
      throw new IllegalArgumentException("no variable can be called \"" + variable + "\"");
    }
    Program p = copy();
    p.environment.put(variable, Objects.requireNonNull(value));
    return p;
  }

  /** Sets environment variables over the host's. */
  public Program env(Map<String, String> variables) {
    Program p = this;
    for (Map.Entry<String, String> v : variables.entrySet()) {
      p = p.env(v.getKey(), v.getValue());
    }
    return p;
  }

  /** The host directory that the program starts in. */
  public Program directory(Path start) {
    Program p = copy();
    p.directory = start.toAbsolutePath();
    return p;
  }

  /** Makes a host directory a drive; letters are A to Y ({@code Z:} is the host's root). */
  public Program drive(char letter, Path root) {
    char upper = Character.toUpperCase(letter);
    if (upper < 'A' || upper > 'Y') {
      throw new IllegalArgumentException("drives are A to Y, not " + letter);
    }
    Program p = copy();
    p.drives.put(upper, root.toAbsolutePath());
    return p;
  }

  /**
   * Lets the program start programs of the host.
   *
   * @param names their names or directories; none: all programs
   */
  public Program allowRun(String... names) {
    Program p = copy();
    p.hostPrograms = List.of(names);
    return p;
  }

  /** Adds jars with functions of Windows that Decant lacks, or other ones for those it has. */
  public Program shims(Path... jars) {
    Program p = copy();
    for (Path jar : jars) {
      p.shims.add(jar.toAbsolutePath());
    }
    return p;
  }

  /** Where standard input comes from. */
  public Program stdin(Input from) {
    Program p = copy();
    p.input = Objects.requireNonNull(from);
    return p;
  }

  /** Text, in UTF-8, as standard input. */
  public Program stdin(String text) {
    return stdin(Input.text(text));
  }

  /** Bytes as standard input. */
  public Program stdin(byte[] bytes) {
    return stdin(Input.bytes(bytes));
  }

  /** A file as standard input. */
  public Program stdin(Path file) {
    return stdin(Input.file(file));
  }

  /** Where standard output goes. */
  public Program stdout(Output to) {
    Program p = copy();
    p.output = Objects.requireNonNull(to);
    return p;
  }

  /** Where standard error goes. */
  public Program stderr(Output to) {
    Program p = copy();
    p.errors = Objects.requireNonNull(to);
    p.merged = false;
    return p;
  }

  /** Standard error goes where standard output does, in the order of writing. */
  public Program mergeOutputs() {
    Program p = copy();
    p.merged = true;
    return p;
  }

  /** How captured bytes become text; UTF-8 by default. */
  public Program charset(Charset of) {
    Program p = copy();
    p.charset = Objects.requireNonNull(of);
    return p;
  }

  /** How long the program may take; without one, as long as it likes. */
  public Program timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a timeout is more than nothing, not " + limit);
    }
    Program p = copy();
    p.timeout = limit;
    return p;
  }

  /**
   * Runs the program and waits for its end.
   *
   * @throws ProgramNotFoundException when there is no such program
   * @throws CannotRunProgramException when it is none that can be run; the message says why
   * @throws ProgramTimeoutException when it took longer than allowed
   * @throws ProgramCancelledException when the calling thread is interrupted, which it then still
   *     is
   */
  public ProgramResult run() {
    try (RunningProgram running = start()) {
      return running.result();
    }
  }

  /**
   * Starts the program. Whether it could be run, {@link RunningProgram#result} tells.
   *
   * @throws DecantException when not even a process could be made
   */
  public RunningProgram start() {
    return RunningProgram.start(this);
  }
}
