package decant.host;

/** What the host offers to reach one thread of this process from another. */
public final class HostThreads {
  private static final long SYS_RT_TGSIGQUEUEINFO = 297;
  private static final long SYS_MEMBARRIER = 324;
  private static final long MEMBARRIER_CMD_PRIVATE_EXPEDITED = 8;
  private static final long MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED = 16;
  private static final int SIGINFO_SIZE = 128;
  private static final int SI_CODE = 8;
  private static final int SI_PID = 16;
  private static final int SI_VALUE = 24;
  private static final int SI_QUEUE = -1;
  private static final int EAGAIN = 11;

  private static final int PID;
  private static final boolean BARRIER;

  static {
    Libc.bind(HostThreads.class);
    PID = Unistd.getpid();
    BARRIER =
        syscall(SYS_MEMBARRIER, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0, 0, 0, 0) == 0;
  }

  private HostThreads() {}

  private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  /**
   * Has every running thread of the process execute a full memory barrier before this returns: what
   * the caller wrote before is seen by whatever they read afterwards, and the other way round.
   *
   * @return false where the kernel does not offer it
   */
  public static boolean barrier() {
    return BARRIER && syscall(SYS_MEMBARRIER, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0, 0, 0, 0) == 0;
  }

  /**
   * Sends a signal with a value to one thread.
   *
   * @param scratch 128 bytes for the host call
   * @return false when there is no such thread
   */
  public static boolean signal(int tid, int signal, long value, long scratch) {
    Memory.fill(scratch, SIGINFO_SIZE, 0);
    Memory.putInt(scratch, signal);
    Memory.putInt(scratch + SI_CODE, SI_QUEUE);
    Memory.putInt(scratch + SI_PID, PID);
    Memory.putLong(scratch + SI_VALUE, value);
    while (syscall(SYS_RT_TGSIGQUEUEINFO, PID, tid, signal, scratch, 0, 0) != 0) {
      if (Libc.errno() != EAGAIN) {
        return false;
      }
      Thread.yield(); // the user's queue of signals is full for the moment
    }
    return true;
  }
}
