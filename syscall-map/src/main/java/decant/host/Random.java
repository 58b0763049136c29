package decant.host;

/** {@code sys/random.h}. */
public final class Random {
  private static final long CHUNK = 256;

  static {
    Libc.bind(Random.class);
  }

  private Random() {}

  /** Fills memory with random bytes; returns their number, or -1. */
  public static native long getrandom(long buffer, long length, int flags);

  /** Fills memory with random bytes. */
  public static void fill(long buffer, long length) {
    // The kernel never cuts requests of up to 256 bytes short.
    for (long done = 0; done < length; done += CHUNK) {
      getrandom(buffer + done, Math.min(CHUNK, length - done), 0);
    }
  }
}
