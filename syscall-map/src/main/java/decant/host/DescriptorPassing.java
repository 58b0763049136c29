package decant.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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
   * @return the number of bytes, or -1
   */
  public static long send(int socket, MemorySegment bytes, int[] fds, int from, int count) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = header(arena, bytes);
      if (count > 0) {
        MemorySegment control = control(arena, message, count);
        control.set(ValueLayout.JAVA_LONG, 0, CMSG_HEADER + 4L * count);
        control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
        MemorySegment.copy(fds, from, control, ValueLayout.JAVA_INT, CMSG_HEADER, count);
      }
      return sendmsg(socket, message.address(), MSG_NOSIGNAL);
    }
  }

  /**
   * Receives bytes, and the descriptors that come with them, closed on exec.
   *
   * @param fds takes the descriptors from {@code from} on; those that it has no room for are closed
   * @param received takes the number of descriptors
   * @return the number of bytes, 0 when the other end is closed, or -1
   */
  public static long receive(int socket, MemorySegment bytes, int[] fds, int from, int[] received) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = header(arena, bytes);
      MemorySegment control = control(arena, message, MAX_DESCRIPTORS);
      long n = recvmsg(socket, message.address(), MSG_CMSG_CLOEXEC);
      int count = 0;
      if (n > 0 && message.get(ValueLayout.JAVA_LONG, MSG_CONTROLLEN) >= CMSG_HEADER) {
        int there = (int) (control.get(ValueLayout.JAVA_LONG, 0) - CMSG_HEADER) / 4;
        for (int i = 0; i < there; i++) {
          int fd = control.get(ValueLayout.JAVA_INT, CMSG_HEADER + 4L * i);
          if (from + count < fds.length) {
            fds[from + count++] = fd;
          } else {
            Unistd.close(fd);
          }
        }
      }
      received[0] = count;
      return n;
    }
  }

  private static MemorySegment header(Arena arena, MemorySegment bytes) {
    MemorySegment message = arena.allocate(MSG_SIZE + IOV_SIZE, 8);
    message.set(ValueLayout.JAVA_LONG, MSG_IOV, message.address() + MSG_SIZE);
    message.set(ValueLayout.JAVA_LONG, MSG_IOVLEN, 1);
    message.set(ValueLayout.JAVA_LONG, MSG_SIZE, bytes.address());
    message.set(ValueLayout.JAVA_LONG, MSG_SIZE + 8, bytes.byteSize());
    return message;
  }

  private static MemorySegment control(Arena arena, MemorySegment message, int descriptors) {
    MemorySegment control = arena.allocate(CMSG_HEADER + 4L * descriptors, 8);
    message.set(ValueLayout.JAVA_LONG, MSG_CONTROL, control.address());
    message.set(ValueLayout.JAVA_LONG, MSG_CONTROLLEN, control.byteSize());
    return control;
  }
}
