package decant.host;

/** {@code membarrier(2)}: memory barriers in all threads of this process at once. */
public final class Membarrier {
  private static final long SYS_MEMBARRIER = 324;
  private static final long PRIVATE_EXPEDITED = 1 << 3;
  private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

  static {
    Libc.bind(Membarrier.class);
    // Once for the process; without it the barrier itself is refused.
    syscall(SYS_MEMBARRIER, REGISTER_PRIVATE_EXPEDITED, 0, 0);
  }

  private Membarrier() {}

  private static native long syscall(long number, long command, long flags, long cpu);

  /** Every running thread of the process passes a full barrier before this returns. */
  public static void everywhere() {
    if (syscall(SYS_MEMBARRIER, PRIVATE_EXPEDITED, 0, 0) != 0) {
      throw new IllegalStateException("membarrier: " + Errno.last());
    }
  }
}
