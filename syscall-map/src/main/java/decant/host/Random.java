package decant.host;

/** {@code sys/random.h}. */
public final class Random {
  static {
    Libc.bind(Random.class);
  }

  private Random() {}

  /** Fills memory with random bytes; returns their number, or -1. */
  public static native long getrandom(long buffer, long length, int flags);
}
