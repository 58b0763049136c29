package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.io.BlockedCalls;
import decant.nt.socket.Readiness;
import decant.nt.socket.SocketErrors;
import decant.nt.socket.SocketObject;

/** winsock2.h: waiting for several sockets by {@code select} and {@code WSAPoll}. */
@Library({"ws2_32", "wsock32"})
public final class WinSock2Select {
  /** {@code fd_set}: the number, then the handles. */
  private static final int FD_ARRAY = 8;

  /** As many as fit into the thread's buffer, less the one that wakes the call. */
  private static final int MOST = HostBuffer.DATA_SIZE / 8 - 1;

  /** {@code WSAPOLLFD}: handle, two shorts, padding. */
  private static final int POLLFD_SIZE = 16;

  private static final int POLLFD_EVENTS = 8;
  private static final int POLLFD_REVENTS = 10;
  private static final int POLLRDNORM = 0x100;
  private static final int POLLRDBAND = 0x200;
  private static final int POLLWRNORM = 0x10;
  private static final int POLLERR = 0x1;
  private static final int POLLHUP = 0x2;
  private static final int POLLNVAL = 0x4;
  private static final int POLL_WANTED = POLLRDNORM | POLLRDBAND | POLLWRNORM;

  private WinSock2Select() {}

  /**
   * Waits until a socket of three sets is ready, and leaves in them those that are.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-select">select</a>
   */
  @Export(ordinal = 18, fails = Fails.MINUS_ONE)
  static int select(
      GuestThread t,
      int nfds,
      @In @Out @Opt long readfds,
      @In @Out @Opt long writefds,
      @In @Out @Opt long exceptfds,
      @In @Opt long timeout) {
    int reads = count(readfds);
    int writes = count(writefds);
    int excepts = count(exceptfds);
    int total = reads + writes + excepts;
    if (total == 0 || total > MOST) {
      throw Win32Error.WSAEINVAL.exception();
    }
    SocketObject[] sockets = new SocketObject[total];
    int[] wanted = new int[total];
    collect(t, readfds, reads, Readiness.READ, sockets, wanted, 0);
    collect(t, writefds, writes, Readiness.WRITE, sockets, wanted, reads);
    collect(t, exceptfds, excepts, Readiness.EXCEPT, sockets, wanted, reads + writes);
    int[] ready = new int[total];
    await(t, sockets, wanted, ready, nanos(timeout));
    return keep(readfds, ready, 0, reads)
        + keep(writefds, ready, reads, writes)
        + keep(exceptfds, ready, reads + writes, excepts);
  }

  private static int count(long set) {
    return set == 0 ? 0 : Math.max(0, Math.min(Memory.getInt(set), MOST + 1));
  }

  private static long nanos(long timeval) {
    if (timeval == 0) {
      return BlockedCalls.FOREVER;
    }
    long seconds = Memory.getInt(timeval);
    long micros = Memory.getInt(timeval + 4);
    if (seconds < 0 || micros < 0) {
      throw Win32Error.WSAEINVAL.exception();
    }
    return seconds * 1_000_000_000L + micros * 1000;
  }

  private static void collect(
      GuestThread t,
      long set,
      int count,
      int event,
      SocketObject[] sockets,
      int[] wanted,
      int from) {
    for (int i = 0; i < count; i++) {
      sockets[from + i] = Ws2.socket(t, Memory.getLong(set + FD_ARRAY + 8L * i));
      wanted[from + i] = event;
    }
  }

  private static void await(
      GuestThread t, SocketObject[] sockets, int[] wanted, int[] ready, long nanos) {
    try {
      Readiness.await(t, sockets, wanted, ready, nanos);
    } catch (NtStatusException e) {
      throw SocketErrors.of(e.status()).exception();
    }
  }

  /** Leaves in a set what is ready; returns how many. */
  private static int keep(long set, int[] ready, int from, int count) {
    if (set == 0) {
      return 0;
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (ready[from + i] != 0) {
        Memory.putLong(set + FD_ARRAY + 8L * kept, Memory.getLong(set + FD_ARRAY + 8L * i));
        kept++;
      }
    }
    Memory.putInt(set, kept);
    return kept;
  }

  /** Whether a set contains a socket: what {@code FD_ISSET} calls. */
  @Export(value = "__WSAFDIsSet", ordinal = 151)
  static int WSAFDIsSet(@Handle long s, @In long set) {
    int count = count(set);
    for (int i = 0; i < count; i++) {
      if (Memory.getLong(set + FD_ARRAY + 8L * i) == s) {
        return 1;
      }
    }
    return 0;
  }

  /**
   * Waits until a socket of an array is ready.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsapoll">WSAPoll</a>
   */
  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSAPoll(GuestThread t, @In @Out long fdArray, int fds, int timeout) {
    if (fds <= 0 || fds > MOST) {
      throw Win32Error.WSAEINVAL.exception();
    }
    SocketObject[] sockets = new SocketObject[fds];
    int[] wanted = new int[fds];
    int[] ready = new int[fds];
    int invalid = 0;
    for (int i = 0; i < fds; i++) {
      long at = fdArray + (long) POLLFD_SIZE * i;
      long handle = Memory.getLong(at);
      int events = Memory.getU16(at + POLLFD_EVENTS);
      if ((events & ~POLL_WANTED) != 0) {
        throw Win32Error.WSAEINVAL.exception();
      }
      wanted[i] = wanted(events) | Readiness.HANG_UP;
      Memory.putShort(at + POLLFD_REVENTS, 0);
      if (handle == -1) {
        continue;
      }
      try {
        sockets[i] = Ws2.socket(t, handle);
      } catch (decant.nt.Win32Exception e) {
        Memory.putShort(at + POLLFD_REVENTS, POLLNVAL);
        invalid++;
      }
    }
    if (invalid == fds) {
      throw Win32Error.WSAENOTSOCK.exception();
    }
    long nanos = timeout < 0 ? BlockedCalls.FOREVER : timeout * 1_000_000L;
    await(t, sockets, wanted, ready, invalid > 0 ? 0 : nanos);
    int count = invalid;
    for (int i = 0; i < fds; i++) {
      long at = fdArray + (long) POLLFD_SIZE * i;
      int events = events(ready[i], Memory.getU16(at + POLLFD_EVENTS));
      if (events != 0) {
        Memory.putShort(at + POLLFD_REVENTS, events);
        count++;
      }
    }
    return count;
  }

  private static int wanted(int events) {
    return ((events & POLLRDNORM) != 0 ? Readiness.READ : 0)
        | ((events & POLLRDBAND) != 0 ? Readiness.EXCEPT : 0)
        | ((events & POLLWRNORM) != 0 ? Readiness.WRITE : 0);
  }

  private static int events(int ready, int asked) {
    int events = 0;
    if ((ready & Readiness.READ) != 0) {
      events |= asked & POLLRDNORM;
    }
    if ((ready & Readiness.WRITE) != 0) {
      events |= asked & POLLWRNORM;
    }
    if ((ready & Readiness.FAILED) != 0) {
      events |= POLLERR | POLLHUP;
    } else if ((ready & Readiness.HANG_UP) != 0) {
      events |= POLLHUP;
    } else if ((ready & Readiness.EXCEPT) != 0) {
      events |= asked & POLLRDBAND;
    }
    return events;
  }
}
