package decant.host;

import java.io.File;

/**
 * Linux' Syscall User Dispatch: system calls that are made from a part of the address space are not
 * answered but raise {@code SIGSYS}. A thread's own setting.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/syscall-user-dispatch.html">Syscall User
 *     Dispatch</a>
 */
public final class UserDispatch {
  private static final int PR_SET_SYSCALL_USER_DISPATCH = 59;
  private static final long PR_SYS_DISPATCH_ON = 1;

  /** The end of user memory. */
  private static final long END = 0x8000_0000_0000L;

  static {
    Libc.bind(UserDispatch.class);
  }

  private UserDispatch() {}

  private static native int prctl(int option, long a, long b, long c, long d);

  private static native int tgkill(int pid, int tid, int signal);

  /**
   * From now on, system calls of the calling thread from below {@link Memory#CODE} raise {@code
   * SIGSYS}.
   *
   * @return false when the host's kernel does not offer that (it does from Linux 5.11 on)
   */
  public static boolean on() {
    long exempt = END - Memory.CODE;
    return prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, Memory.CODE, exempt, 0) == 0;
  }

  /** Sends a signal to every thread of this process; returns to how many. */
  public static int signalAll(int signal) {
    int pid = Unistd.getpid();
    int sent = 0;
    String[] threads = new File("/proc/self/task").list();
    for (int i = 0; threads != null && i < threads.length; i++) {
      if (tgkill(pid, Integer.parseInt(threads[i]), signal) == 0) {
        sent++;
      }
    }
    return sent;
  }
}
