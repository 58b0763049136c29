package decant.host;

/** {@code sys/auxv.h}: what the kernel tells a process at its start. */
public final class Auxv {
  public static final long AT_HWCAP2 = 26;
  public static final long AT_SYSINFO_EHDR = 33;

  /** In {@link #AT_HWCAP2}: RDFSBASE and its kin may be used in user mode. */
  public static final long HWCAP2_FSGSBASE = 2;

  static {
    Libc.bind(Auxv.class);
  }

  private Auxv() {}

  public static native long getauxval(long type);
}
