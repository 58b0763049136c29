package decant.host;

/** Contents, space and attributes of files, beyond reading and writing. */
public final class FileCalls {
  /** {@code struct statvfs}. */
  public static final int F_BSIZE = 0;

  public static final int F_FRSIZE = 8;
  public static final int F_BLOCKS = 16;
  public static final int F_BFREE = 24;
  public static final int F_BAVAIL = 32;
  public static final int F_FSID = 64;
  public static final int F_FLAG = 72;
  public static final long ST_RDONLY = 1;

  /** {@code f_type} of {@code struct statfs}: the file system's number. */
  public static final int STATFS_TYPE = 0;

  private static final long SYS_FSTATFS = 138;
  private static final long SYS_GETXATTRAT = 464;
  private static final int XATTR_ARGS_SIZE = 16;

  static {
    Libc.bind(FileCalls.class);
  }

  private FileCalls() {}

  public static native int ftruncate(int fd, long length);

  public static native int fsync(int fd);

  public static native int statvfs(long path, long buffer);

  public static native int fstatvfs(int fd, long buffer);

  public static native long copy_file_range(
      int from, long fromOffset, int to, long toOffset, long length, int flags);

  public static native long getxattr(long path, long name, long value, long size);

  public static native long fgetxattr(int fd, long name, long value, long size);

  /**
   * {@link #getxattr} of a path that begins at an open directory. The kernel has it since 6.13;
   * {@code ENOSYS} before.
   *
   * @param arguments {@code struct xattr_args}: address of the value, its size and flags
   */
  public static long getxattrat(int directory, long path, long name, long arguments) {
    return syscall(SYS_GETXATTRAT, directory, path, 0, name, arguments, XATTR_ARGS_SIZE);
  }

  /** As {@link #fstatvfs}, into a {@code struct statfs}, which says what the file system is. */
  public static int fstatfs(int fd, long buffer) {
    return (int) syscall(SYS_FSTATFS, fd, buffer, 0, 0, 0, 0);
  }

  private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  public static native int setxattr(long path, long name, long value, long size, int flags);

  public static native int removexattr(long path, long name);

  public static native long getcwd(long buffer, long size);
}
