package decant.crt.io;

/** {@code time_t}, and the kernel's times in 100 ns units from 1601. */
final class CrtTimes {
  private static final long EPOCH = 116_444_736_000_000_000L;
  private static final long UNITS = 10_000_000;

  private CrtTimes() {}

  static long seconds(long fileTime) {
    return fileTime <= 0 ? -1 : Math.floorDiv(fileTime - EPOCH, UNITS);
  }

  static long fileTime(long seconds) {
    return seconds * UNITS + EPOCH;
  }
}
