package decant.nt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemCallTableTest {
  private final SystemCallTable table = new SystemCallTable();

  @Test
  void knowsNamesByNumberAndNumbersByName() {
    assertThat(table.name(0)).isEqualTo("NtAccessCheck");
    assertThat(table.name(0x0F)).isEqualTo("NtClose");
    assertThat(table.name(0xC2)).isEqualTo("NtCreateThreadEx");
    assertThat(table.number("NtWriteFile")).isEqualTo(8);
    assertThat(table.number("NtNoSuchCall")).isEqualTo(-1);
    assertThat(table.name(-1)).isNull();
    assertThat(table.name(0x1D8)).isEqualTo("NtWaitLowEventPair");
    assertThat(table.name(0x1D9)).isNull();
    assertThat(table.name(SystemCallTable.SIZE)).isNull();
  }

  @Test
  void everyNumberHasANameOfItsOwn() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 0x1D9; i++) {
      assertThat(table.name(i)).startsWith("Nt");
      assertThat(names.add(table.name(i))).isTrue();
    }
  }
}
