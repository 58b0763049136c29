package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code decant api}: what there is, and what a program lacks. */
class ApiCommandTest {
  @TempDir Path work;

  private Guest.Result api(String... arguments) {
    return Guest.decant(work, "api").with(arguments).end();
  }

  private Path copy(String name) throws IOException {
    Path program = Path.of(Guest.program(name));
    return Files.copy(program, work.resolve(program.getFileName()));
  }

  @Test
  void librariesAreCounted() {
    assertThat(api().exits(0).out())
        .startsWith("library ")
        .containsPattern("\nkernel32 +\\d+ +\\d+ +\\d+\n");
  }

  @Test
  void optionsMayFollowThePattern() {
    assertThat(api("kernel32", "--support", "stub").exits(0).out())
        .contains("kernel32!CreateActCtxW")
        .doesNotContain(" full ");
    assertThat(api("kernel32!NoSuchFunction").exits(1).out()).startsWith("0 functions");
  }

  @Test
  void wrongOptionsAreRefusedInASentence() {
    assertThat(api("--format", "xml").exits(2).err())
        .startsWith("decant: ")
        .contains("text", "csv");
    assertThat(api("--missing").exits(2).err())
        .isEqualTo("decant: --missing needs the name of a program. Try: decant api --help\n");
    assertThat(api("a!b!c").exits(2).err()).contains("kernel32!*File*");
  }

  @Test
  void aProgramThatLacksNothingIsToldSo() {
    assertThat(api("--missing", Guest.program("hello")).exits(0).out())
        .contains("hello.exe: nothing is missing; ")
        .endsWith(" full\n");
  }

  @Test
  void whatAProgramLacksIsNamedBeforeItRuns() {
    assertThat(api("--missing", Guest.program("missing-function")).exits(1).out())
        .contains("missing-function.exe: 1 missing, ")
        .contains("\n    kernel32!DecantHasNoSuchFunction  in no header of Windows' that")
        .endsWith("decant new-shim 'kernel32!DecantHasNoSuchFunction'\n");
  }

  @Test
  void dllsBesideTheProgramAreLookedAtToo() throws IOException {
    Path program = copy("libraries");
    assertThat(api("--missing", program.toString()).exits(1).out())
        .contains(
            "2 no such dll",
            "it starts if PATH has them",
            "\n    numbers.dll\n",
            "\n    words.dll\n");
    copy("numbers.dll");
    copy("words.dll");
    assertThat(api("--missing", program.toString()).exits(0).out())
        .contains("nothing is missing", "(with 2 DLLs beside it)");
    Files.write(work.resolve("words.dll"), new byte[] {'M', 'Z'});
    assertThat(api("--missing", program.toString()).exits(1).out()).contains("words.dll is ");
  }

  @Test
  void whatADllBesideTheProgramDoesNotExportIsNamed() throws IOException {
    Path program = copy("libraries");
    Files.copy(Path.of(Guest.program("leaf.dll")), work.resolve("numbers.dll"));
    copy("words.dll");
    assertThat(api("--missing", program.toString()).exits(1).out())
        .contains("not exported", "\n    numbers.dll!")
        .contains("[libraries.exe");
  }

  @Test
  void scriptsGetJson() {
    assertThat(api("--missing", "--format=json", Guest.program("missing-function")).exits(1).out())
        .startsWith("{\"programs\":[\n{\"file\":\"/")
        .contains("\"missing\":true", "\"files\":[\"missing-function.exe\"]", "\"problems\":[]")
        .contains("{\"library\":\"kernel32\",\"function\":\"DecantHasNoSuchFunction\",")
        .contains(
            "\"support\":\"missing\",\"note\":\"in no header ",
            "\"delayed\":false,\"importers\":[\"missing-function.exe\"]")
        .endsWith("]}]}\n");
  }

  @Test
  void badFilesAreNamedAndTheOthersStillLookedAt() {
    Guest.Result result =
        api("--missing", "/bin/true", "nowhere.exe", Guest.program("hello")).exits(126);
    assertThat(result.out()).contains("hello.exe: nothing is missing");
    assertThat(result.err())
        .contains("decant: /bin/true is not a Windows program, but an ELF file (Linux)\n  ")
        .contains("decant: nowhere.exe: there is no such file\n  ");
    api("--missing", "nowhere.exe").exits(127);
  }
}
