package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ctrl-C as a terminal sends it: to the whole foreground group, a shell script and its program.
 *
 * <p>The script is bash, which goes on after an interrupted program only when the program has dealt
 * with the signal; when the program has died of it, so does the script. An exit code alone would
 * not tell the two apart.
 */
@Timeout(120)
class InterruptTest {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path work;

  @Test
  void withoutHandlersTheProgramDiesOfTheSignal() throws Exception {
    assertThat(interrupted("none", "INT")).isEmpty();
  }

  @Test
  void whoIgnoresItLivesOn() throws Exception {
    assertThat(interrupted("ignore", "INT")).containsExactly("alive", "code 0");
    assertThat(interrupted("signal-ignore", "INT")).containsExactly("alive", "code 0");
  }

  @ParameterizedTest
  @CsvSource({
    "console, INT, console event 0, code 7",
    "console, QUIT, console event 1, code 7",
    "signal, INT, signal 2, code 8",
    "signal, QUIT, signal 21, code 8",
    // STATUS_CONTROL_C_EXIT, of which the host keeps the low byte
    "passing, INT, passed on 0, code 58",
  })
  void handlerIsCalled(String way, String signal, String first, String second) throws Exception {
    assertThat(interrupted(way, signal)).containsExactly(first, second);
  }

  @Test
  void defaultActionEndsTheProgram() throws Exception {
    assertThat(interrupted("default", "INT")).containsExactly("code 58");
  }

  @Test
  void handlerThatSetsItselfAgainIsCalledAgain() throws Exception {
    assertThat(interrupted("twice", "INT", "INT"))
        .containsExactly("signal 2", "signal 2", "code 8");
  }

  /** What is printed from the first signal on; a last line feed ends a guest that lives on. */
  private List<String> interrupted(String way, String... signals)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "setsid",
                // Whoever runs the tests may ignore these signals, and bash would leave it at that.
                "env",
                "--default-signal=INT,QUIT",
                "bash",
                "-c",
                "\"$@\"; echo code $?",
                "script",
                Guest.ROOT.resolve("decant").toString(),
                Guest.program("interrupt"),
                way)
            .directory(work.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DECANT_JAVA_HOME", System.getProperty("java.home"));
    Process script = builder.start();
    try (BufferedReader out = script.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < signals.length; i++) {
        if (i > 0) {
          lines.add(out.readLine());
        }
        // setsid made the script the leader of a group of its own.
        String group = "-" + script.pid();
        assertThat(new ProcessBuilder("kill", "-s", signals[i], "--", group).start().waitFor())
            .isZero();
      }
      if (way.endsWith("ignore")) {
        script.outputWriter().append('\n').flush();
      }
      out.lines().forEach(lines::add);
      assertThat(script.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return lines;
    } finally {
      // The guest too, if it still lives.
      new ProcessBuilder("kill", "-s", "KILL", "--", "-" + script.pid()).start().waitFor();
    }
  }
}
