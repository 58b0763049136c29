package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of the README, in JVMs that a user starts with nothing of Decant's launcher. */
class FromJavaTest {
  @TempDir Path work;

  private record End(int exitCode, String out, String err) {}

  /** What stands between two lines of the README. */
  private static String block(String begin) throws IOException {
    String readme = Files.readString(Guest.ROOT.resolve("README.md"));
    int section = readme.indexOf("## From Java");
    int from = readme.indexOf("```" + begin + "\n", section) + begin.length() + 4;
    return readme.substring(from, readme.indexOf("```", from));
  }

  private End run(String... options) throws IOException, InterruptedException {
    Path source = Files.writeString(work.resolve("Example.java"), block("java"));
    Path out = work.resolve("out");
    Path err = work.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", "loader/target/decant/lib/*", source.toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(Guest.ROOT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(out).replace("\r\n", "\n"); // the program is one of Windows
    return new End(process.exitValue(), printed, Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseZGC",
        "-XX:HeapBaseMinAddress=40g" // HotSpot's null references are not at address 0 then
      })
  void theExamplePrintsWhatTheReadmeSays(String option) throws IOException, InterruptedException {
    End end = run("--enable-native-access=ALL-UNNAMED", option);
    assertThat(end.out()).as(end.err()).isEqualTo(block("text"));
    assertThat(end.exitCode()).isZero();
    assertThat(end.err()).isEmpty();
  }

  @Test
  void itNeedsNoOptions() throws IOException, InterruptedException {
    assertThat(run().out()).isEqualTo(block("text"));
  }

  @Test
  void aJvmThatForbidsNativeCodeIsToldTheOption() throws IOException, InterruptedException {
    End end = run("--illegal-native-access=deny");
    assertThat(end.exitCode()).isEqualTo(1);
    assertThat(end.err())
        .contains("DecantException")
        .contains("start it with --enable-native-access=ALL-UNNAMED");
  }
}
