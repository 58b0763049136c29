package decant.host;

/** Descriptors that refer to processes ({@code pidfd_open(2)}), and waiting for processes. */
public final class Pidfd {
  /** {@code idtype_t} of {@link #waitid}: a descriptor of a process. */
  public static final int P_PIDFD = 3;

  public static final int WNOHANG = 1;
  public static final int WEXITED = 4;

  /** {@code siginfo_t} as {@link #waitid} fills it. */
  public static final int SI_CODE = 8;

  public static final int SI_PID = 12;
  public static final int SI_STATUS = 24;
  public static final int SIGINFO_SIZE = 128;

  /** {@code si_code}: the process has exited, rather than been killed. */
  public static final int CLD_EXITED = 1;

  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;

  static {
    Libc.bind(Pidfd.class);
  }

  private Pidfd() {}

  private static native long syscall(long number, long a, long b, long c, long d);

  public static native int waitid(int idType, int id, long info, int options);

  /** A descriptor of a process, closed on exec; -1 when there is none of that identifier. */
  public static int open(int pid) {
    return (int) syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
  }

  /** Sends a signal; 0 asks whether one could be sent. */
  public static int signal(int pidfd, int signal) {
    return (int) syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
  }
}
