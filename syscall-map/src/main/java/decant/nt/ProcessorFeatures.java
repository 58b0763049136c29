package decant.nt;

/** Processor features ({@code PF_*} of winnt.h), as the host's processor has them. */
public final class ProcessorFeatures {
  /** {@code PROCESSOR_FEATURE_MAX}. */
  public static final int COUNT = 64;

  private static final class Holder {
    static final long BITS = read(HostSystem.read("/proc/cpuinfo"));
  }

  private ProcessorFeatures() {}

  /** Whether the processor has a feature; false for numbers that mean nothing. */
  public static boolean has(int feature) {
    return feature >= 0 && feature < COUNT && (Holder.BITS >>> feature & 1) != 0;
  }

  /** The features by bit, from the text of {@code /proc/cpuinfo}. */
  static long read(String cpuinfo) {
    int start = cpuinfo.indexOf("\nflags");
    int end = start < 0 ? -1 : cpuinfo.indexOf('\n', start + 1);
    String flags = end < 0 ? " " : cpuinfo.substring(start, end).replace('\t', ' ') + ' ';
    // What every processor in 64-bit mode has, and what this process promises (fail-fast).
    long bits = bit(2) | bit(3) | bit(6) | bit(8) | bit(9) | bit(10) | bit(12) | bit(14) | bit(23);
    bits |= flag(flags, "3dnow", 7);
    bits |= flag(flags, "pni", 13);
    bits |= flag(flags, "xsave", 17);
    bits |= flag(flags, "fsgsbase", 22);
    bits |= flag(flags, "rdrand", 28);
    bits |= flag(flags, "rdtscp", 32);
    bits |= flag(flags, "rdpid", 33);
    bits |= flag(flags, "monitorx", 35);
    bits |= flag(flags, "ssse3", 36);
    bits |= flag(flags, "sse4_1", 37);
    bits |= flag(flags, "sse4_2", 38);
    bits |= flag(flags, "avx", 39);
    bits |= flag(flags, "avx2", 40);
    return bits | flag(flags, "avx512f", 41);
  }

  private static long bit(int feature) {
    return 1L << feature;
  }

  private static long flag(String flags, String name, int feature) {
    return flags.contains(' ' + name + ' ') ? bit(feature) : 0;
  }
}
