package decant.host;

/** Names in directories: {@code unistd.h} and {@code stdio.h}. */
public final class Links {
  public static final int RENAME_NOREPLACE = 1;

  static {
    Libc.bind(Links.class);
  }

  private Links() {}

  public static native int unlinkat(int dirfd, long path, int flags);

  public static native int linkat(int fromDir, long from, int toDir, long to, int flags);

  public static native int symlinkat(long target, int dirfd, long path);

  public static native long readlinkat(int dirfd, long path, long buffer, long size);

  public static native int renameat2(int fromDir, long from, int toDir, long to, int flags);
}
