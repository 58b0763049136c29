package decant.crt.format;

import decant.host.Memory;

/** A string in guest memory, which ends at its zero or at a limit. */
final class StringSource implements ScanSource {
  private final boolean wide;
  private final long limit;
  private final long start;
  private long at;

  /**
   * @param limit the most units that are read, unsigned
   */
  StringSource(boolean wide, long start, long limit) {
    this.wide = wide;
    this.start = start;
    this.limit = limit;
  }

  @Override
  public int next() {
    if (Long.compareUnsigned(at, limit) >= 0) {
      return END;
    }
    int unit = wide ? Memory.getChar(start + 2 * at) : Memory.getU8(start + at);
    if (unit == 0) {
      return END;
    }
    at++;
    return unit;
  }

  @Override
  public void back(int unit) {
    if (unit != END) {
      at--;
    }
  }
}
