package decant.host;

/** {@code time.h}: local times by the host's time zone. */
public final class Time {
  /** Offsets in {@code struct tm}, whose first nine members are those of every C library. */
  public static final int TM_ISDST = 32;

  /** Seconds east of UTC. */
  public static final int TM_GMTOFF = 40;

  static {
    Libc.bind(Time.class);
  }

  private Time() {}

  /** Breaks down the {@code time_t} at {@code timep}; returns {@code result}, or 0 on error. */
  public static native long localtime_r(long timep, long result);

  public static native long strftime(long s, long max, long format, long tm);
}
