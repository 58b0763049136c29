package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** rg for Windows finds in a tree what rg for Linux of the same version finds. */
class RipgrepTest {
  private static final String WINDOWS =
      Guest.PROGRAMS.resolve("ripgrep-windows/bin/rg.exe").toString();
  private static final Path LINUX = Guest.PROGRAMS.resolve("ripgrep-linux/bin/rg");

  @TempDir Path work;

  @BeforeAll
  static void needsThePackage() {
    assumeTrue(
        Files.exists(Path.of(WINDOWS)), "ripgrep was not fetched: npm or the network is missing");
  }

  @BeforeEach
  void makeTree() throws IOException {
    file(".git/HEAD", "ref: refs/heads/main\n");
    file(".gitignore", "*.log\n/build/\n!keep.log\n");
    file("ignored.log", "needle in a log\n");
    file("keep.log", "a kept needle\n");
    file("build/out.txt", "needle that was built\n");
    file(".hidden/secret.txt", "hidden needle\n");
    file("src/.ignore", "generated*\n");
    file("src/generated.rs", "fn needle() {}\n");
    file("src/main.rs", "fn main() {\n    let needle = 1;\n    find(needle, Needle);\n}\n");
    file("src/deep/er/still/text.md", "# Needle\n\nThe needle is in the haystack.\r\nneedles\r\n");
    file("src/empty.txt", "");
    file("src/no end of line.txt", "first\nlast needle");
    file("Ordner \u00c4/\u65e5\u672c\u8a9e.txt", "eine N\u00e4hnadel, \u91dd needle \u91dd\n");
    file("\ud83d\ude00.txt", "stra\u00dfe STRASSE Stra\u00dfe \u00c9COLE \u00e9cole needle\n");
    file("binary.bin", "text needle\n\0\1\2needle\n");
    bytes(
        "utf16.txt", "\ufeffutf sixteen needle\r\nsecond\r\n".getBytes(StandardCharsets.UTF_16LE));
    bytes("latin1.txt", "caf\u00e9 needle\n".getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      large.append("line ").append(i).append(i % 997 == 0 ? " needle\n" : " hay hay hay hay\n");
    }
    file("large.txt", large.toString());
    for (int i = 0; i < 300; i++) {
      file("many/" + i % 17 + "/file" + i + ".txt", "file " + i + "\n" + "needle ".repeat(i % 5));
    }
  }

  private void file(String name, String text) throws IOException {
    bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(String name, byte[] content) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private Guest.Result windows(String... options) {
    return Guest.decant(work, WINDOWS, "--path-separator", "/").with(options).end();
  }

  private Guest.Result linux(String... options) {
    return Guest.host(work, LINUX).with(options).env("LC_ALL", "C.UTF-8").end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "needle .",
        "-n --heading needle",
        "-c needle .",
        "--count-matches -i NEEDLE .",
        "-l needle .",
        "--files-without-match needle .",
        "-w needle src many/3",
        "-v -n e src",
        "-F -x fn\\sneedle() .",
        "-o -N --no-filename (\\w+)\\s(needle) -r $2<$1> .",
        "-U -n main\\(\\)[^}]*Needle src",
        "-P (?<=the\\s)needle .",
        "-i stra(ss|\u00df)e .",
        "-i \u00e9cole .",
        "\\p{Han}\\s+needle .",
        "--no-unicode \\w+\\sneedle .",
        "-u needle .",
        "-uu -c needle .",
        "-uuu -n needle .",
        "-a -b needle binary.bin",
        "-E utf-16le -n sixteen utf16.txt",
        "-E latin1 caf\u00e9 latin1.txt",
        "-g *.rs --column needle .",
        "-g !many/** -C 2 needle .",
        "-t rust -A1 -B1 needle .",
        "--iglob *.TXT -c needle .",
        "--max-depth 1 needle .",
        "-m 2 needle large.txt many",
        "--files .",
        "--files --hidden --no-ignore .",
        "--vimgrep Needle src",
        "--trim -n --no-messages needle src missing",
        "-M 20 --max-columns-preview needle large.txt",
        "--crlf -n needles?$ src",
        "--null -l needle src",
        "--passthru needle src/main.rs",
        "--stop-on-nonmatch file many",
        "--color always --colors path:fg:green -n needle src",
        "absent .",
      })
  void findsTheSame(String options) {
    String[] words = (options + " --sort path").split(" ");
    Guest.Result expected = linux(words);
    Guest.Result actual = windows(words).exits(expected.exitCode());
    assertThat(actual.out()).isEqualTo(expected.out());
  }

  @Test
  void reportsTheSameAsJson() {
    String[] words = {"--json", "--sort", "path", "-i", "n(e+)dle", "."};
    String actual = windows(words).exits(0).out().replace("\\\\", "/");
    assertThat(comparable(actual)).isEqualTo(comparable(linux(words).out()));
  }

  /** Without the time that a search took, and the bytes that its output takes with it. */
  private static String comparable(String json) {
    return json.replaceAll("\"elapsed(_total)?\":\\{[^}]*\\}|\"bytes_printed\":\\d+", "");
  }

  @Test
  void complainsAboutTheSameMistakes() {
    for (String pattern : new String[] {"(open", "a{3,1}", "[z-a]"}) {
      Guest.Result expected = linux(pattern, ".");
      Guest.Result actual = windows(pattern, ".").exits(expected.exitCode());
      assertThat(actual.err()).isNotEmpty().isEqualTo(expected.err());
    }
  }

  @Test
  void searchesTheStandardInput() {
    String text = "hay\nneedle one\nhay\nneedle two\n";
    Guest.Result actual = Guest.decant(work, WINDOWS, "-n", "needle", "-").stdin(text).end();
    assertThat(actual.exits(0).out()).isEqualTo("2:needle one\n4:needle two\n");
  }

  /** In whatever order the threads come upon the files. */
  @RepeatedTest(20)
  void findsTheSameWithManyThreads() {
    String[] words = {"-j", "8", "-n", "--no-heading", "--hidden", "-i", "needle", "."};
    assertThat(windows(words).exits(0).out().lines().sorted())
        .isEqualTo(linux(words).out().lines().sorted().toList());
  }
}
