package decant.nt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static Environment of(String... namesAndValues) {
    Environment environment = new Environment();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  @Test
  void namesAreFoundInAnyCaseAndKeepTheirFirstSpelling() {
    Environment environment = of("Path", "a", "PATH", "b");
    assertThat(environment.get("pAtH")).isEqualTo("b");
    assertThat(environment.block()).isEqualTo("Path=b\0\0");
  }

  @Test
  void theBlockIsSortedByUpperCaseName() {
    assertThat(of("b", "1", "_", "2", "A", "3", "=C:", "C:\\x", "ab", "").block())
        .isEqualTo("=C:=C:\\x\0A=3\0ab=\0b=1\0_=2\0\0");
  }

  @Test
  void anEmptyBlockIsTwoZeros() {
    assertThat(of().block()).isEqualTo("\0\0");
  }

  @Test
  void settingNullRemoves() {
    Environment environment = of("a", "1");
    environment.set("A", null);
    assertThat(environment.get("a")).isNull();
  }

  @Test
  void aNameMayOnlyBeginWithAnEqualsSign() {
    Environment environment = of();
    environment.set("=Z:", "Z:\\");
    assertThat(environment.get("=z:")).isEqualTo("Z:\\");
    assertThatThrownBy(() -> environment.set("a=b", "c")).isInstanceOf(NtStatusException.class);
    assertThatThrownBy(() -> environment.set("", "c")).isInstanceOf(NtStatusException.class);
  }

  @Test
  void knownNamesAreExpandedAndUnknownOnesStay() {
    Environment environment = of("x", "1", "y", "%x%");
    assertThat(environment.expand("a%X%b%y%c")).isEqualTo("a1b%x%c");
    assertThat(environment.expand("%none%x%")).isEqualTo("%none%x%");
    assertThat(environment.expand("100%")).isEqualTo("100%");
    assertThat(environment.expand("%%x%")).isEqualTo("%%x%");
    assertThat(environment.expand("%a%b%")).isEqualTo("%a%b%");
  }

  @Test
  void aBlockThatWasWrittenIsReadBack() {
    Environment environment = of("a", "1=2", "=C:", "C:\\");
    Environment copy = new Environment();
    copy.setAll(environment.block());
    assertThat(copy.all()).isEqualTo(environment.all());
  }
}
