package decant.nt.memory;

import decant.nt.NtStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much private memory is committed, and the limit of it: twice the machine's memory, which is
 * what a Windows machine with a page file of usual size grants. The host itself would promise any
 * amount and kill later.
 */
final class CommitCharge {
  /** Below this nobody asks what the machine has. */
  private static final long UNQUESTIONED = 1L << 30;

  private long bytes;
  private long limit;

  long bytes() {
    return bytes;
  }

  /** {@code STATUS_COMMITMENT_LIMIT} when it does not fit. */
  void add(long more) {
    if (more > UNQUESTIONED - bytes && more > limit() - bytes) {
      throw NtStatus.COMMITMENT_LIMIT.exception();
    }
    bytes += more;
  }

  void remove(long less) {
    bytes -= less;
  }

  private long limit() {
    if (limit == 0) {
      limit = 2 * machineMemory();
    }
    return limit;
  }

  private static long machineMemory() {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("MemTotal:")) {
          String kibibytes = line.substring("MemTotal:".length(), line.length() - " kB".length());
          return Long.parseLong(kibibytes.strip()) << 10;
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new IllegalStateException("/proc/meminfo has no MemTotal line");
  }
}
