package decant.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import decant.doctor.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmChecksTest {
  @Test
  void addressesThatProgramsDoNotAskForMayBeTaken() {
    String maps =
        """
        00001000-00010000 r--p 00000000 00:00 0
        200000000-200001000 rw-p 00000000 00:00 0
        800000000-800c00000 rw-p 00001000 fe:00 99 /x/decant.aot
        7ffd3d1f8000-7ffd3d21a000 rw-p 00000000 00:00 0          [stack]
        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0  [vsyscall]
        """;
    assertThat(JvmChecks.addresses(maps).level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000f000-00011000",
        "00400000-00401000",
        "7ffe0000-7ffe1000",
        "13ffff000-140001000",
        "1fffff000-300000000"
      })
  void whatLiesInAProgramsPlaceIsNamed(String range) {
    Finding finding = JvmChecks.addresses(range + " rw-p 00001000 fe:00 99 /x/heap\n");
    assertThat(finding.level()).isEqualTo(Level.FAIL);
    assertThat(finding.text()).contains("/x/heap");
  }
}
