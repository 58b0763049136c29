package decant.host;

/**
 * {@code fstat} of {@code sys/stat.h}, and where the fields of x86-64's {@code struct stat} are.
 */
public final class Fstat {
  public static final int ST_DEV = 0;
  public static final int ST_INO = 8;
  public static final int ST_NLINK = 16;
  public static final int ST_MODE = 24;
  public static final int ST_RDEV = 40;
  public static final int ST_SIZE = 48;
  public static final int SIZE = 144;

  public static final int S_IFMT = 0xF000;
  public static final int S_IFSOCK = 0xC000;
  public static final int S_IFREG = 0x8000;
  public static final int S_IFCHR = 0x2000;
  public static final int S_IFIFO = 0x1000;

  static {
    Libc.bind(Fstat.class);
  }

  private Fstat() {}

  public static native int fstat(int fd, long stat);
}
