package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a Windows program by the {@code decant} launcher, as a user starts it. */
final class Guest {
  /** Folder of the project. */
  static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().getParent();

  /** Programs that the build fetched; see the module's {@code pom.xml}. */
  static final Path PROGRAMS = ROOT.resolve("test-binaries/target/programs");

  private static final Path GUESTS =
      Path.of(
          System.getProperty("decant.guests", ROOT.resolve("test-binaries/guests/bin").toString()));
  private static final int PATIENCE_SECONDS = 300;

  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private Path directory;
  private Path input = Path.of("/dev/null");

  private Guest() {}

  /** A program, with everything that follows the launcher's name, options included. */
  static Guest decant(Path directory, String... arguments) {
    Guest guest = new Guest();
    guest.directory = directory;
    guest.command.add(ROOT.resolve("decant").toString());
    guest.command.addAll(List.of(arguments));
    return guest;
  }

  /** A program of this module's folder {@code guests/bin}, without the suffix. */
  static Guest run(Path directory, String name, String... arguments) {
    return decant(directory, program(name)).with(arguments);
  }

  /** A program of the host, for comparison. */
  static Guest host(Path directory, Path program, String... arguments) {
    Guest guest = new Guest();
    guest.directory = directory;
    guest.command.add(program.toString());
    return guest.with(arguments);
  }

  static String program(String name) {
    return GUESTS.resolve(name.contains(".") ? name : name + ".exe").toString();
  }

  Guest with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  Guest env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Guest stdin(String text) {
    return stdin(text.getBytes(StandardCharsets.UTF_8));
  }

  Guest stdin(byte[] bytes) {
    try {
      input = Files.createTempFile("stdin", null);
      Files.write(input, bytes);
      input.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Runs it to its end; a JVM crash or a run without end fails the test. */
  Result end() {
    try {
      Path scratch = Files.createTempDirectory("guest");
      Path out = scratch.resolve("out");
      Path err = scratch.resolve("err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().put("DECANT_JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      builder.redirectInput(input.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("no end after " + PATIENCE_SECONDS + " s: " + command);
      }
      Result result =
          new Result(
              String.join(" ", command),
              process.exitValue(),
              Files.readAllBytes(out),
              Files.readAllBytes(err));
      Files.delete(out);
      Files.delete(err);
      Files.delete(scratch);
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .as("files beside %s", result)
            .noneMatch(name -> name.startsWith("hs_err_pid"));
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a run left behind. */
  record Result(String command, int exitCode, byte[] outBytes, byte[] errBytes) {
    String out() {
      return new String(outBytes, StandardCharsets.UTF_8);
    }

    String err() {
      return new String(errBytes, StandardCharsets.UTF_8);
    }

    /** Standard output with host line ends. */
    String lines() {
      return out().replace("\r\n", "\n");
    }

    Result exits(int code) {
      assertThat(exitCode).as("%s", this).isEqualTo(code);
      return this;
    }

    @Override
    public String toString() {
      return command + "\nexit code " + exitCode + "\nstdout: " + out() + "\nstderr: " + err();
    }
  }
}
