package decant.host;

/** {@code fcntl.h}: opening files, record locks, file space. */
public final class Fcntl {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_ACCMODE = 3;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NOCTTY = 0x100;
  public static final int O_APPEND = 0x400;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_DIRECTORY = 0x1_0000;
  public static final int O_NOFOLLOW = 0x2_0000;
  public static final int O_CLOEXEC = 0x8_0000;
  public static final int O_PATH = 0x20_0000;

  public static final int AT_FDCWD = -100;
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;
  public static final int AT_REMOVEDIR = 0x200;
  public static final int AT_SYMLINK_FOLLOW = 0x400;
  public static final int AT_EMPTY_PATH = 0x1000;

  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_OFD_SETLK = 37;
  public static final int F_OFD_SETLKW = 38;

  public static final int F_RDLCK = 0;
  public static final int F_WRLCK = 1;
  public static final int F_UNLCK = 2;

  /** {@code struct flock}. */
  public static final int FLOCK_TYPE = 0;

  public static final int FLOCK_WHENCE = 2;
  public static final int FLOCK_START = 8;
  public static final int FLOCK_LEN = 16;
  public static final int FLOCK_PID = 24;

  public static final int FALLOC_FL_KEEP_SIZE = 1;
  public static final int FALLOC_FL_PUNCH_HOLE = 2;

  static {
    Libc.bind(Fcntl.class);
  }

  private Fcntl() {}

  public static native int openat(int dirfd, long path, int flags, int mode);

  public static native int fcntl(int fd, int command, long argument);

  public static native int fallocate(int fd, int mode, long offset, long length);
}
