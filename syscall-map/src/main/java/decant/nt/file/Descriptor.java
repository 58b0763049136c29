package decant.nt.file;

import decant.host.DemandPages;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Poll;
import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/**
 * Reading and writing of host descriptors that are streams: goes on after signals, and waits where
 * another process has made the descriptor non-blocking (shells and terminals share such flags).
 */
public final class Descriptor {
  private static final int LAST_STANDARD = 2;
  private static final byte[] NULL_DEVICE = {'/', 'd', 'e', 'v', '/', 'n', 'u', 'l', 'l'};

  private Descriptor() {}

  /** {@code read(2)}: at least one byte, or 0 at the end of the stream. */
  public static int read(GuestThread thread, int fd, long buffer, int length) {
    while (true) {
      long n = Unistd.read(fd, buffer, length);
      if (n >= 0) {
        return (int) n;
      }
      retryOrThrow(thread, fd, Poll.POLLIN);
    }
  }

  /** {@code write(2)} until everything is written. */
  public static int write(GuestThread thread, int fd, long buffer, int length) {
    DemandPages.bringIn(buffer, length);
    int done = 0;
    while (done < length) {
      long n = Unistd.write(fd, buffer + done, length - done);
      if (n >= 0) {
        done += (int) n;
      } else {
        retryOrThrow(thread, fd, Poll.POLLOUT);
      }
    }
    return done;
  }

  private static void retryOrThrow(GuestThread thread, int fd, int events) {
    Errno errno = Errno.last();
    if (errno == Errno.EAGAIN) {
      poll(thread, fd, events, -1);
    } else if (errno != Errno.EINTR) {
      throw NtStatus.of(errno).exception();
    }
  }

  /**
   * Closes a descriptor. The numbers of the standard streams stay taken, by the null device: what
   * is opened later must not become the JVM's output.
   */
  public static void close(int fd) {
    if (fd > LAST_STANDARD) {
      Unistd.close(fd);
      return;
    }
    int nothing =
        Fcntl.openat(
            Fcntl.AT_FDCWD, HostBuffer.get().path(NULL_DEVICE), Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
    if (nothing >= 0) {
      Unistd.dup2(nothing, fd);
      Unistd.close(nothing);
    }
  }

  /**
   * Waits for events; returns those that came, 0 after the time.
   *
   * @param milliseconds -1 for ever
   */
  public static int poll(GuestThread thread, int fd, int events, int milliseconds) {
    long pollfd = thread.scratch();
    Memory.putInt(pollfd, fd);
    Memory.putInt(pollfd + 4, events);
    return Poll.poll(pollfd, 1, milliseconds) > 0 ? Memory.getU16(pollfd + 6) : 0;
  }
}
