package decant.newshim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects compile, whatever functions they are for. */
class ProjectTest {
  private static final int EVERY = 25;

  @TempDir Path work;

  private static List<Signature> table() throws IOException {
    try (BufferedReader lines = SignatureTable.open()) {
      return lines.lines().map(Signature::parse).toList();
    }
  }

  @Test
  void theTableHasTheUsualLibraries() throws IOException {
    List<Signature> all = table();
    Set<String> kinds =
        Set.of("-", "b", "c", "s", "i", "l", "f", "d", "A", "W", "h", "I", "P", "F", "S");
    for (Signature s : all) {
      assertThat(s.libraries()).as(s.name()).isNotEmpty();
      assertThat(kinds).as(s.name()).contains(String.valueOf(s.result().kind()));
      assertThat(s.parameters()).as(s.name()).allMatch(p -> kinds.contains("" + p.kind()));
      assertThat(s.parameters()).as(s.name()).noneMatch(p -> p.name().isEmpty());
    }
    for (String library : List.of("kernel32", "advapi32", "user32", "ws2_32", "ntdll", "shell32")) {
      assertThat(all)
          .as(library)
          .filteredOn(s -> s.libraries().contains(library))
          .hasSizeGreaterThan(100);
    }
  }

  @Test
  void whatIsKnownOfAFunction() {
    assertThat(SignatureTable.find("GetVolumePathNameW").prototype())
        .isEqualTo(
            "BOOL GetVolumePathNameW(LPCWSTR lpszFileName, LPWSTR lpszVolumePathName,"
                + " DWORD cchBufferLength)");
    assertThat(SignatureTable.find("NoSuchFunction")).isNull();
    assertThat(Wanted.of("GetVolumePathName", 0))
        .satisfies(w -> assertThat(w.fullName()).isEqualTo("kernel32!GetVolumePathName"))
        .satisfies(w -> assertThat(w.twins()).isTrue());
    assertThat(Wanted.of("Vendor.DLL!Greet", 3))
        .satisfies(w -> assertThat(w.fullName()).isEqualTo("vendor!Greet"))
        .satisfies(w -> assertThat(w.signature().parameters()).hasSize(3))
        .satisfies(w -> assertThat(w.original()).isFalse());
  }

  @Test
  void theJavaOfManyFunctionsCompiles() throws IOException {
    List<String> words = new ArrayList<>();
    List<Signature> all = table();
    for (int i = 0; i < all.size(); i += EVERY) {
      words.add(all.get(i).libraries().getLast() + "!" + all.get(i).name());
    }
    words.addAll(
        List.of("vendor!Greet", "msvcrt!printf", "msvcrt!_control87", "user32!FindWindow"));
    new Project(words, 4, "many").write(work.resolve("many"), false);
    try (Stream<Path> files = Files.walk(work.resolve("many/src/main"))) {
      compile(files.filter(f -> f.toString().endsWith(".java")).map(Path::toString).toList());
    }
  }

  private void compile(List<String> files) {
    StringWriter messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, null);
    List<String> options =
        List.of("-parameters", "-cp", System.getProperty("java.class.path"), "-d", work.toString());
    var sources = manager.getJavaFileObjectsFromStrings(files);
    boolean good = compiler.getTask(messages, manager, null, options, null, sources).call();
    assertThat(good).as("%s", messages).isTrue();
  }
}
