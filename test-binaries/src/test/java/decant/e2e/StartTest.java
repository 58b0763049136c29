package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments, exit codes, environment and options on the way into and out of a program. */
class StartTest {
  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two words",
        "",
        "\"",
        "say \"hi\"",
        "\\",
        "C:\\path\\",
        "C:\\with space\\",
        "back\\\"slash",
        "a\\\\\"b c",
        "tab\there",
        "*?%PATH%^&|<>",
        "gr\u00fc\u00df \u65e5\u672c \ud83d\ude00",
        "--help",
      })
  void argumentArrivesAsItWasGiven(String argument) {
    StringBuilder expected = new StringBuilder("argc=2\n<");
    for (char c : argument.toCharArray()) {
      if (c >= 0x20 && c < 0x7F && c != '\\') {
        expected.append(c);
      } else {
        expected.append(String.format("\\u%04x", (int) c));
      }
    }
    expected.append(">\n<last>\n");
    Guest.Result result = Guest.run(work, "args", argument, "last").end().exits(0);
    assertThat(result.lines()).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "return, 0, true",
    "return, 3, true",
    "return, 0xFFFFFFFF, true",
    "exit, 259, true",
    "exit, 0x12345678, true",
    "_exit, 7, false",
    "ExitProcess, 0xC0000005, false",
    "TerminateProcess, 77, false",
  })
  void allBitsOfTheExitCode(String how, String code, boolean runsExitFunctions) throws IOException {
    Guest.Result result =
        Guest.decant(work, "--exit-code-file", "code", Guest.program("exit-code"), how, code).end();
    long all = Long.decode(code);
    result.exits((int) all & 0xFF);
    long written = Long.parseLong(Files.readString(work.resolve("code")).strip());
    assertThat((int) written).isEqualTo((int) all);
    assertThat(result.out().contains("atexit 2\r\natexit 1")).isEqualTo(runsExitFunctions);
  }

  @Test
  void environmentOption() {
    Guest.Result result =
        Guest.decant(
                work, "--env", "DECANT_GIVEN=a b=c", Guest.program("show"), "env", "decant_given")
            .end()
            .exits(0);
    assertThat(result.lines()).isEqualTo("a b=c\n");
  }

  @Test
  void hostEnvironmentIsInherited() {
    Guest.Result result =
        Guest.run(work, "show", "env", "DECANT_HOST").env("DECANT_HOST", "h\u00f6st").end();
    assertThat(result.exits(0).lines()).isEqualTo("h\\u00f6st\n");
  }

  @Test
  void directoryOption() throws IOException {
    Path folder = Files.createDirectory(work.resolve("some folder"));
    Guest.Result result =
        Guest.decant(work, "-C", folder.toString(), Guest.program("show"), "cwd").end();
    assertThat(result.exits(0).lines()).endsWith("\\u005csome folder\n");
  }

  @Test
  void driveOption() throws IOException {
    Files.writeString(work.resolve("file.txt"), "content\n");
    Guest.Result result =
        Guest.decant(work, "--drive", "X=" + work, Guest.program("show"), "file", "X:\\FILE.txt")
            .end();
    assertThat(result.exits(0).lines()).isEqualTo("content\n");
  }

  @Test
  void programByWindowsPath() {
    String program = "Z:" + Guest.program("hello").replace('/', '\\');
    assertThat(Guest.decant(work, program).end().exits(0).lines()).isEqualTo("hello, world\n");
  }

  @Test
  void nothingAppearsOnDisk() throws IOException {
    Guest.run(work, "hello").end().exits(0);
    try (var files = Files.list(work)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void detachNotificationsRunInReverse() {
    Guest.Result result = Guest.run(work, "libraries").end();
    assertThat(result.err()).isEqualTo("words detached\nnumbers detached\n");
  }

  @Test
  void versionAndHelp() {
    assertThat(Guest.decant(work, "--version").end().exits(0).out()).startsWith("decant ");
    assertThat(Guest.decant(work, "--help").end().exits(0).out())
        .contains("decant [OPTIONS] PROGRAM");
    assertThat(Guest.decant(work, "--no-such-option").end().exits(2).err()).startsWith("decant: ");
  }

  @Test
  void inspectListsWhatIsMissing() {
    Guest.Result result =
        Guest.decant(work, "inspect", Guest.program("missing-function")).end().exits(0);
    assertThat(result.out()).contains("DecantHasNoSuchFunction", "kernel32", ".text");
  }
}
