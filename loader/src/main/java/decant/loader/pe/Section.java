package decant.loader.pe;

/**
 * A section header.
 *
 * @param name up to eight characters, as the header has them
 * @param address RVA of the first byte
 * @param size bytes in memory, as the header has it, or the raw size where that is 0
 * @param rawOffset where its bytes begin in the file, after Windows' rounding to sectors
 * @param rawSize how many bytes of the file are mapped; what is left of {@code size} is zero
 * @param characteristics {@code IMAGE_SCN_*}
 */
public record Section(
    String name, long address, long size, long rawOffset, long rawSize, int characteristics) {
  public static final int CNT_CODE = 0x20;
  public static final int CNT_UNINITIALIZED_DATA = 0x80;
  public static final int MEM_DISCARDABLE = 0x0200_0000;
  public static final int MEM_SHARED = 0x1000_0000;
  public static final int MEM_EXECUTE = 0x2000_0000;
  public static final int MEM_READ = 0x4000_0000;
  public static final int MEM_WRITE = 0x8000_0000;

  private static final int[] PROTECTION = {0x01, 0x10, 0x02, 0x20, 0x04, 0x40, 0x04, 0x40};

  /** RVA of the byte behind the section. */
  public long end() {
    return address + size;
  }

  public boolean has(int flag) {
    return (characteristics & flag) != 0;
  }

  /** The page protection ({@code PAGE_*}) that the section asks for. */
  public int protection() {
    return PROTECTION[characteristics >>> 29];
  }

  /** The characteristics that matter, as {@code r-x}. */
  public String access() {
    return (has(MEM_READ) ? "r" : "-")
        + (has(MEM_WRITE) ? "w" : "-")
        + (has(MEM_EXECUTE) ? "x" : "-");
  }
}
