package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program's own faults end the program as on Windows, and never the JVM in a crash. */
class FaultsTest {
  @TempDir Path work;

  /** The block behind the TEB is in the guest's reach; who overwrites it hears so. */
  @Test
  void aThreadWithoutItsBlockEnds() {
    Guest.Result result = Guest.run(work, "fault", "lost-block").end().exits(125);
    assertThat(result.err())
        .isEqualTo(
            "decant: the program has overwritten what its thread runs by (behind the TEB), and"
                + " cannot go on.\n");
  }

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
    "fast-fail, C0000409",
    "fail-fast, C0000602",
    "guard, 80000001",
    "thread, C0000005",
    "lost-stack, C0000005",
    "lost-all, C0000005",
    "lost-in-host, C0000005",
  })
  void fault(String kind, String status) {
    Guest.Result result = Guest.run(work, "fault", kind).end();
    int code = Integer.parseUnsignedInt(status, 16);
    result.exits(code & 0xFF);
    assertThat(result.lines()).isEqualTo("before " + kind + "\n");
    assertThat(result.err())
        .as("%s", result)
        .containsIgnoringCase(status)
        .doesNotContain("\tat ")
        .doesNotContain("Java");
  }

  @Test
  void reportSaysWhereAndWhatToDoNext() {
    assertThat(Guest.run(work, "fault", "write").end().err())
        .contains("STATUS_ACCESS_VIOLATION (0xc0000005) at fault.exe+0x")
        .contains(", writing 0x10, thread ")
        .containsPattern("  RAX 0x10  RCX 0x")
        .containsPattern("  RIP 0x14000[0-9a-f]{4}  EFLAGS 0x")
        .containsPattern("  code( [0-9a-f]{2}){8} \\[[0-9a-f]{2}]( [0-9a-f]{2}){15}\n")
        .containsPattern("  at fault.exe\\+0x[0-9a-f]+\n  from fault.exe\\+0x")
        .contains("  last calls: ", "msvcrt!")
        .containsPattern("objdump -d -M intel --start-address=0x14000.* /.*/fault.exe\n")
        .containsPattern("to see the calls that led here: decant trace /.*/fault.exe …\n$");
  }

  @Test
  void exitCodeHasAllBits() throws Exception {
    Path file = work.resolve("code");
    Path program = Path.of(Guest.program("fault"));
    Guest.decant(work, "--exit-code-file", file.toString(), program.toString(), "divide").end();
    assertThat(Files.readString(file)).isEqualTo(Integer.toUnsignedString(0xC0000094) + "\n");
  }

  @Test
  void filterOfUnhandledExceptionsDecides() {
    Guest.Result handled = Guest.run(work, "fault", "filter-handles").end();
    assertThat(handled.lines()).isEqualTo("before filter-handles\nfilter c0000005\n");
    assertThat(handled.err()).isEmpty();
    handled.exits(5);
    Guest.Result continued = Guest.run(work, "fault", "filter-continues").end();
    assertThat(continued.lines()).isEqualTo("before filter-continues\nfilter c0000005\nafter\n");
    continued.exits(0);
  }

  /** Go prints its own report so, on the stack of a goroutine. */
  @Test
  void continueHandlersHearOfWhatNobodyHandlesOnStacksOfThePrograms() {
    Guest.Result result = Guest.run(work, "fault", "own-stack").end();
    assertThat(result.lines()).isEqualTo("before own-stack\nnobody handled c0000005\n");
    assertThat(result.err()).contains("STATUS_ACCESS_VIOLATION (0xc0000005) at fault.exe+0x");
    result.exits(5);
  }

  @Test
  void fileThatIsCutBehindItsMappingIsAnInPageError() throws Exception {
    CompletableFuture<Guest.Result> running =
        CompletableFuture.supplyAsync(() -> Guest.run(work, "fault", "in-page").end());
    for (int i = 0; i < 1000 && !Files.exists(work.resolve("mapped")); i++) {
      Thread.sleep(10);
    }
    try (FileChannel file = FileChannel.open(work.resolve("page.bin"), StandardOpenOption.WRITE)) {
      file.truncate(0x1000);
    }
    Files.createFile(work.resolve("cut"));
    Guest.Result result = running.get();
    assertThat(result.err()).contains("STATUS_IN_PAGE_ERROR (0xc0000006)", ", reading 0x");
    result.exits(6);
  }

  @Test
  void badBufferOfWriteFileIsAnErrorOnly() {
    Guest.run(work, "fault", "write-file").end().exits(0);
  }

  @Test
  void singleStepsEndWhereTheyLeadIntoTheSystem() {
    Guest.run(work, "fault", "steps").end().exits(0);
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
        .contains("kernel32", "DecantHasNoSuchFunction", "missing-function.exe+0x")
        .containsPattern("lacks: decant api --missing /.*/missing-function.exe\n")
        .endsWith("function: decant new-shim 'kernel32!DecantHasNoSuchFunction'\n");
    assertThat(result.exitCode()).isNotZero();
  }

  @Test
  void missingFunctionDoesNotMatterUntilItIsCalled() {
    Guest.run(work, "missing-function", "skip").end().exits(0);
  }
}
