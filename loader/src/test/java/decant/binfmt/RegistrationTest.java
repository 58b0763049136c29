package decant.binfmt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.binfmt.Registration.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a directory in the place of the kernel's; the tests of the command have the real one. */
class RegistrationTest {
  private static final String LAUNCHER = "/opt/decant/decant";
  private static final String WINE =
      "enabled\ninterpreter /usr/bin/wine\nflags: \noffset 0\nmagic 4d5a\n";

  @TempDir Path work;
  private Path kernel;
  private Path configuration;

  @BeforeEach
  void directories() throws IOException {
    kernel = Files.createDirectory(work.resolve("binfmt_misc"));
    configuration = work.resolve("binfmt.d");
    Files.createFile(kernel.resolve("register"));
    Files.writeString(kernel.resolve("status"), "enabled\n");
  }

  private Registration registration() {
    return new Registration(new Binfmt(kernel), LAUNCHER, configuration);
  }

  @Test
  void theLauncherIsRegisteredForWhatBeginsWithMz() throws IOException {
    assertThat(registration().register(false, false)).isEqualTo(Outcome.DONE);
    assertThat(kernel.resolve("register")).hasContent(":decant:M::MZ::/opt/decant/decant:\n");
    assertThat(configuration).doesNotExist();
  }

  @Test
  void anotherDelimiterIsTakenForAPathWithColons() {
    assertThat(Binfmt.line("/a:b/decant")).isEqualTo("|decant|M||MZ||/a:b/decant|\n");
    assertThatThrownBy(() -> Binfmt.line("/" + "x".repeat(127)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127");
    assertThatThrownBy(() -> Binfmt.line("/a:|;,+%#")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void othersStayUnlessTheyAreToBeReplaced() throws IOException {
    Path wine = Files.writeString(kernel.resolve("wine"), WINE);
    Registration refused = registration();
    assertThat(refused.register(false, true)).isEqualTo(Outcome.REFUSED);
    assertThat(refused.said())
        .contains(
            "/usr/bin/wine (entry wine)", "sudo /opt/decant/decant register --replace --persist");
    assertThat(wine).hasContent(WINE);

    Registration replaced = registration();
    assertThat(replaced.register(true, false)).isEqualTo(Outcome.DONE);
    assertThat(replaced.said()).contains("echo 1 | sudo tee " + wine);
    assertThat(wine).hasContent("0");
    assertThat(kernel.resolve("register")).isNotEmptyFile();
  }

  @Test
  void anOlderPlaceOfDecantGivesWay() throws IOException {
    Path old =
        Files.writeString(kernel.resolve("decant"), WINE.replace("/usr/bin/wine", "/old/decant"));
    assertThat(registration().register(false, false)).isEqualTo(Outcome.DONE);
    assertThat(old).hasContent("-1");
  }

  @Test
  void whatIsRegisteredAlreadyStays() throws IOException {
    Files.writeString(kernel.resolve("decant"), WINE.replace("/usr/bin/wine", LAUNCHER));
    assertThat(registration().register(false, false)).isEqualTo(Outcome.DONE);
    assertThat(kernel.resolve("register")).isEmptyFile();
  }

  @Test
  void aFileMakesItLastAndIsTakenAwayAgain() throws IOException {
    assertThat(registration().register(false, true)).isEqualTo(Outcome.DONE);
    Path file = configuration.resolve("decant.conf");
    assertThat(Files.readString(file))
        .startsWith("# ")
        .endsWith("\n:decant:M::MZ::/opt/decant/decant:\n");
    assertThat(configuration).isDirectoryNotContaining(f -> !f.equals(file));

    Files.writeString(kernel.resolve("decant"), WINE);
    assertThat(registration().unregister()).isEqualTo(Outcome.DONE);
    assertThat(file).doesNotExist();
    assertThat(kernel.resolve("decant")).hasContent("-1");
  }

  @Test
  void withoutTheKernelsRegisterTheMountIsNamed() throws IOException {
    Files.delete(kernel.resolve("register"));
    Registration registration = registration();
    assertThat(registration.register(false, false)).isEqualTo(Outcome.REFUSED);
    assertThat(registration.said()).contains("sudo mount -t binfmt_misc binfmt_misc " + kernel);
  }

  @Test
  void entriesThatAreOffOrOfOtherFormatsDoNotCount() {
    assertThat(Binfmt.entry("wine", WINE)).isEqualTo(new Binfmt.Entry("wine", "/usr/bin/wine"));
    assertThat(Binfmt.entry("wine", WINE.replace("enabled", "disabled"))).isNull();
    assertThat(Binfmt.entry("qemu", WINE.replace("4d5a", "7f454c46"))).isNull();
    assertThat(Binfmt.entry("far", WINE.replace("offset 0", "offset 2"))).isNull();
    assertThat(Binfmt.entry("exe", "enabled\ninterpreter /x\nflags: \nextension .exe\n"))
        .isNotNull();
  }
}
