package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard handles behave as those of a native tool. */
class RedirectionTest {
  @TempDir Path work;

  @Test
  void textModeTranslatesLineEndsAndEndsAtControlZ() {
    Guest.Result result =
        Guest.run(work, "copy-input", "text")
            .stdin("one\r\ntwo\nthree\r\n\u001arest")
            .end()
            .exits(0);
    assertThat(result.out()).isEqualTo("one\r\ntwo\r\nthree\r\n");
    assertThat(result.err()).isEqualTo("14 characters\r\n");
  }

  @Test
  void binaryModeIsExact() {
    byte[] all = new byte[100_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i * 31 ^ i >> 8);
    }
    Guest.Result binary = Guest.run(work, "copy-input", "binary").stdin(all).end().exits(0);
    assertThat(binary.outBytes()).isEqualTo(all);
    Guest.Result raw = Guest.run(work, "copy-input", "raw").stdin(all).end().exits(0);
    assertThat(raw.outBytes()).isEqualTo(all);
  }

  @Test
  void emptyInput() {
    Guest.Result result = Guest.run(work, "copy-input", "text").end().exits(0);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void filesAndDevices() {
    Guest.Result result = Guest.run(work, "standard-handles").end().exits(0);
    assertThat(result.lines())
        .isEqualTo("0 char no console 1\n1 disk no console 0\n2 disk no console 0\n");
  }

  @Test
  void pipes() {
    String script = "printf x | \"$0\" \"$1\" 2>&1 | cat";
    assertThat(shell(script, "standard-handles").exits(0).lines())
        .isEqualTo("0 pipe no console 0\n1 pipe no console 0\n2 pipe no console 0\n");
  }

  @Test
  void aTerminalIsAConsole() {
    String script = "script -qec \"'$0' '$1'\" /dev/null < /dev/null | tr -d '\\r'";
    assertThat(shell(script, "standard-handles").exits(0).lines())
        .contains("1 char console 1\n2 char console 1\n");
  }

  @Test
  void aPipelineEndsWhenItsWriterEnds() {
    String script =
        "printf 'a\\nb\\n' | \"$0\" \"$1\" raw | \"$0\" \"$1\" text 2>/dev/null | wc -l";
    assertThat(shell(script, "copy-input").exits(0).lines().strip()).isEqualTo("2");
  }

  @Test
  void appendingToAFile() throws IOException {
    Path log = work.resolve("log");
    Files.writeString(log, "first\n");
    shell("\"$0\" \"$1\" >> log", "hello").exits(0);
    assertThat(Files.readString(log, StandardCharsets.US_ASCII))
        .isEqualTo("first\nhello, world\r\n");
  }

  private Guest.Result shell(String script, String guest) {
    return Guest.host(
            work,
            Path.of("/bin/sh"),
            "-c",
            script,
            Guest.ROOT.resolve("decant").toString(),
            Guest.program(guest))
        .end();
  }
}
