package decant.host;

/** {@code signal.h}. */
public final class Signals {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGSEGV = 11;
  public static final int SIGPIPE = 13;
  public static final int SIGTERM = 15;
  public static final int SIGSYS = 31;

  /** A real-time signal of our own, with which a thread that runs guest code is stopped. */
  public static final int SUSPEND = 42;

  public static final int SIG_IGN = 1;

  public static final int SA_SIGINFO = 4;
  public static final int SA_ONSTACK = 0x0800_0000;

  /** {@code ss_flags}: no alternate stack. */
  public static final int SS_DISABLE = 2;

  public static final int SA_RESTART = 0x1000_0000;

  /** {@code struct sigaction}: size and offsets. */
  public static final int SIGACTION_SIZE = 152;

  public static final int SIGACTION_HANDLER = 0;
  public static final int SIGACTION_MASK = 8;
  public static final int SIGACTION_FLAGS = 136;

  /**
   * Where the handler of faults leaves the address of a compare-and-exchange of ours that has
   * faulted; 0: nowhere. HotSpot does not survive such a fault; who handles signals before it has
   * the exchange fail instead.
   */
  public static volatile long exchangeFault;

  static {
    Libc.bind(Signals.class);
  }

  private Signals() {}

  /** A signal's bit in the first word of a {@code sigset_t}. */
  public static long mask(int signal) {
    return 1L << signal - 1;
  }

  public static native int sigaction(int signal, long action, long oldAction);

  public static native int kill(int pid, int signal);

  public static native int sigaltstack(long stack, long oldStack);
}
