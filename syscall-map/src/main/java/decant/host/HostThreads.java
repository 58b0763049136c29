package decant.host;

/** What the host offers to reach one thread of this process from another. */
public final class HostThreads {
  private static final long SYS_RT_TGSIGQUEUEINFO = 297;
  private static final int SIGINFO_SIZE = 128;
  private static final int SI_CODE = 8;
  private static final int SI_PID = 16;
  private static final int SI_VALUE = 24;
  private static final int SI_QUEUE = -1;
  private static final int EAGAIN = 11;

  private static final int PID;

  static {
    Libc.bind(HostThreads.class);
    PID = Unistd.getpid();
  }

  private HostThreads() {}

  private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

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
