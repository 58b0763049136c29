package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypeNamesTest {
  @Test
  void aNameThatReferencesMakeVeryLongIsLeftAsItIs() {
    StringBuilder name = new StringBuilder("P6AXPEAH");
    for (char digit = '0'; digit <= '9'; digit++) { // each list is fifty times as long as the last
      name.append("P6AX").append(String.valueOf(digit).repeat(50)).append("@Z");
    }
    String decorated = name.append("@Z").toString();
    assertThat(TypeNames.readable(decorated)).isEqualTo(decorated);
    String scopes = "?AVa@" + "0".repeat(4000) + "@";
    assertThat(TypeNames.readable(scopes)).startsWith("class a::a::");
    String longer = "?AVa@" + "0".repeat(5000) + "@";
    assertThat(TypeNames.readable(longer)).isEqualTo(longer);
  }
}
