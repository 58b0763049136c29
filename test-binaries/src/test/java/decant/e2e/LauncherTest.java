package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./decant}: where it may be called from, and which JDK it takes. */
class LauncherTest {
  private static final String DECANT = Guest.ROOT.resolve("decant").toString();

  /** What the launcher runs. */
  private static final Path APP = Guest.ROOT.resolve("loader/target/decant");

  @TempDir Path work;

  @Test
  void throughSymbolicLinks() throws IOException {
    Path folder = Files.createDirectory(work.resolve("with space"));
    Files.createSymbolicLink(folder.resolve("first"), Path.of(DECANT));
    Files.createSymbolicLink(work.resolve("second"), Path.of("with space/first"));
    Guest.Result result =
        Guest.host(work, Path.of("./second"), Guest.program("hello")).end().exits(0);
    assertThat(result.lines()).isEqualTo("hello, world\n");
  }

  @Test
  void byThePath() {
    Guest.Result result =
        Guest.host(work, Path.of("/bin/sh"), "-c", "decant \"$0\"", Guest.program("hello"))
            .env("PATH", Guest.ROOT + ":/usr/bin:/bin")
            .end()
            .exits(0);
    assertThat(result.lines()).isEqualTo("hello, world\n");
  }

  @Test
  void nothingIsLeftInTheTemporaryDirectory() throws IOException {
    String script = "echo $$; exec \"$0\" \"$1\"";
    Instant begin = Instant.now();
    Guest.Result result =
        Guest.host(work, Path.of("/bin/sh"), "-c", script, DECANT, Guest.program("hello"))
            .end()
            .exits(0);
    String pid = result.lines().lines().findFirst().orElseThrow();
    for (String name : List.of(".java_pid", "hsperfdata_root/", "perf-", ".attach_pid")) {
      for (String end : List.of("", ".tmp", ".map")) {
        Path file = Path.of("/tmp/" + name + pid + end);
        // Numbers of processes come again: what is older is somebody else's.
        assertThat(
                Files.exists(file) && !Files.getLastModifiedTime(file).toInstant().isBefore(begin))
            .as("%s", file)
            .isFalse();
      }
    }
  }

  @Test
  void programByRelativePathWithSpaces() throws IOException {
    Files.copy(Path.of(Guest.program("hello")), work.resolve("my program.exe"));
    assertThat(Guest.decant(work, "my program.exe").end().exits(0).lines())
        .isEqualTo("hello, world\n");
  }

  @Test
  void anOldJdkIsRefusedInOneSentence() throws IOException {
    Path old = Files.createDirectories(work.resolve("jdk-17/bin")).getParent();
    Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.9\"\n");
    Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 9\n").toFile().setExecutable(true);
    Guest.Result result =
        Guest.decant(work, Guest.program("hello"))
            .env("DECANT_JAVA_HOME", old.toString())
            .end()
            .exits(126);
    assertThat(result.err())
        .isEqualTo("decant: DECANT_JAVA_HOME=" + old + " is not a JDK 25 or newer.\n");
  }

  @Test
  void anOldJavaHomeDoesNotMatter() {
    Guest.Result result =
        Guest.decant(work, Guest.program("hello"))
            .env("DECANT_JAVA_HOME", "")
            .env("JAVA_HOME", "/nowhere")
            .end()
            .exits(0);
    assertThat(result.lines()).isEqualTo("hello, world\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void withAPosixLocaleNamesAreKept() {
    Guest.Result result =
        Guest.decant(work, Guest.program("args"), "\u00e4\u65e5").env("LC_ALL", "C").end().exits(0);
    assertThat(result.lines()).isEqualTo("argc=1\n<\\u00e4\\u65e5>\n");
  }

  /** What method handles, records and string concatenation bring up at run time costs 10 ms. */
  @Test
  void aStartMakesNoClassesAtRunTime() throws IOException {
    assumeThat(APP.resolve("decant.aot")).exists();
    Path log = work.resolve("classes");
    Guest.decant(work, Guest.program("hello"))
        .env("DECANT_JAVA_OPTS", "-Xlog:class+load:file=" + log)
        .end()
        .exits(0);
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("decant.abi.Gate source: shared objects file"))
        .noneMatch(line -> line.contains("__JVM_LookupDefineClass__"));
  }

  @Test
  void aCacheOfOtherJarsIsIgnored() throws IOException {
    Path moved = work.resolve("loader/target/decant");
    try (Stream<Path> files = Files.walk(APP)) {
      for (Path file : files.toList()) {
        Path to = moved.resolve(APP.relativize(file));
        Files.createDirectories(to.getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, to); // with the time of now: not the jar that the cache was made of
        }
      }
    }
    Path launcher = Files.copy(Path.of(DECANT), work.resolve("decant"));
    Guest.Result result = Guest.host(work, launcher, Guest.program("hello")).end().exits(0);
    assertThat(result.lines()).isEqualTo("hello, world\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aJvmThatLiesWhereTheGuestMustBeBeginsAnew() {
    Guest.Result result =
        Guest.decant(work, Guest.program("hello"))
            .env("DECANT_JAVA_OPTS", "-XX:HeapBaseMinAddress=1g")
            .end()
            .exits(0);
    assertThat(result.lines()).isEqualTo("hello, world\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theProfileOfAStartNamesItsPhases() {
    Guest.Result result =
        Guest.decant(work, "--startup-profile", Guest.program("hello")).end().exits(0);
    assertThat(result.lines()).isEqualTo("hello, world\n");
    assertThat(result.err()).contains("launcher and JVM", "gate", "the program itself");
  }
}
