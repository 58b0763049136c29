package decant.host;

/** {@code sys/socket.h}, with the numbers of Linux on x86-64. */
public final class Sockets {
  public static final int AF_UNSPEC = 0;
  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_RAW = 3;
  public static final int SOCK_SEQPACKET = 5;
  public static final int SOCK_NONBLOCK = 0x800;
  public static final int SOCK_CLOEXEC = 0x8_0000;

  public static final int MSG_OOB = 0x1;
  public static final int MSG_PEEK = 0x2;
  public static final int MSG_DONTROUTE = 0x4;
  public static final int MSG_CTRUNC = 0x8;
  public static final int MSG_TRUNC = 0x20;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_WAITALL = 0x100;
  public static final int MSG_NOSIGNAL = 0x4000;

  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;

  public static final int SOL_SOCKET = 1;
  public static final int SO_REUSEADDR = 2;
  public static final int SO_ERROR = 4;

  public static final int IPPROTO_IPV6 = 41;
  public static final int IPV6_V6ONLY = 26;

  /** {@code struct msghdr}. */
  public static final int MSG_NAME = 0;

  public static final int MSG_NAMELEN = 8;
  public static final int MSG_IOV = 16;
  public static final int MSG_IOVLEN = 24;
  public static final int MSG_CONTROL = 32;
  public static final int MSG_CONTROLLEN = 40;
  public static final int MSG_FLAGS = 48;
  public static final int MSGHDR_SIZE = 56;

  static {
    Libc.bind(Sockets.class);
  }

  private Sockets() {}

  public static native int socket(int domain, int type, int protocol);

  public static native int bind(int fd, long address, int length);

  public static native int connect(int fd, long address, int length);

  public static native int listen(int fd, int backlog);

  public static native int accept4(int fd, long address, long length, int flags);

  public static native int getsockname(int fd, long address, long length);

  public static native int getpeername(int fd, long address, long length);

  public static native int getsockopt(int fd, int level, int option, long value, long length);

  public static native int setsockopt(int fd, int level, int option, long value, int length);

  public static native int shutdown(int fd, int how);

  public static native long send(int fd, long buffer, long length, int flags);

  public static native long recv(int fd, long buffer, long length, int flags);

  public static native long sendmsg(int fd, long message, int flags);

  public static native long recvmsg(int fd, long message, int flags);

  public static native long sendfile(int to, int from, long offset, long count);
}
