package decant.nls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollationTest {
  private static final String[] IN_ORDER = {
    "", " ", "_", "0", "9", "a", "A", "\u00E1", "aa", "ab", "Ab", "B", "co", "coop", "co'op",
    "co-op", "coop2", "e", "E", "\u00E9", "f", "z"
  };

  @Test
  void symbolsDigitsLettersThenAccentsThenCaseThenHyphens() {
    for (int i = 0; i < IN_ORDER.length; i++) {
      for (int j = 0; j < IN_ORDER.length; j++) {
        assertThat(Collation.compare(IN_ORDER[i], IN_ORDER[j], 0))
            .as("%s and %s", IN_ORDER[i], IN_ORDER[j])
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  @Test
  void sortKeysHaveTheSameOrder() {
    for (int i = 1; i < IN_ORDER.length; i++) {
      byte[] before = Collation.sortKey(IN_ORDER[i - 1], 0);
      byte[] after = Collation.sortKey(IN_ORDER[i], 0);
      assertThat(Arrays.compareUnsigned(before, after)).as(IN_ORDER[i]).isNegative();
    }
  }

  @ParameterizedTest
  @CsvSource({"abc,ABC,1", "\u00E9,e,2", "a-b,ab,4", "a b,ab,4", "\u00C9,e,3"})
  void flagsLeaveDifferencesOut(String a, String b, int flags) {
    assertThat(Collation.compare(a, b, 0)).isNotZero();
    assertThat(Collation.compare(a, b, flags)).isZero();
  }

  @Test
  void digitsCanCountAsNumbers() {
    assertThat(Collation.compare("file10", "file9", 0)).isNegative();
    assertThat(Collation.compare("file10", "file9", Collation.SORT_DIGITSASNUMBERS)).isPositive();
  }
}
