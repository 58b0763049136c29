package decant.host;

/**
 * {@code perf_event_open(2)}: the processor's and the kernel's counters. Many hosts allow none of
 * them: virtual machines without counters, containers, {@code kernel.perf_event_paranoid}.
 */
public final class PerfEvents {
  public static final int TYPE_HARDWARE = 0;
  public static final int TYPE_SOFTWARE = 1;

  /** A counter of hardware: instructions that the processor has retired. */
  public static final long INSTRUCTIONS = 1;

  /** A counter of software: nanoseconds for which the thread has run. */
  public static final long TASK_CLOCK = 1;

  private static final long SYS_PERF_EVENT_OPEN = 298;
  private static final long FLAG_FD_CLOEXEC = 8;

  /** {@code struct perf_event_attr}, as its first version has it. */
  private static final int ATTR_SIZE = 64;

  private static final int ATTR_SIZE_FIELD = 4;
  private static final int ATTR_CONFIG = 8;
  private static final int ATTR_FLAGS = 40;
  private static final int EXCLUDE_KERNEL = 1 << 5;
  private static final int EXCLUDE_HV = 1 << 6;

  static {
    Libc.bind(PerfEvents.class);
  }

  private PerfEvents() {}

  private static native long syscall(
      long number, long attributes, long pid, long cpu, long group, long flags);

  /**
   * Opens a counter of what the calling thread does outside of the kernel. It counts at once.
   *
   * @param scratch guest memory, at least 64 bytes
   * @return a descriptor; a negative number when the host does not allow it
   */
  public static int open(int type, long counter, long scratch) {
    Memory.fill(scratch, ATTR_SIZE, 0);
    Memory.putInt(scratch, type);
    Memory.putInt(scratch + ATTR_SIZE_FIELD, ATTR_SIZE);
    Memory.putLong(scratch + ATTR_CONFIG, counter);
    Memory.putLong(scratch + ATTR_FLAGS, EXCLUDE_KERNEL | EXCLUDE_HV);
    return (int) syscall(SYS_PERF_EVENT_OPEN, scratch, 0, -1, -1, FLAG_FD_CLOEXEC);
  }

  /** What a counter says; {@code scratch} has room for eight bytes. */
  public static long read(int counter, long scratch) {
    return Unistd.read(counter, scratch, 8) == 8 ? Memory.getLong(scratch) : -1;
  }
}
