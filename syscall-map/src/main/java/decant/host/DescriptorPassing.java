package decant.host;

/** Messages with descriptors over local sockets ({@code sys/socket.h}, {@code SCM_RIGHTS}). */
public final class DescriptorPassing {
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

  /** The most descriptors that one message carries. */
  public static final int MAX_DESCRIPTORS = 250;

  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  /** {@code struct msghdr}; a {@code struct iovec} follows it here. */
  private static final int MSG_SIZE = 56;

  private static final int IOV_SIZE = 16;

  /** Where the control message lies behind both. */
  private static final int CONTROL = MSG_SIZE + IOV_SIZE;

  private static final int MSG_IOV = 16;
  private static final int MSG_IOVLEN = 24;
  private static final int MSG_CONTROL = 32;
  private static final int MSG_CONTROLLEN = 40;

  /** {@code CMSG_DATA}. */
  private static final int CMSG_HEADER = 16;

  static {
    Libc.bind(DescriptorPassing.class);
  }

  private DescriptorPassing() {}

  private static native long sendmsg(int socket, long message, int flags);

  private static native long recvmsg(int socket, long message, int flags);

  /**
   * Sends bytes, which must not be none, and descriptors with them.
   *
   * @param bytes native memory
   * @return the number of bytes, or -1
   */
  public static long send(int socket, Bytes bytes, int[] fds, int from, int count) {
    Bytes message = message(bytes, count);
    try {
      if (count > 0) {
        message.put64(CONTROL, CMSG_HEADER + 4L * count);
        message.put32(CONTROL + 8, SOL_SOCKET);
        message.put32(CONTROL + 12, SCM_RIGHTS);
        for (int i = 0; i < count; i++) {
          message.put32(CONTROL + CMSG_HEADER + 4L * i, fds[from + i]);
        }
      }
      return sendmsg(socket, message.address(), MSG_NOSIGNAL);
    } finally {
      message.free();
    }
  }

  /**
   * Receives bytes, and the descriptors that come with them, closed on exec.
   *
   * @param bytes native memory
   * @param fds takes the descriptors from {@code from} on; those that it has no room for are closed
   * @param received takes the number of descriptors
   * @return the number of bytes, 0 when the other end is closed, or -1
   */
  public static long receive(int socket, Bytes bytes, int[] fds, int from, int[] received) {
    Bytes message = message(bytes, MAX_DESCRIPTORS);
    try {
      long n = recvmsg(socket, message.address(), MSG_CMSG_CLOEXEC);
      int count = 0;
      if (n > 0 && message.get64(MSG_CONTROLLEN) >= CMSG_HEADER) {
        int there = (int) (message.get64(CONTROL) - CMSG_HEADER) / 4;
        for (int i = 0; i < there; i++) {
          int fd = message.get32(CONTROL + CMSG_HEADER + 4L * i);
          if (from + count < fds.length) {
            fds[from + count++] = fd;
          } else {
            Unistd.close(fd);
          }
        }
      }
      received[0] = count;
      return n;
    } finally {
      message.free();
    }
  }

  /** A {@code struct msghdr} for bytes, with room for descriptors when there are to be some. */
  private static Bytes message(Bytes bytes, int descriptors) {
    Bytes message = Bytes.allocate(CONTROL + CMSG_HEADER + 4L * descriptors);
    message.put64(MSG_IOV, message.address() + MSG_SIZE);
    message.put64(MSG_IOVLEN, 1);
    message.put64(MSG_SIZE, bytes.address());
    message.put64(MSG_SIZE + 8, bytes.size());
    if (descriptors > 0) {
      message.put64(MSG_CONTROL, message.address() + CONTROL);
      message.put64(MSG_CONTROLLEN, CMSG_HEADER + 4L * descriptors);
    }
    return message;
  }
}
