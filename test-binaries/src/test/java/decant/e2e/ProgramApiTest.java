package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.api.CannotRunProgramException;
import decant.api.Decant;
import decant.api.Input;
import decant.api.Output;
import decant.api.Program;
import decant.api.ProgramCancelledException;
import decant.api.ProgramNotFoundException;
import decant.api.ProgramResult;
import decant.api.ProgramTimeoutException;
import decant.api.RunningProgram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link Decant#program}: Windows programs as child processes of any JVM. */
@Timeout(120)
class ProgramApiTest {
  private static final Program PROGRAM = Decant.program(Path.of(Guest.program("api_program")));

  @TempDir Path work;

  @Test
  void argumentsArriveAsTheyAre() {
    ProgramResult result =
        PROGRAM.args("args", "", "a b", "\"quoted\"", "back\\slash\\", "-x", "*").run();
    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).isEqualTo("[]\n[a b]\n[\"quoted\"]\n[back\\slash\\]\n[-x]\n[*]\n");
    assertThat(result.stderr()).isEmpty();
  }

  @Test
  void aProgramIsImmutable() {
    Program a = PROGRAM.args("args", "a");
    assertThat(a.args("b").run().stdout()).isEqualTo("[a]\n[b]\n");
    assertThat(a.run().stdout()).isEqualTo("[a]\n");
  }

  @Test
  void environmentDirectoryAndDrives() throws IOException {
    Files.createFile(work.resolve("there.txt"));
    assertThat(PROGRAM.args("env", "VALUE").env("value", "x=y z").run().stdout())
        .isEqualTo("x=y z");
    assertThat(PROGRAM.args("directory").directory(work).run().stdout())
        .isEqualTo("Z:" + work.toRealPath().toString().replace('/', '\\'));
    assertThat(PROGRAM.args("file", "X:\\there.txt").drive('x', work).run().stdout())
        .isEqualTo("found");
    assertThat(PROGRAM.args("file", "X:\\there.txt").run().stdout()).isEqualTo("missing");
  }

  @Test
  void theExitCodeHasAllItsBits() {
    assertThat(PROGRAM.args("exit", "0xDEADBEEF").run().exitCode()).isEqualTo(0xDEADBEEF);
    assertThat(PROGRAM.args("exit", "127").run().exitCode()).isEqualTo(127);
    ProgramResult crash = PROGRAM.args("crash").run();
    assertThat(crash.exitCodeUnsigned()).isEqualTo(0xC000_0005L);
    assertThat(crash.stderr()).contains("STATUS_ACCESS_VIOLATION");
  }

  @Test
  void inputFromEverywhere() throws IOException {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Program cat = PROGRAM.args("cat");
    assertThat(cat.stdin(bytes).run().stdoutBytes()).isEqualTo(bytes);
    assertThat(cat.stdin(Input.stream(new ByteArrayInputStream(bytes))).run().stdoutBytes())
        .isEqualTo(bytes);
    Path file = Files.write(work.resolve("in"), bytes);
    assertThat(cat.stdin(file).run().stdoutBytes()).isEqualTo(bytes);
    assertThat(cat.stdin("Grüße\n").run().stdout()).isEqualTo("Grüße\n");
    assertThat(
            cat.stdin(Input.text("ü", StandardCharsets.ISO_8859_1))
                .charset(StandardCharsets.ISO_8859_1)
                .run()
                .stdout())
        .isEqualTo("ü");
    assertThat(cat.run().stdout()).isEmpty();
    try (RunningProgram running = cat.stdin(Input.pipe()).start()) {
      try (OutputStream in = running.stdin()) {
        in.write("spoken to".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(running.result().stdout()).isEqualTo("spoken to");
    }
  }

  @Test
  void outputToEverywhere() throws IOException {
    Program both = PROGRAM.args("both", "60000");
    ProgramResult result = both.run();
    assertThat(result.stdout().lines()).hasSize(60_000).last().isEqualTo("out 59999");
    assertThat(result.stderr().lines()).hasSize(60_000).last().isEqualTo("err 59999");

    List<String> lines = new ArrayList<>();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    result = both.stdout(Output.lines(lines::add)).stderr(Output.stream(stream)).run();
    assertThat(lines).hasSize(60_000).contains("out 0", "out 59999");
    assertThat(stream.toString(StandardCharsets.US_ASCII).lines()).hasSize(60_000);
    assertThat(result.stdout()).isEmpty();

    Path file = work.resolve("out");
    Program few = PROGRAM.args("both", "3");
    few.stdout(Output.file(file)).stderr(Output.discard()).run();
    few.stdout(Output.append(file)).mergeOutputs().run();
    assertThat(Files.readAllLines(file)).hasSize(9).startsWith("out 0").contains("err 2");
  }

  @Test
  void aConsumerThatThrowsFailsTheRun() {
    Program both =
        PROGRAM
            .args("both", "60000")
            .stdout(
                Output.lines(
                    line -> {
                      throw new IllegalStateException("no more");
                    }));
    assertThatThrownBy(both::run).hasRootCauseMessage("no more");
  }

  @Test
  void problemsHaveTypes() throws IOException {
    assertThatThrownBy(Decant.program("no-such-program-anywhere")::run)
        .isInstanceOf(ProgramNotFoundException.class)
        .hasMessage("no-such-program-anywhere: program not found");
    Path text = Files.writeString(work.resolve("text.exe"), "no program at all, but a text");
    assertThatThrownBy(Decant.program(text)::run)
        .isInstanceOf(CannotRunProgramException.class)
        .hasMessageContaining("text.exe");
    assertThatThrownBy(PROGRAM.directory(work.resolve("nowhere"))::run)
        .isInstanceOf(CannotRunProgramException.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> PROGRAM.drive('Z', work)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTimeoutLeavesNothingBehind() {
    Program hanging = PROGRAM.args("orphan").timeout(Duration.ofSeconds(3));
    assertThatThrownBy(hanging::run)
        .isInstanceOfSatisfying(
            ProgramTimeoutException.class, e -> assertThat(e.output().stderr()).isEmpty());
    assertThat(guests()).isEmpty();
  }

  @Test
  void closingAndCancellingStopAProgramAndItsChildren() throws InterruptedException {
    CountDownLatch hanging = new CountDownLatch(2);
    RunningProgram running =
        PROGRAM.args("orphan").stdout(Output.lines(line -> hanging.countDown())).start();
    hanging.await();
    assertThat(running.isAlive()).isTrue();
    running.close();
    assertThat(running.isAlive()).isFalse();
    assertThatThrownBy(running::result).isInstanceOf(ProgramCancelledException.class);

    RunningProgram other = PROGRAM.args("hang").start();
    other.onExit().cancel(true);
    assertThat(other.isAlive()).isFalse();
    assertThat(guests()).isEmpty();
  }

  @Test
  void anInterruptStopsAProgram() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(PROGRAM.args("hang")::run).isInstanceOf(ProgramCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(guests()).isEmpty();
  }

  /** What runs the program of this test. */
  private static Stream<String> guests() {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains("api_program.exe"))
        .map(p -> p.info().commandLine().orElse(""));
  }
}
