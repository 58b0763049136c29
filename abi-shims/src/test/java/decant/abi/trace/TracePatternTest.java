package decant.abi.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracePatternTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel32!CreateFileW",
        "KERNEL32.dll!createfilew",
        "kernel32!*File*",
        "kernel??!Create*",
        "*!*W",
        "CreateFile?",
        "*"
      })
  void meansAFunction(String pattern) {
    assertThat(new TracePattern(pattern).matches("kernel32", "CreateFileW")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ntdll!*", "kernel32!CreateFile", "*File", "kernel32!?", "kernel!*"})
  void meansOthers(String pattern) {
    assertThat(new TracePattern(pattern).matches("kernel32", "CreateFileW")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "kernel32!", "!CreateFileW", "a!b!c"})
  void isNone(String pattern) {
    assertThatThrownBy(() -> new TracePattern(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no pattern; one looks like kernel32!*File*");
  }

  @Test
  void manyStarsTakeNoTime() {
    TracePattern pattern = new TracePattern("*a*a*a*a*a*a*a*a*a*a*a*b");
    assertThat(pattern.matches("kernel32", "a".repeat(200))).isFalse();
  }
}
