package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program's own faults end the program as on Windows, and never the JVM in a crash. */
class FaultsTest {
  @TempDir Path work;

  @ParameterizedTest
  @CsvSource({
    "read, C0000005",
    "write, C0000005",
    "read-only, C0000005",
    "non-canonical, C0000005",
    "null-call, C0000005",
    "wild-call, C0000005",
    "host-call, C0000005",
    "execute-data, C0000005",
    "strlen, C0000005",
    "memcpy, C0000005",
    "puts, C0000005",
    "system-time, C0000005",
    "comparer, C0000005",
    "divide, C0000094",
    "overflow, C00000FD",
    "illegal, C000001D",
    "privileged, C0000096",
    "breakpoint, 80000003",
    "raise, E0001234",
  })
  void fault(String kind, String status) {
    Guest.Result result = Guest.run(work, "fault", kind).end();
    int code = Integer.parseUnsignedInt(status, 16);
    result.exits(code & 0xFF);
    assertThat(result.lines()).isEqualTo("before " + kind + "\n");
    assertThat(result.err()).as("%s", result).containsIgnoringCase(status).doesNotContain("\tat ");
  }

  @Test
  void badBufferOfWriteFileIsAnErrorOnly() {
    Guest.run(work, "fault", "write-file").end().exits(0);
  }

  @Test
  void abortSaysSoAndExitsWithThree() {
    Guest.run(work, "fault", "abort").end().exits(3);
  }

  @Test
  void missingFunctionEndsTheProgramWhenItIsCalled() {
    Guest.Result result = Guest.run(work, "missing-function").end();
    assertThat(result.lines()).isEqualTo("before\n");
    assertThat(result.err())
        .contains("kernel32", "DecantHasNoSuchFunction", "missing-function.exe+0x", "inspect");
    assertThat(result.exitCode()).isNotZero();
  }

  @Test
  void missingFunctionDoesNotMatterUntilItIsCalled() {
    Guest.run(work, "missing-function", "skip").end().exits(0);
  }
}
