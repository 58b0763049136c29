package decant.host;

/** {@code sys/epoll.h} and {@code sys/eventfd.h}. */
public final class Epoll {
  public static final int EPOLLIN = 0x1;
  public static final int EPOLLPRI = 0x2;
  public static final int EPOLLOUT = 0x4;
  public static final int EPOLLERR = 0x8;
  public static final int EPOLLHUP = 0x10;
  public static final int EPOLLRDHUP = 0x2000;
  public static final int EPOLLONESHOT = 0x4000_0000;

  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;
  public static final int EPOLL_CLOEXEC = 0x8_0000;

  /** {@code struct epoll_event}, packed: an int of events, eight bytes of data. */
  public static final int EVENT_SIZE = 12;

  public static final int EVENT_DATA = 4;

  public static final int EFD_CLOEXEC = 0x8_0000;
  public static final int EFD_NONBLOCK = 0x800;

  static {
    Libc.bind(Epoll.class);
  }

  private Epoll() {}

  public static native int epoll_create1(int flags);

  public static native int epoll_ctl(int epoll, int operation, int fd, long event);

  public static native int epoll_wait(int epoll, long events, int count, int milliseconds);

  public static native int eventfd(int initial, int flags);
}
