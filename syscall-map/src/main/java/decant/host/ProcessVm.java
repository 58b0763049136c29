package decant.host;

/** {@code sys/uio.h}: memory as the kernel reads it, without a fault where there is none. */
public final class ProcessVm {
  /** {@code struct iovec}. */
  public static final int IOV_BASE = 0;

  public static final int IOV_LEN = 8;
  public static final int IOV_SIZE = 16;

  static {
    Libc.bind(ProcessVm.class);
  }

  private ProcessVm() {}

  /** Returns the bytes read: less than asked for when one of the ranges is not readable. */
  public static native long process_vm_readv(
      int pid, long local, long locals, long remote, long remotes, long flags);
}
