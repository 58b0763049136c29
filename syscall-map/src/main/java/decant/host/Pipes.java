package decant.host;

/** Looking into pipes ({@code tee} of {@code fcntl.h}) and sockets ({@code sys/socket.h}). */
public final class Pipes {
  public static final int SPLICE_F_NONBLOCK = 2;
  public static final int MSG_PEEK = 2;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int AF_UNIX = 1;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_SEQPACKET = 5;
  public static final int SOCK_CLOEXEC = 0x8_0000;

  static {
    Libc.bind(Pipes.class);
  }

  private Pipes() {}

  /** Copies what waits in one pipe into another. */
  public static native long tee(int from, int to, long length, int flags);

  public static native long send(int socket, long buffer, long length, int flags);

  public static native long recv(int socket, long buffer, long length, int flags);

  /** Makes two connected sockets; {@code pair} is the address of two ints. */
  public static native int socketpair(int domain, int type, int protocol, long pair);
}
