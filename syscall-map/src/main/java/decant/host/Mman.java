package decant.host;

/** {@code sys/mman.h}. */
public final class Mman {
  public static final int PROT_NONE = 0;
  public static final int PROT_READ = 1;
  public static final int PROT_WRITE = 2;
  public static final int PROT_EXEC = 4;

  public static final int MAP_SHARED = 0x01;
  public static final int MAP_PRIVATE = 0x02;
  public static final int MAP_FIXED = 0x10;
  public static final int MAP_ANONYMOUS = 0x20;
  public static final int MAP_NORESERVE = 0x4000;
  public static final int MAP_FIXED_NOREPLACE = 0x100000;

  /** A flag of {@link #memfd_create}. */
  public static final int MFD_CLOEXEC = 1;

  public static final int MS_ASYNC = 1;
  public static final int MS_SYNC = 4;
  public static final int MADV_DONTNEED = 4;

  /** Memory that is about to be filled comes in pages of 2 MiB. */
  public static final int MADV_HUGEPAGE = 14;

  static {
    Libc.bind(Mman.class);
  }

  private Mman() {}

  public static native long mmap(
      long address, long length, int prot, int flags, int fd, long offset);

  public static native int munmap(long address, long length);

  public static native int mprotect(long address, long length, int prot);

  public static native int madvise(long address, long length, int advice);

  /** Makes a file without a name in memory; {@code name} is the address of a label for it. */
  public static native int memfd_create(long name, int flags);

  /** {@code string.h}: the first place of a few bytes in others, 0 when they do not occur. */
  public static native long memmem(long in, long length, long bytes, long count);

  public static native int msync(long address, long length, int flags);
}
