package decant.nt.socket;

import decant.host.Epoll;
import decant.host.HostBuffer;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.io.BlockedCalls;

/** Waiting for several sockets, in Windows' terms of what ready means. */
public final class Readiness {
  /** Data, the end of them, or a connection to accept. */
  public static final int READ = 1;

  /** Room to send, or connected. */
  public static final int WRITE = 2;

  /** Urgent data, or a connection that failed. */
  public static final int EXCEPT = 4;

  /** The peer has ended the connection. */
  public static final int HANG_UP = 8;

  /** The connection failed or was reset; told with any of the others. */
  public static final int FAILED = 16;

  private static final int POLLFD_SIZE = 8;

  private Readiness() {}

  /**
   * Waits until one of the sockets is ready.
   *
   * @param sockets null for places that are to be left out
   * @param wanted the events that each is waited for
   * @param ready receives the events that came
   * @throws decant.nt.NtStatusException as {@link BlockedCalls#await}
   */
  public static void await(
      GuestThread t, SocketObject[] sockets, int[] wanted, int[] ready, long nanos) {
    long end = nanos == BlockedCalls.FOREVER ? 0 : System.nanoTime() + nanos;
    long left = nanos;
    while (true) {
      HostBuffer buffer = HostBuffer.get();
      for (int i = 0; i < sockets.length; i++) {
        int events = sockets[i] == null ? 0 : events(sockets[i], wanted[i]);
        buffer.putDataInt(POLLFD_SIZE * i, events == 0 ? -1 : sockets[i].fd());
        buffer.putDataInt(POLLFD_SIZE * i + 4, events);
      }
      BlockedCalls.await(t, sockets[0], sockets.length, left);
      int[] host = new int[sockets.length];
      for (int i = 0; i < sockets.length; i++) {
        host[i] = buffer.dataU16(POLLFD_SIZE * i + 6);
      }
      boolean any = false;
      for (int i = 0; i < sockets.length; i++) {
        ready[i] = host[i] == 0 ? 0 : meaning(sockets[i], host[i]) & (wanted[i] | FAILED);
        any |= ready[i] != 0;
      }
      if (any || left == 0) {
        return;
      }
      if (nanos != BlockedCalls.FOREVER) {
        left = Math.max(0, end - System.nanoTime());
      }
    }
  }

  private static int events(SocketObject socket, int wanted) {
    if (socket.isStream() && socket.state() == SocketObject.State.IDLE) {
      return 0; // the host calls it hung up, and Windows nothing
    }
    int events = 0;
    if ((wanted & READ) != 0) {
      events |= Epoll.EPOLLIN;
    }
    if ((wanted & WRITE) != 0) {
      events |= Epoll.EPOLLOUT;
    }
    if ((wanted & EXCEPT) != 0) {
      events |= socket.state() == SocketObject.State.CONNECTING ? Epoll.EPOLLOUT : Epoll.EPOLLPRI;
    }
    if ((wanted & HANG_UP) != 0) {
      events |= Epoll.EPOLLRDHUP;
    }
    return events;
  }

  private static int meaning(SocketObject socket, int host) {
    if (socket.state() == SocketObject.State.CONNECTING) {
      if ((host & (Epoll.EPOLLOUT | Epoll.EPOLLERR | Epoll.EPOLLHUP)) == 0) {
        return 0;
      }
      Win32Error error = socket.finishConnect();
      if (error != Win32Error.SUCCESS) {
        return EXCEPT | FAILED;
      }
      return WRITE;
    }
    int ready = 0;
    if ((host & (Epoll.EPOLLIN | Epoll.EPOLLHUP | Epoll.EPOLLERR | Epoll.EPOLLRDHUP)) != 0) {
      ready |= READ;
    }
    if ((host & (Epoll.EPOLLOUT | Epoll.EPOLLERR)) != 0) {
      ready |= WRITE;
    }
    if ((host & Epoll.EPOLLPRI) != 0) {
      ready |= EXCEPT;
    }
    if ((host & (Epoll.EPOLLRDHUP | Epoll.EPOLLHUP)) != 0) {
      ready |= HANG_UP;
    }
    if ((host & Epoll.EPOLLERR) != 0) {
      ready |= FAILED;
    }
    return ready;
  }
}
