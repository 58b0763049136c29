package decant.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.abi.Declarations;
import decant.abi.Export;
import decant.abi.Json;
import decant.abi.Library;
import decant.abi.Never;
import decant.abi.Support;
import decant.abi.Unplanned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Coverage ALL = Coverage.of(Declarations.builtIn());

  @Library("kernel32")
  static final class Mine {
    @Export(support = Support.PARTIAL, note = "Says <\"hello\">, and & that.")
    static int CreateFile2(int a) {
      return a;
    }
  }

  private static Coverage only(String... patterns) {
    return ALL.only(List.of(patterns), Set.of());
  }

  @Test
  void aLibraryAFunctionOrBothAreAskedFor() {
    assertThat(only("Kernel32.DLL").libraries()).containsExactly("kernel32");
    assertThat(only("CreateFileW").rows()).hasSize(1);
    assertThat(only("CreateFileW").rows().getFirst().name())
        .isEqualTo("kernel32/kernelbase!CreateFileW");
    assertThat(only("kernel32!createfile?").rows())
        .extracting(CoverageRow::function)
        .containsExactly("CreateFile2", "CreateFileA", "CreateFileW");
    assertThat(only("kernel32!Create*", "ws2_32").libraries())
        .containsExactly("kernel32", "ws2_32");
    assertThat(only("NoSuchThing").rows()).isEmpty();
    assertThatThrownBy(() -> only("a!b!c")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void supportIsAskedFor() {
    assertThat(ALL.only(List.of("ntdll"), Set.of(Support.PARTIAL)).rows())
        .isNotEmpty()
        .allMatch(r -> r.support() == Support.PARTIAL && !r.note().isEmpty());
  }

  @Test
  void eachThatIsNotFullSaysWhy() {
    assertThat(ALL.rows())
        .filteredOn(r -> r.support() != Support.FULL)
        .allSatisfy(r -> assertThat(r.note()).as(r.name()).isNotBlank());
  }

  @Test
  void whatIsNotPlannedIsNotThere() {
    Declarations declarations = Declarations.builtIn();
    for (Never never : Unplanned.all()) {
      for (String library : never.dll()) {
        for (String function : never.value()) {
          assertThat(declarations.find(library, function)).as(function).isNull();
        }
      }
    }
    assertThat(Unplanned.note("gdi32", "BitBlt")).contains("draw");
    assertThat(Unplanned.note("user32", "SetFocus")).contains("windows");
    assertThat(Unplanned.note("user32", "wsprintfA")).isNull();
  }

  @Test
  void aJarOfTheUsersTakesThePlaceOfWhatItOverrides() {
    Declarations declarations = Declarations.builtIn();
    declarations.add(Mine.class);
    List<CoverageRow> rows =
        Coverage.of(declarations).only(List.of("CreateFile2"), Set.of()).rows();

    assertThat(rows).extracting(CoverageRow::name).contains("kernel32!CreateFile2");
    assertThat(rows).filteredOn(r -> r.libraries().contains("kernel32")).hasSize(1);
    assertThat(CoveragePage.of(Coverage.of(declarations), "../"))
        .contains("<td>Java<td>Says &lt;&quot;hello&quot;>, and &amp; that.\n");
  }

  @Test
  void scriptsReadWhatPeopleRead() {
    Coverage some = only("ws2_32!bind", "kernel32!MoveFileExW");
    assertThat(CoverageText.table(some))
        .containsPattern("kernel32!MoveFileExW +partial +Java +WinBaseMove.java:\\d+ +MOVEFILE_")
        .endsWith("2 functions: 1 full, 1 partial, 0 stubs.\n");
    assertThat(CoverageText.csv(some))
        .startsWith("library,function,support,answered by,ordinal,note,source,line\r\n")
        .containsPattern("\r\nws2_32,bind,full,Java,2,,abi-shims/.*/WinSock2.java,\\d+\r\n");
    assertThat(CoverageText.json(some))
        .startsWith(
            "{\"counts\":{\"full\":1,\"partial\":1,\"stub\":0,\"never\":0},\"functions\":[\n")
        .contains("{\"libraries\":[\"ws2_32\"],\"function\":\"bind\",\"support\":\"full\",")
        .contains("\"ordinal\":2,\"signature\":\"int bind(")
        .endsWith("}]}\n");
    assertThat(Json.quote("a\"\\\n\u0001é", new StringBuilder()).toString())
        .isEqualTo("\"a\\\"\\\\\\n\\u0001é\"");
  }

  /** The page of the documentation is written by the command that the message names. */
  @Test
  void thePageOfTheDocumentationIsThatOfTheseDeclarations() throws Exception {
    Path page = Path.of("").toAbsolutePath().getParent().resolve("docs/api.html");
    assertThat(Files.readString(page).equals(CoveragePage.of(ALL, "../")))
        .as("docs/api.html is out of date; write it: ./decant api --format html > docs/api.html")
        .isTrue();
  }

  @Test
  void thePageNeedsNothingBesideItself() {
    assertThat(CoveragePage.of(ALL, "../"))
        .contains(
            "<tr class=full><td>kernel32 kernelbase<td>CreateFileW<td>full<td><a href=\"../abi-")
        .contains("<tr class=never><td>gdi32<td>*<td>never<td><td><td>Draws;")
        .doesNotContain("http:", "https:", "src=", "@import", "url(");
  }
}
