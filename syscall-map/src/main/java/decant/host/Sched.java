package decant.host;

/** {@code sched.h}. */
public final class Sched {
  /** Size of the affinity masks that we pass: room for 1024 processors. */
  public static final int MASK_SIZE = 128;

  static {
    Libc.bind(Sched.class);
  }

  private Sched() {}

  public static native int sched_getaffinity(int pid, long size, long mask);

  public static native int sched_setaffinity(int pid, long size, long mask);

  public static native int sched_getcpu();
}
