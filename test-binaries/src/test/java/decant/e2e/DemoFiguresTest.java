package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code decant demo} as a user runs it: its figures are those of no emulator. */
@Tag("slow")
class DemoFiguresTest {
  @TempDir Path work;

  @Test
  @SuppressWarnings("unchecked")
  void theProcessorExecutesTheProgramAsFastAsALinuxBuild() {
    String out = Guest.decant(work, "demo", "--json", "--pairs", "15").end().exits(0).out();
    Map<String, Object> figures = (Map<String, Object>) JsonReader.read(out);
    assertThat((double) figures.get("decantToLinux")).isBetween(0.97, 1.03);
    assertThat((double) figures.get("interpretedToDecant")).isGreaterThan(10);
    assertThat((List<Map<String, Object>>) figures.get("ways"))
        .filteredOn(w -> !w.get("way").equals("interpreted"))
        .allSatisfy(w -> assertThat(w).containsEntry("instructionsEmulated", 0.0));
    Map<String, Object> counter = (Map<String, Object>) figures.get("counter");
    if (counter != null) {
      assertThat((double) counter.get("retired") / (double) counter.get("ofTheProgram"))
          .isBetween(0.99, 1.05);
    }
  }
}
