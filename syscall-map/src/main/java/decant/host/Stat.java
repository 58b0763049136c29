package decant.host;

/** {@code sys/stat.h}: what the host knows of a file, and changing it. */
public final class Stat {
  public static final int S_IFMT = 0xF000;
  public static final int S_IFIFO = 0x1000;
  public static final int S_IFCHR = 0x2000;
  public static final int S_IFDIR = 0x4000;
  public static final int S_IFBLK = 0x6000;
  public static final int S_IFREG = 0x8000;
  public static final int S_IFLNK = 0xA000;
  public static final int S_IFSOCK = 0xC000;

  /** All bits of {@code struct stat}, and the time of creation. */
  public static final int STATX_BASIC_AND_BTIME = 0xFFF;

  public static final int STATX_BTIME = 0x800;

  /** {@code struct statx}. */
  public static final int STATX_MASK = 0x00;

  public static final int STATX_BLKSIZE = 0x04;
  public static final int STATX_NLINK = 0x10;
  public static final int STATX_MODE = 0x1C;
  public static final int STATX_INO = 0x20;
  public static final int STATX_SIZE = 0x28;
  public static final int STATX_BLOCKS = 0x30;
  public static final int STATX_ATIME = 0x40;
  public static final int STATX_CREATED = 0x50;
  public static final int STATX_CTIME = 0x60;
  public static final int STATX_MTIME = 0x70;
  public static final int STATX_RDEV_MAJOR = 0x80;
  public static final int STATX_RDEV_MINOR = 0x84;
  public static final int STATX_DEV_MAJOR = 0x88;
  public static final int STATX_DEV_MINOR = 0x8C;

  /** How many words of eight bytes that is. */
  public static final int STATX_WORDS = 0x90 / 8;

  /** {@code tv_nsec} of {@link #utimensat}: leave this time as it is. */
  public static final long UTIME_OMIT = (1L << 30) - 2;

  static {
    Libc.bind(Stat.class);
  }

  private Stat() {}

  public static native int statx(int dirfd, long path, int flags, int mask, long buffer);

  public static native int mkdirat(int dirfd, long path, int mode);

  public static native int fchmodat(int dirfd, long path, int mode, int flags);

  public static native int utimensat(int dirfd, long path, long times, int flags);
}
