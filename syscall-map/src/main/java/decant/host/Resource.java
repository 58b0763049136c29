package decant.host;

/** {@code sys/resource.h}: what processes and threads used. */
public final class Resource {
  public static final int RUSAGE_SELF = 0;
  public static final int RUSAGE_THREAD = 1;

  /**
   * {@code struct rusage}: user and system time as seconds and microseconds, then the peak size.
   */
  public static final int RU_UTIME = 0;

  public static final int RU_STIME = 16;
  public static final int RU_MAXRSS = 32;
  public static final int RU_MINFLT = 64;
  public static final int RU_MAJFLT = 72;

  static {
    Libc.bind(Resource.class);
  }

  private Resource() {}

  public static native int getrusage(int who, long usage);
}
