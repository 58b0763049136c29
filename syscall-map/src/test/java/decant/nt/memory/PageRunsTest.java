package decant.nt.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageRunsTest {
  @Test
  void neighboursOfEqualStateAreOneRun() {
    PageRuns runs = new PageRuns(0, 0x8000, PageRuns.RESERVED);
    runs.set(0x1000, 0x2000, 4);
    runs.set(0x3000, 0x4000, 4);
    assertThat(runs.count()).isEqualTo(5);
    runs.set(0x2000, 0x3000, 4);
    assertThat(runs.count()).isEqualTo(3);
    assertThat(runs.start(1)).isEqualTo(0x1000);
    assertThat(runs.end(1)).isEqualTo(0x4000);
    assertThat(runs.committed(0, 0x8000)).isEqualTo(0x3000);
    assertThat(runs.committed(0x1800, 0x2800)).isEqualTo(0x1000);
  }

  @Test
  void equalsAnArrayOfPagesAfterAnyChanges() {
    Random random = new Random(1);
    int pages = 40;
    int[] expected = new int[pages];
    PageRuns runs = new PageRuns(0, pages * 0x1000L, 0);
    int extended = 0;
    for (int n = 0; n < 20_000; n++) {
      int from = random.nextInt(pages);
      int to = from + 1 + random.nextInt(pages - from);
      int state = random.nextInt(3);
      if (random.nextBoolean() && runs.continues(from * 0x1000L, to * 0x1000L, state)) {
        extended++;
        runs.extend(to * 0x1000L);
      } else {
        runs.set(from * 0x1000L, to * 0x1000L, state);
      }
      for (int i = from; i < to; i++) {
        expected[i] = state;
      }
      int changes = 1;
      for (int i = 0; i < pages; i++) {
        assertThat(runs.stateAt(i * 0x1000L)).isEqualTo(expected[i]);
        changes += i > 0 && expected[i] != expected[i - 1] ? 1 : 0;
      }
      assertThat(runs.count()).isEqualTo(changes);
    }
    assertThat(extended).isPositive();
  }
}
