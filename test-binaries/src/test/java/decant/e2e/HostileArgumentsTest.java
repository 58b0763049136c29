package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import decant.abi.ExportIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every function that we export gets arguments that no sane program would give: null, numbers that
 * are no addresses, addresses of memory that is not there or cannot be written, absurd sizes. The
 * program may get an exception or an error, or end; Decant itself must not break.
 */
class HostileArgumentsTest {
  /** The guest's exit code when a function did not come back. */
  private static final int STUCK = 77;

  private static final int INTERNAL_ERROR = 125;
  private static final int ABORTED = 134;

  /**
   * Functions that may wait for ever, that stop more than the program itself, or that take time in
   * proportion to an argument.
   */
  private static final Set<String> EXCLUDED =
      Set.of(
          "Sleep",
          "SleepEx",
          "_sleep",
          "GenerateConsoleCtrlEvent",
          "select",
          "WSAPoll",
          "GetMessageA",
          "GetMessageW",
          "InitOnceExecuteOnce", // memory that says that another thread is at it
          "RtlRunOnceBeginInitialize",
          "RtlRunOnceExecuteOnce",
          "RtlDeleteBarrier", // memory that says that threads are in it
          "DeleteSynchronizationBarrier",
          "EnterSynchronizationBarrier",
          "RtlBarrier",
          "_cwait", // the pseudo handle of the process itself
          "_jn",
          "_yn");

  /** Parts of names of such functions. */
  private static final String[] EXCLUDED_PARTS = {
    "Wait",
    "EnterCriticalSection",
    "AcquireSRWLock",
    "SleepConditionVariable",
    "KeyedEvent",
    "_Mtx_lock",
    "_Mtx_timedlock",
    "_Smtx_lock",
    "_Cnd_wait",
    "_Cnd_timedwait",
    "_Thrd_sleep",
    "_Thrd_join",
    "DelayExecution",
    "SuspendThread",
    "SuspendProcess"
  };

  private static final int MOST_SHOWN = 4000;

  @TempDir Path work;

  /** A sample for every build: always the same, as long as the functions are. */
  @Test
  void someFunctions() throws IOException {
    run(functions(16), 2, 1);
  }

  @Test
  @Tag("slow")
  void allFunctions() throws IOException {
    run(functions(1), Integer.getInteger("decant.slow.hostile-rounds", 100), System.nanoTime());
  }

  private void run(List<String> functions, int rounds, long seed) throws IOException {
    Files.write(work.resolve("list"), functions);
    Path progress = work.resolve("progress.bin");
    List<String> problems = new ArrayList<>();
    for (int first = 0; first < functions.size(); ) {
      Files.deleteIfExists(progress);
      Guest.Result result =
          Guest.run(
                  work,
                  "hostile-arguments",
                  "list",
                  Integer.toString(first),
                  Integer.toString(rounds),
                  Long.toString(seed & Long.MAX_VALUE))
              .end();
      int last = reached(progress, first);
      if (result.exitCode() == STUCK
          || result.exitCode() == INTERNAL_ERROR
          || result.exitCode() == ABORTED
          || result.err().contains("internal error")) {
        problems.add(functions.get(last) + ", seed " + seed + ": " + shortened(result));
      }
      first = Math.max(first, last) + 1;
    }
    assertThat(problems).isEmpty();
  }

  /** What a run has come to, without the gigabytes that a hostile call may have written. */
  private static String shortened(Guest.Result result) {
    String err = result.err();
    return "exit code "
        + result.exitCode()
        + "\n"
        + err.substring(Math.max(0, err.length() - MOST_SHOWN));
  }

  /** The function that was called last; a hostile call may have emptied the file that says it. */
  private static int reached(Path progress, int first) throws IOException {
    if (!Files.exists(progress) || Files.size(progress) < Integer.BYTES) {
      return first;
    }
    return ByteBuffer.wrap(Files.readAllBytes(progress)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /**
   * Every {@code stride}-th function, as lines of library and name; one name of those with many.
   */
  private static List<String> functions(int stride) {
    ExportIndex index = ExportIndex.load();
    List<String> functions = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (int l = 0; l < index.libraries(); l++) {
      int first = index.firstEntry(l);
      for (int e = first; e < first + index.entryCount(l); e++) {
        boolean wanted = index.kind(e) != ExportIndex.DATA && !excluded(index.name(e));
        if (wanted && seen.add((long) index.adapter(e) << 32 | index.value(e))) {
          functions.add(index.libraryName(l) + " " + index.name(e));
        }
      }
    }
    List<String> some = new ArrayList<>();
    for (int i = 0; i < functions.size(); i += stride) {
      some.add(functions.get(i));
    }
    return some;
  }

  private static boolean excluded(String name) {
    for (String part : EXCLUDED_PARTS) {
      if (name.contains(part)) {
        return true;
      }
    }
    return EXCLUDED.contains(name);
  }
}
