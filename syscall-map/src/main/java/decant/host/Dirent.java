package decant.host;

/** {@code dirent.h}: reading directories. */
public final class Dirent {
  /** {@code struct dirent64}: offsets of its record length and of the zero-terminated name. */
  public static final int RECLEN = 16;

  public static final int NAME = 19;

  static {
    Libc.bind(Dirent.class);
  }

  private Dirent() {}

  /** Fills a buffer with {@code dirent64} records; returns the bytes, 0 at the end. */
  public static native long getdents64(int fd, long buffer, long size);
}
