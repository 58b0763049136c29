package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code decant new-shim} writes projects that build and run as they are. */
class NewShimTest {
  @TempDir Path work;

  private Guest.Result newShim(String... arguments) {
    return Guest.decant(work, "new-shim").with(arguments).end();
  }

  private void build(String folder) {
    Path script = work.resolve(folder).resolve("build.sh");
    Guest.host(work, script).end().exits(0);
  }

  @Test
  void aFunctionThatNothingIsKnownOf() throws IOException {
    newShim("vendor!Greet", "--parameters", "1").exits(0);
    assertThat(Files.readString(work.resolve("vendor-shims/src/main/java/shims/VendorShims.java")))
        .contains("@Library(\"vendor\")", "static long Greet(", "long arg1", "is not known");
    build("vendor-shims");
    assertThat(work.resolve("vendor-shims/target/vendor-shims.jar")).isRegularFile();
  }

  @Test
  void functionsWithSignaturesAndOriginals() throws IOException {
    Guest.Result result =
        newShim(
            "kernel32!GetTickCount", "user32!MessageBeep", "kernel32!GetVolumePathName", "-d", "k");
    assertThat(result.exits(0).out())
        .contains(
            "kernel32!GetTickCount: Decant has it: the shim replaces it, and asks the original\n");
    assertThat(Files.readString(work.resolve("k/src/main/java/shims/Kernel32Shims.java")))
        .contains("return (int) GET_TICK_COUNT.call(t);")
        .contains("BOOL GetVolumePathNameW(LPCWSTR lpszFileName, LPWSTR lpszVolumePathName, DWORD");
    build("k");
    Guest.decant(work, "--shims", "k/target/k.jar", Guest.program("hello")).end().exits(0);
  }

  @Test
  void mavenBuildsAndTestsAProject() {
    newShim("vendor!Greet", "kernel32!GetTickCount", "-d", "m").exits(0);
    Path maven = Path.of(System.getProperty("maven.home", "/usr/share/maven"), "bin/mvn");
    if (Files.isExecutable(maven)) {
      Guest.host(work.resolve("m"), maven, "-o", "-q", "-B", "package").end().exits(0);
      assertThat(work.resolve("m/target/surefire-reports/TEST-shims.VendorShimsTest.xml")).exists();
      Guest.decant(work, "--shims", "m/target/m.jar", Guest.program("hello")).end().exits(0);
    }
  }

  @Test
  void whatIsThereStays() throws IOException {
    Path mine = Files.createDirectories(work.resolve("mine"));
    Files.writeString(mine.resolve("build.sh"), "mine");
    Files.writeString(mine.resolve("notes"), "mine");
    assertThat(newShim("vendor!Greet", "-d", "mine").exits(2).err())
        .isEqualTo(
            "decant: mine exists: name another folder with -d, or replace its files with"
                + " --force\n");
    try (Stream<Path> files = Files.list(mine)) {
      assertThat(files).hasSize(2);
    }
    newShim("vendor!Greet", "-d", "mine", "--force").exits(0);
    assertThat(mine.resolve("notes")).content().isEqualTo("mine");
    assertThat(mine.resolve("build.sh")).content().startsWith("#!/bin/sh");
  }

  @ParameterizedTest
  @CsvSource({
    "Gr-eet, 'Gr-eet' is no function: write it as library!Function",
    "kernel32!, 'kernel32!' is no function",
    "Greet, name the library of Greet too: library!Greet",
    "a/b!Greet, 'a/b' is no library",
  })
  void aWordThatIsNoFunction(String word, String sentence) throws IOException {
    assertThat(newShim(word).exits(2).err()).startsWith("decant: " + sentence);
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files).isEmpty();
    }
  }
}
