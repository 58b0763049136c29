package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every guest program holds what it asserts, or prints what its golden file says. */
class GuestsTest {
  @TempDir Path work;

  @ParameterizedTest
  @MethodSource("all")
  void guest(GuestSource source) throws IOException {
    Guest guest = Guest.run(work, source.name(), source.arguments());
    source.directive("stdin").ifPresent(text -> guest.stdin(text + "\n"));
    Guest.Result result = guest.end();
    if (Files.exists(source.golden())) {
      assertThat(result.outBytes()).as("%s", result).isEqualTo(Files.readAllBytes(source.golden()));
    } else {
      assertThat(result.out())
          .as("%s", result)
          .containsPattern("(?m)^ok ")
          .doesNotContain("FAIL ")
          .doesNotContain("not ok ");
    }
    result.exits(source.exitCode() & 0xFF);
    assertThat(new String(result.errBytes(), StandardCharsets.UTF_8))
        .doesNotContain("internal error");
  }

  static Stream<GuestSource> all() throws IOException {
    return GuestSource.all().filter(source -> source.directive("judged-by").isEmpty());
  }
}
