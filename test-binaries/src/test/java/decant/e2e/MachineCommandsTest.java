package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands about the machine: doctor, register, completion, man, help. */
class MachineCommandsTest {
  private static final String DECANT = Guest.ROOT.resolve("decant").toString();

  @TempDir Path work;

  private Guest.Result shell(String script, String... arguments) {
    return Guest.host(work, Path.of("/bin/bash"), "-c", script).with(arguments).end();
  }

  @Test
  void theDoctorRunsAProgram() {
    Guest.Result result = Guest.decant(work, "doctor").end().exits(0);
    assertThat(result.out())
        .containsPattern("\nok +JDK +Java ")
        .containsPattern("\nok +addresses +0x10000 ")
        .containsPattern("\nok +a program +runs, from start to exit in \\d+ ms\n")
        .endsWith("\nPrograms can run here.\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theDoctorSpeaksToScripts() {
    assertThat(Guest.decant(work, "doctor", "--json").end().exits(0).out())
        .startsWith("{\"ok\":true,\"findings\":[\n{\"level\":\"ok\",\"subject\":\"processor\",")
        .endsWith("}]}\n");
  }

  @Test
  void theDoctorSaysWhatIsInTheWay() {
    Guest.Result result =
        Guest.decant(work, "doctor")
            .env("DECANT_JAVA_OPTS", "-XX:AOTMode=off -XX:HeapBaseMinAddress=1g -Xmx64m")
            .end()
            .exits(1);
    assertThat(result.out())
        .containsPattern("\nfail +addresses +0x[0-9a-f]+ is taken by ")
        .contains("DECANT_JAVA_OPTS without options about the heap")
        .endsWith("\nPrograms cannot run here.\n");
  }

  /** In a user name space of its own, which has a register of its own from Linux 6.7 on. */
  @Test
  void aRegisteredProgramRunsByItsName() throws IOException {
    String in =
        "unshare --user --map-root-user --mount /bin/bash -ec"
            + " 'mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc; ";
    assumeThat(shell(in + "'").exitCode()).as("a private register can be mounted").isZero();
    Path program = work.resolve("my args.exe");
    Files.copy(Path.of(Guest.program("args")), program);
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Guest.Result result =
        shell(
            in
                + DECANT
                + " register >&2; ./my\\ args.exe \"b c\" d;"
                + DECANT
                + " unregister >&2'");
    assertThat(result.exits(0).lines()).isEqualTo("argc=2\n<b c>\n<d>\n");
    assertThat(result.err())
        .contains("Windows programs are run by " + DECANT + " until")
        .endsWith("Decant is no longer registered\n");

    Guest.Result refused =
        shell(
            in
                + "echo :other:M::MZ::/usr/bin/other: > /proc/sys/fs/binfmt_misc/register; "
                + DECANT
                + " register'");
    assertThat(refused.exits(1).err())
        .contains("/usr/bin/other (entry other)", "sudo " + DECANT + " register --replace\n");
  }

  @Test
  void whoMayNotRegisterIsToldHow() throws IOException {
    Path directory = Files.createDirectory(work.resolve("binfmt"));
    assertThat(
            Guest.decant(work, "register")
                .env("DECANT_JAVA_OPTS", "-Ddecant.binfmt=" + directory)
                .end()
                .exits(1)
                .err())
        .contains("sudo mount -t binfmt_misc");
  }

  @ParameterizedTest
  @CsvSource({
    "decant doc, doctor",
    "decant api --fo, --format",
    "decant api --format js, json",
    "decant api --format = js, json",
    "decant help unr, unregister",
    "decant completion z, zsh",
    "decant --exit, --exit-code-file",
    "decant inspect pro, program.exe",
    "decant -C /tmp prog, program.exe",
    "decant program.exe no, notes.txt",
  })
  void bashCompletes(String words, String completed) throws IOException {
    Files.createFile(work.resolve("program.exe"));
    Files.createFile(work.resolve("notes.txt"));
    String script =
        "source <(\"$0\" completion bash); COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _decant;"
            + " echo \"${COMPREPLY[@]}\"";
    Guest.Result result =
        Guest.host(work, Path.of("/bin/bash"), "-c", script, DECANT)
            .with(words.split(" "))
            .end()
            .exits(0);
    assertThat(result.out()).isEqualTo(completed + "\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void theManualPageIsFormattedWithoutWarnings() {
    assumeThat(shell("command -v groff").exitCode()).as("groff is installed").isZero();
    Guest.Result result = shell(DECANT + " man | groff -man -Tutf8 -ww").exits(0);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("run Windows x86-64 console programs on Linux");
  }

  @Test
  void helpIsThereForCommandsAndColouredOnTerminalsOnly() {
    Guest.Result help = Guest.decant(work, "help", "api").end().exits(0);
    assertThat(help.out()).startsWith("Usage: decant api ").doesNotContain("\u001b");
    assertThat(Guest.decant(work, "help", "nothing").end().exitCode()).isEqualTo(2);

    assumeThat(shell("command -v script").exitCode()).as("script is installed").isZero();
    String terminal = "TERM=xterm script -qec '" + DECANT + " --help' /dev/null";
    assertThat(shell(terminal).exits(0).out()).contains("\u001b[");
    assertThat(shell("NO_COLOR=1 " + terminal).exits(0).out()).doesNotContain("\u001b[1m");
  }
}
