package decant.host;

/** {@code unistd.h}: descriptors and the process. */
public final class Unistd {
  public static final int SEEK_SET = 0;
  public static final int SEEK_CUR = 1;
  public static final int SEEK_END = 2;

  /** A flag of {@link #pipe2}: programs that the process starts do not get the descriptor. */
  public static final int O_CLOEXEC = 0x80000;

  static {
    Libc.bind(Unistd.class);
  }

  private Unistd() {}

  public static native long read(int fd, long buffer, long count);

  public static native long write(int fd, long buffer, long count);

  public static native long pread(int fd, long buffer, long count, long offset);

  public static native long pwrite(int fd, long buffer, long count, long offset);

  public static native long lseek(int fd, long offset, int whence);

  public static native int ftruncate(int fd, long length);

  public static native int close(int fd);

  public static native int dup2(int from, int to);

  /** Makes a pipe; {@code ends} is the address of two ints: reading end, writing end. */
  public static native int pipe2(long ends, int flags);

  public static native int getpid();

  /** Becomes another program, with the same environment; comes back only when it cannot. */
  public static native int execv(long path, long argv);

  /** Ends the process at once, without any of the JVM's shutdown work. */
  public static native void _exit(int status);
}
