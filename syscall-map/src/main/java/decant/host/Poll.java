package decant.host;

/** {@code poll.h}. A {@code struct pollfd} is an int descriptor, then two shorts of events. */
public final class Poll {
  public static final int POLLIN = 0x1;
  public static final int POLLOUT = 0x4;
  public static final int POLLERR = 0x8;
  public static final int POLLHUP = 0x10;

  static {
    Libc.bind(Poll.class);
  }

  private Poll() {}

  public static native int poll(long fds, long count, int milliseconds);
}
