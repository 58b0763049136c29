package decant.host;

/** {@code futex(2)}, on 32-bit words that only this process shares. */
public final class Futex {
  private static final long SYS_FUTEX = 202;
  private static final long FUTEX_WAIT_PRIVATE = 128;
  private static final long FUTEX_WAKE_PRIVATE = 129;
  private static final int ETIMEDOUT = 110;
  private static final long NANOS = 1_000_000_000L;

  /** As a timeout: none. */
  public static final long FOREVER = Long.MAX_VALUE;

  static {
    Libc.bind(Futex.class);
  }

  private Futex() {}

  private static native long syscall(
      long number, long address, long operation, long value, long timeout, long a, long b);

  /**
   * Sleeps as long as the word has the expected value and nobody wakes the thread. May return early
   * for no reason.
   *
   * @param nanos the timeout, or {@link #FOREVER}
   * @param scratch 16 bytes for the host call
   * @return false if the time is over
   */
  public static boolean await(long address, int expected, long nanos, long scratch) {
    if (nanos != FOREVER) {
      Memory.putLong(scratch, nanos / NANOS);
      Memory.putLong(scratch + 8, nanos % NANOS);
    }
    long result =
        syscall(
            SYS_FUTEX,
            address,
            FUTEX_WAIT_PRIVATE,
            expected & 0xFFFF_FFFFL,
            nanos == FOREVER ? 0 : scratch,
            0,
            0);
    return result == 0 || Libc.errno() != ETIMEDOUT;
  }

  /** Wakes up to {@code count} of the threads that wait for a word. */
  public static void wake(long address, int count) {
    syscall(SYS_FUTEX, address, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
  }
}
