package decant.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whole files of the host. Java's own streams start a thread with the first of them, which each
 * program's start would wait for.
 */
public final class HostFile {
  private HostFile() {}

  private static int open(HostBuffer buffer, String path, int flags) {
    long name = buffer.path(path.getBytes(StandardCharsets.UTF_8));
    return Fcntl.openat(Fcntl.AT_FDCWD, name, flags | Fcntl.O_CLOEXEC, 0);
  }

  /** The contents of a file; null, with errno set, when it cannot be read. */
  public static byte[] read(String path) {
    HostBuffer buffer = HostBuffer.get();
    int fd = open(buffer, path, Fcntl.O_RDONLY);
    if (fd < 0) {
      return null;
    }
    try {
      byte[] bytes = new byte[HostBuffer.DATA_SIZE];
      int length = 0;
      long n;
      while ((n = Unistd.read(fd, buffer.data(), HostBuffer.DATA_SIZE)) > 0) {
        if (length + n > bytes.length) {
          bytes = Arrays.copyOf(bytes, 4 * bytes.length);
        }
        buffer.data(bytes, length, (int) n);
        length += (int) n;
      }
      return n < 0 ? null : Arrays.copyOf(bytes, length);
    } finally {
      Unistd.close(fd);
    }
  }

  /**
   * Writes into a file that is there, from its beginning; returns whether all could be written.
   *
   * @param bytes at most {@link HostBuffer#DATA_SIZE}
   */
  public static boolean write(String path, byte[] bytes) {
    HostBuffer buffer = HostBuffer.get();
    int fd = open(buffer, path, Fcntl.O_WRONLY);
    if (fd < 0) {
      return false;
    }
    try {
      buffer.putData(bytes);
      return Unistd.write(fd, buffer.data(), bytes.length) == bytes.length;
    } finally {
      Unistd.close(fd);
    }
  }
}
