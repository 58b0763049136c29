package decant.host;

/**
 * {@code sys/inotify.h}. A {@code struct inotify_event} is the watch's number, the events, a cookie
 * that pairs the halves of a move, the length of the name, and the name with zeros behind it.
 */
public final class Inotify {
  public static final int IN_ACCESS = 0x1;
  public static final int IN_MODIFY = 0x2;
  public static final int IN_ATTRIB = 0x4;
  public static final int IN_MOVED_FROM = 0x40;
  public static final int IN_MOVED_TO = 0x80;
  public static final int IN_CREATE = 0x100;
  public static final int IN_DELETE = 0x200;
  public static final int IN_Q_OVERFLOW = 0x4000;
  public static final int IN_IGNORED = 0x8000;
  public static final int IN_ONLYDIR = 0x100_0000;
  public static final int IN_DONT_FOLLOW = 0x200_0000;
  public static final int IN_ISDIR = 0x4000_0000;

  public static final int IN_NONBLOCK = 0x800;
  public static final int IN_CLOEXEC = 0x8_0000;

  public static final int EVENT_WD = 0;
  public static final int EVENT_MASK = 4;
  public static final int EVENT_COOKIE = 8;
  public static final int EVENT_LEN = 12;
  public static final int EVENT_NAME = 16;

  static {
    Libc.bind(Inotify.class);
  }

  private Inotify() {}

  public static native int inotify_init1(int flags);

  public static native int inotify_add_watch(int fd, long path, int mask);
}
