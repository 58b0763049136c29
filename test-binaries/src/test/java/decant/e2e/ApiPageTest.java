package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/api.html} in a real browser. */
@Tag("slow")
class ApiPageTest {
  private static final Path PAGE = Guest.ROOT.resolve("docs/api.html");
  private static final Pattern ROW =
      Pattern.compile("<tr class=\"([a-z ]+)\"( hidden=\"\")?><td>([^<]*)</td><td>([^<]*)</td>");

  @TempDir Path work;

  @BeforeAll
  static void browser() {
    Chromium.assume();
  }

  /** The rows that are seen, as {@code library…!function}. */
  private List<String> shown(String hash) throws IOException {
    List<MatchResult> rows = rows(hash);
    assertThat(rows).hasSizeGreaterThan(2500);
    return rows.stream()
        .filter(r -> r.group(2) == null)
        .map(r -> r.group(3) + "!" + r.group(4))
        .toList();
  }

  private List<MatchResult> rows(String hash) throws IOException {
    return ROW.matcher(Chromium.dom(work, PAGE + hash)).results().toList();
  }

  @Test
  void everythingIsShownAtFirst() throws IOException {
    assertThat(shown("")).hasSizeGreaterThan(2500).contains("ws2_32 wsock32!bind");
  }

  @Test
  void aSearchShowsWhatMatches() throws IOException {
    assertThat(shown("#q=kernel32!createfile%3F"))
        .containsExactly(
            "kernel32 kernelbase!CreateFile2",
            "kernel32 kernelbase!CreateFileA",
            "kernel32 kernelbase!CreateFileW");
    assertThat(shown("#q=no+such+function+at+all")).isEmpty();
  }

  @Test
  void chipsFilterByLibraryAndSupport() throws IOException {
    assertThat(shown("#library=ws2_32&support=partial"))
        .isNotEmpty()
        .hasSizeLessThan(20)
        .allMatch(name -> name.startsWith("ws2_32"));
  }

  @Test
  void aLinkToAFunctionMarksItsRow() throws IOException {
    List<MatchResult> rows = rows("#kernelbase!CreateFileW");
    assertThat(rows)
        .filteredOn(r -> r.group(1).contains("target"))
        .extracting(r -> r.group(4))
        .containsExactly("CreateFileW");
    assertThat(rows).noneMatch(r -> r.group(2) != null);
  }
}
