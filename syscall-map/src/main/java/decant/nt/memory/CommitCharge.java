package decant.nt.memory;

import decant.nt.HostSystem;
import decant.nt.NtStatus;

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
      long memory = HostSystem.memory("MemTotal");
      if (memory == 0) {
        throw new IllegalStateException("/proc/meminfo has no MemTotal line");
      }
      limit = 2 * memory;
    }
    return limit;
  }
}
