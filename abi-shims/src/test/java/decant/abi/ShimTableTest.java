package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the build made of the declarations is complete. */
class ShimTableTest {
  private final ExportIndex index = ExportIndex.load();

  @Test
  void everyAdapterCanBeMade() {
    ShimTable table = new ShimTable(index, new GeneratedGroupsHolder().groups(), null);
    for (int i = 0; i < index.adapters(); i++) {
      Adapter adapter = table.adapter(ShimTable.FIRST + i);
      assertThat(adapter).as(table.describe(ShimTable.FIRST + i)).isNotNull();
      assertThat(adapter.fails).isNotEqualTo(Fails.DEFAULT);
    }
  }

  @Test
  void everyExportIsFoundByItsName() {
    for (int l = 0; l < index.libraries(); l++) {
      assertThat(index.library(index.libraryName(l))).isEqualTo(l);
      for (int e = index.firstEntry(l); e < index.firstEntry(l) + index.entryCount(l); e++) {
        assertThat(index.find(l, index.name(e))).isEqualTo(e);
      }
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(index.library("nosuchlibrary")).isEqualTo(-1);
    assertThat(index.find(index.library("kernel32"), "NoSuchFunction")).isEqualTo(-1);
    assertThat(index.find(index.library("kernel32"), "")).isEqualTo(-1);
    assertThat(index.find(index.library("kernel32"), 0)).isEqualTo(-1);
  }
}
