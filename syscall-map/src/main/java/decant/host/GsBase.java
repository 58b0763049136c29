package decant.host;

/** The base of the GS segment: guest threads have their TEB there. */
public final class GsBase {
  private static final long SYS_ARCH_PRCTL = 158;
  private static final long ARCH_SET_GS = 0x1001;

  static {
    Libc.bind(GsBase.class);
  }

  private GsBase() {}

  private static native long syscall(long number, long code, long address);

  /**
   * Takes the TEB from a host thread that runs no guest: the kernel lets a new thread have that of
   * the thread which made it.
   */
  public static void clear() {
    syscall(SYS_ARCH_PRCTL, ARCH_SET_GS, 0);
  }
}
