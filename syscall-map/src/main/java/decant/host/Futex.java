package decant.host;

/** {@code futex(2)}, on 32-bit words of this process, or of memory that processes share. */
public final class Futex {
  private static final long SYS_FUTEX = 202;
  private static final long FUTEX_WAIT = 0;
  private static final long FUTEX_WAKE = 1;
  private static final long FUTEX_PRIVATE = 128;
  private static final int ETIMEDOUT = 110;
  private static final long NANOS = 1_000_000_000L;

  /** As a timeout: none. */
  public static final long FOREVER = Long.MAX_VALUE;

  static {
    Libc.bind(Futex.class);
  }

  private Futex() {}

  /** {@code uaddr2} and {@code val3} are for operations that are not here. */
  private static native long syscall(
      long number, long address, long operation, long value, long timeout);

  /**
   * Sleeps as long as a word of this process has the expected value and nobody wakes the thread.
   * May return early for no reason.
   *
   * @param nanos the timeout, or {@link #FOREVER}
   * @return false if the time is over
   */
  public static boolean await(long address, int expected, long nanos) {
    return await(FUTEX_WAIT | FUTEX_PRIVATE, address, expected, nanos);
  }

  /** As {@link #await}, of a word in memory that processes share. */
  public static boolean awaitShared(long address, int expected, long nanos) {
    return await(FUTEX_WAIT, address, expected, nanos);
  }

  private static boolean await(long operation, long address, int expected, long nanos) {
    long timeout = 0;
    if (nanos != FOREVER) {
      HostBuffer buffer = HostBuffer.get();
      buffer.putLong(0, nanos / NANOS);
      buffer.putLong(8, nanos % NANOS);
      timeout = buffer.struct();
    }
    long result = syscall(SYS_FUTEX, address, operation, expected & 0xFFFF_FFFFL, timeout);
    return result == 0 || Libc.errno() != ETIMEDOUT;
  }

  /** Wakes up to {@code count} of the threads that wait for a word of this process. */
  public static void wake(long address, int count) {
    syscall(SYS_FUTEX, address, FUTEX_WAKE | FUTEX_PRIVATE, count, 0);
  }

  /** As {@link #wake}, of a word in memory that processes share; returns how many were woken. */
  public static int wakeShared(long address, int count) {
    return (int) syscall(SYS_FUTEX, address, FUTEX_WAKE, count, 0);
  }
}
