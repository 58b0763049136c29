package decant.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static Runs.Run run(String checksum) {
    return new Runs.Run(1, 2, checksum, null);
  }

  @Test
  void runsThatComputeTheSameAgree() {
    assertThatCode(() -> Demo.agree(List.of(run("a"), run("a")), List.of(), List.of(run("a"))))
        .doesNotThrowAnyException();
  }

  @Test
  void oneThatComputesSomethingElseFailsTheDemonstration() {
    assertThatThrownBy(() -> Demo.agree(List.of(run("a")), List.of(run("a"), run("b"))))
        .isInstanceOf(Demo.DemoException.class)
        .hasMessage("the checksums of two runs differ: a and b");
  }
}
