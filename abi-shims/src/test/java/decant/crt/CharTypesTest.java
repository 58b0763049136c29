package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CharTypesTest {
  @Test
  void narrowTypesAreThoseOfTheTable() throws IOException {
    String[] table = GuestText.golden("ctype.golden.txt").get(0).split(" ");
    for (int c = -1; c < 256; c++) {
      assertThat(CrtLocale.C.types(c)).as("%d", c).isEqualTo(Integer.parseInt(table[c + 1], 16));
    }
  }

  @Test
  void wideTypesAreThoseOfTheTable() throws IOException {
    String[] table = GuestText.golden("ctype.golden.txt").get(1).split(" ");
    for (int c = 0; c < 256; c++) {
      assertThat(CharTypes.wide(c)).as("%d", c).isEqualTo(Integer.parseInt(table[c + 1], 16));
    }
  }
}
