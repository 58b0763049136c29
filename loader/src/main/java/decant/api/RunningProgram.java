package decant.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started. Safe for use by all threads. Its output is read by threads of its
 * own; its end is known when the process and all writers to its captured outputs have ended.
 */
public final class RunningProgram implements AutoCloseable {
  private static final String JAVA_OPTIONS = "DECANT_JAVA_OPTS";
  private static final int NOT_FOUND = 127;
  private static final int KILLED = 128;

  private final Program program;
  private final Process process;
  private final Path report;
  private final ProcessTree tree;
  private final CompletableFuture<ProgramResult> end = new CompletableFuture<>();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private volatile Throwable failure;

  private RunningProgram(Program program, Process process, Path report) {
    this.program = program;
    this.process = process;
    this.report = report;
    this.tree = new ProcessTree(process.toHandle(), report.toString());
  }

  static RunningProgram start(Program program) {
    Path launcher = Home.launcher();
    Path report = null;
    try {
      report = reportFolder().resolve("exit");
      ProcessBuilder builder = new ProcessBuilder(command(launcher, program));
      prepare(builder, program, report);
      RunningProgram running = new RunningProgram(program, builder.start(), report);
      running.supervise();
      return running;
    } catch (IOException e) {
      if (report != null) {
        delete(report);
      }
      if (program.directory != null && !Files.isDirectory(program.directory)) {
        throw new CannotRunProgramException(program.directory + ": there is no such directory");
      }
      throw new DecantException("no process could be made: " + e.getMessage(), e);
    }
  }

  /**
   * A new folder whose name is one word for the launcher, and in no other process's environment.
   */
  private static Path reportFolder() throws IOException {
    Path folder = Files.createTempDirectory("decant-run-");
    if (folder.toAbsolutePath().toString().matches("[\\w./@+-]+")) {
      return folder.toAbsolutePath();
    }
    Files.delete(folder);
    return Files.createTempDirectory(Path.of("/tmp"), "decant-run-");
  }

  private static List<String> command(Path launcher, Program program) {
    List<String> words = new ArrayList<>();
    words.add(launcher.toString());
    program.environment.forEach((name, value) -> words.add("--env=" + name + "=" + value));
    program.drives.forEach((letter, root) -> words.add("--drive=" + letter + "=" + root));
    if (program.hostPrograms != null) {
      String list = String.join(",", program.hostPrograms);
      words.add("--allow-run" + (list.isEmpty() ? "" : "=" + list));
    }
    if (!program.shims.isEmpty()) {
      words.add("--shims=" + String.join(":", program.shims.stream().map(Path::toString).toList()));
    }
    // A name with a slash means what it means to this JVM, wherever the program starts.
    boolean relative = program.name.indexOf('/') > 0;
    words.add(relative ? Path.of(program.name).toAbsolutePath().toString() : program.name);
    words.addAll(program.arguments);
    requireEncodable(words);
    return words;
  }

  /** What the JVM's locale cannot express would reach the program as question marks. */
  private static void requireEncodable(List<String> words) {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
    for (String word : words) {
      if (!charset.newEncoder().canEncode(word)) {
        throw new CannotRunProgramException(
            "\""
                + word
                + "\" cannot be passed on, because this JVM runs in the locale of "
                + name
                + ": start it with LC_ALL=C.UTF-8");
      }
    }
  }

  private static void prepare(ProcessBuilder builder, Program program, Path report) {
    Map<String, String> environment = builder.environment();
    String options = environment.getOrDefault(JAVA_OPTIONS, "");
    environment.put(JAVA_OPTIONS, (options + " -Ddecant.report=" + report).strip());
    Path java = Path.of(System.getProperty("java.home"));
    if (Files.isExecutable(java.resolve("bin/java")) && Files.exists(java.resolve("release"))) {
      environment.putIfAbsent("DECANT_JAVA_HOME", java.toString());
    }
    if (program.directory != null) {
      builder.directory(program.directory.toFile());
    }
    builder.redirectInput(program.input.redirect);
    builder.redirectOutput(program.output.redirect);
    builder.redirectError(program.errors.redirect);
    builder.redirectErrorStream(program.merged);
  }

  // --- threads ----------------------------------------------------------------------------------

  private void supervise() {
    List<Thread> pumps = new ArrayList<>();
    pump(pumps, "stdout", process.getInputStream(), program.output, output);
    if (!program.merged) {
      pump(pumps, "stderr", process.getErrorStream(), program.errors, errors);
    }
    if (program.input.source != null) {
      thread("stdin", this::feed);
    }
    thread("program", () -> awaitEnd(pumps));
    end.whenComplete(
        (result, e) -> {
          if (e instanceof CancellationException) {
            tree.kill();
          }
        });
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name("decant " + name).start(work);
  }

  private void pump(
      List<Thread> pumps, String name, InputStream from, Output to, ByteArrayOutputStream kept) {
    if (to.captured) {
      pumps.add(thread(name, () -> read(from, (in, charset) -> in.transferTo(kept))));
    } else if (to.sink != null) {
      pumps.add(thread(name, () -> read(from, to.sink)));
    }
  }

  private void read(InputStream from, Output.Sink sink) {
    try (from) {
      try {
        sink.readFrom(from, program.charset);
      } catch (RuntimeException | Error e) {
        failure = e;
        from.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // closed under us: the program was stopped
    }
  }

  private void feed() {
    try (OutputStream to = process.getOutputStream()) {
      program.input.source.writeTo(to);
    } catch (IOException e) {
      // the program has ended, or reads no more
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void awaitEnd(List<Thread> pumps) {
    try {
      if (!awaitEndInTime(pumps)) {
        tree.kill();
        joinAll(pumps, Long.MAX_VALUE);
        end.completeExceptionally(
            new ProgramTimeoutException(program.name, program.timeout, captured()));
      } else if (failure != null) {
        end.completeExceptionally(
            new DecantException("an input or output of " + program.name + " failed", failure));
      } else {
        end.complete(outcome());
      }
    } catch (DecantException | InterruptedException e) {
      end.completeExceptionally(e);
    } finally {
      delete(report);
    }
  }

  private boolean awaitEndInTime(List<Thread> pumps) throws InterruptedException {
    if (program.timeout == null) {
      process.waitFor();
      return joinAll(pumps, Long.MAX_VALUE);
    }
    long until = System.nanoTime() + program.timeout.toNanos();
    return process.waitFor(program.timeout.toNanos(), TimeUnit.NANOSECONDS)
        && joinAll(pumps, until - System.nanoTime());
  }

  private static boolean joinAll(List<Thread> threads, long nanos) throws InterruptedException {
    long until = nanos == Long.MAX_VALUE ? nanos : System.nanoTime() + nanos;
    for (Thread t : threads) {
      if (nanos == Long.MAX_VALUE) {
        t.join();
      } else {
        t.join(java.time.Duration.ofNanos(Math.max(1, until - System.nanoTime())));
        if (t.isAlive()) {
          return false;
        }
      }
    }
    return true;
  }

  // --- the end ----------------------------------------------------------------------------------

  private ProgramOutput captured() {
    return new ProgramOutput(output.toByteArray(), errors.toByteArray(), program.charset);
  }

  private ProgramResult outcome() {
    int status = process.exitValue();
    try {
      if (Files.exists(report)) {
        int code = Integer.parseUnsignedInt(Files.readString(report).strip());
        return new ProgramResult(code, captured());
      }
      Path failed = failed(report);
      if (Files.exists(failed)) {
        String reason = Files.readString(failed).strip();
        throw status == NOT_FOUND
            ? new ProgramNotFoundException(reason)
            : new CannotRunProgramException(reason);
      }
    } catch (IOException | NumberFormatException e) {
      throw new DecantException("what became of " + program.name + " cannot be read", e);
    }
    String said = captured().stderr().strip();
    if (status > KILLED) {
      throw new DecantException(
          program.name + " was ended by signal " + (status - KILLED) + " of the host");
    }
    throw new CannotRunProgramException(
        program.name
            + " was not run (exit status "
            + status
            + ")"
            + (said.isEmpty() ? "" : ": " + said));
  }

  private static Path failed(Path report) {
    return report.resolveSibling(report.getFileName() + ".failed");
  }

  private static void delete(Path report) {
    try {
      Files.deleteIfExists(report);
      Files.deleteIfExists(failed(report));
      Files.deleteIfExists(report.getParent());
    } catch (IOException e) {
      // a folder in the directory for temporary files stays
    }
  }

  /** The host's identifier of the process. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The program's standard input; for {@link Input#pipe} only. */
  public OutputStream stdin() {
    if (program.input.source != null || program.input.redirect != ProcessBuilder.Redirect.PIPE) {
      throw new IllegalStateException("standard input is fed already; ask for Input.pipe()");
    }
    return process.getOutputStream();
  }

  /**
   * Completes with the result, or with what {@link Program#run} would throw. Cancelling it stops
   * the program and all that it has started.
   */
  public CompletableFuture<ProgramResult> onExit() {
    return end;
  }

  /**
   * Waits for the end.
   *
   * @throws DecantException as {@link Program#run} does
   */
  public ProgramResult result() {
    try {
      return end.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ProgramCancelledException(program.name);
    } catch (CancellationException e) {
      throw new ProgramCancelledException(program.name);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DecantException d) {
        d.setStackTrace(new Throwable().getStackTrace()); // the caller's, not our thread's
        throw d;
      }
      throw new DecantException("the end of " + program.name + " is unknown", e.getCause());
    }
  }

  /** Stops the program, and all that it has started, unless it has ended. */
  @Override
  public void close() {
    if (!end.isDone()) {
      end.cancel(false);
    }
  }
}
