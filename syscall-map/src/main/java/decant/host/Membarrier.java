package decant.host;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code membarrier(2)}: memory barriers in all threads of this process at once. The kernel wants
 * the process registered first, and takes more than ten milliseconds for that.
 */
public final class Membarrier {
  private static final long SYS_MEMBARRIER = 324;
  private static final long PRIVATE_EXPEDITED = 1 << 3;
  private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

  /** How many barriers that nobody waits for a process asks for before they are worth it. */
  private static final int MANY = 64;

  private static final AtomicInteger ASKED = new AtomicInteger();
  private static volatile boolean registered;

  static {
    Libc.bind(Membarrier.class);
  }

  private Membarrier() {}

  private static native long syscall(long number, long command, long flags, long cpu);

  private static boolean register() {
    registered |= syscall(SYS_MEMBARRIER, REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
    return registered;
  }

  private static boolean barrier() {
    return syscall(SYS_MEMBARRIER, PRIVATE_EXPEDITED, 0, 0) == 0;
  }

  /** Every running thread of the process passes a full barrier before this returns. */
  public static void everywhere() {
    if (!registered && !register() || !barrier()) {
      throw new IllegalStateException("membarrier: " + Errno.last());
    }
  }

  /**
   * As {@link #everywhere}, for those who have another way. A process that asks often is registered
   * meanwhile, by a thread of its own.
   *
   * @return whether there was a barrier
   */
  public static boolean ifCheap() {
    if (!registered) {
      if (ASKED.incrementAndGet() == MANY) {
        Thread thread = new Thread(Membarrier::register, "decant-membarrier");
        thread.setDaemon(true);
        thread.start();
      }
      return false;
    }
    return barrier();
  }
}
