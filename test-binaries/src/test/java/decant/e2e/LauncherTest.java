package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./decant}: where it may be called from, and which JDK it takes. */
class LauncherTest {
  private static final String DECANT = Guest.ROOT.resolve("decant").toString();

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
}
