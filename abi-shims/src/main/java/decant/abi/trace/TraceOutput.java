package decant.abi.trace;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Unistd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a trace goes. Each line is written at once and by one call, at the end of what there is: it
 * survives whatever ends the process, threads never mix theirs, and neither do processes.
 */
final class TraceOutput {
  private static final int MODE = 0644;

  /** Descriptors from here on are not among those that a program's handles are. */
  private static final int FIRST_FD = 200;

  private final int fd;

  private TraceOutput(int fd) {
    this.fd = fd;
  }

  /**
   * Opens it.
   *
   * @param path a file, made or emptied; null for standard error
   * @param add whether what the file has stays
   * @throws IOException with the reason
   */
  static TraceOutput open(String path, boolean add) throws IOException {
    int fd = 2;
    if (path != null) {
      int flags = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND | Fcntl.O_CLOEXEC;
      HostBuffer buffer = HostBuffer.get();
      byte[] name = path.getBytes(StandardCharsets.UTF_8);
      fd = Fcntl.openat(Fcntl.AT_FDCWD, buffer.path(name), flags | Fcntl.O_NOCTTY, MODE);
      if (fd < 0) {
        throw new IOException(decant.host.Errno.last().name());
      }
      if (!add) {
        Unistd.ftruncate(fd, 0); // fails for what is no file, which has nothing to be emptied of
      }
    }
    int high = Fcntl.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, FIRST_FD);
    if (path != null) {
      Unistd.close(fd);
    }
    if (high < 0) {
      throw new IOException(decant.host.Errno.last().name());
    }
    return new TraceOutput(high);
  }

  /** The name by which other processes open the same. */
  String sharedName() {
    return "/proc/" + Unistd.getpid() + "/fd/" + fd;
  }

  /** Writes lines; those of a full disk or a closed pipe are lost. */
  void write(StringBuilder lines) {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    HostBuffer buffer = HostBuffer.get();
    for (int at = 0; at < bytes.length; ) {
      int n = Math.min(bytes.length - at, HostBuffer.DATA_SIZE);
      byte[] part =
          at == 0 && n == bytes.length ? bytes : java.util.Arrays.copyOfRange(bytes, at, at + n);
      buffer.putData(part);
      for (int done = 0; done < n; ) {
        long written = Unistd.write(fd, buffer.data() + done, n - done);
        if (written <= 0) {
          return;
        }
        done += (int) written;
      }
      at += n;
    }
  }
}
