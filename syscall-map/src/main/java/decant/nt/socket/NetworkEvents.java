package decant.nt.socket;

import decant.host.Epoll;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Poll;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.io.IoRequest;
import decant.nt.sync.EventObject;

/**
 * {@code WSAEventSelect}: what has happened on a socket, recorded until the program asks, and an
 * event that is set when something is. An event that was recorded is recorded again only after the
 * call that re-enables it (reading for {@code FD_READ}, a send that would block for {@code
 * FD_WRITE} …) and if the condition still or again holds.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaeventselect">WSAEventSelect</a>
 */
public final class NetworkEvents {
  public static final int FD_READ = 0x1;
  public static final int FD_WRITE = 0x2;
  public static final int FD_OOB = 0x4;
  public static final int FD_ACCEPT = 0x8;
  public static final int FD_CONNECT = 0x10;
  public static final int FD_CLOSE = 0x20;

  /** {@code FD_MAX_EVENTS}: entries of {@code iErrorCode}. */
  public static final int MAX_EVENTS = 10;

  private static final int FD_CONNECT_BIT = 4;
  private static final int FD_CLOSE_BIT = 5;
  private static final int DOWN = Epoll.EPOLLHUP | Epoll.EPOLLERR;

  private final SocketObject socket;
  private EventObject event;
  private int wanted;

  /** Events whose next occurrence is to be recorded. */
  private int enabled;

  private int recorded;
  private int connectError;
  private int closeError;
  private Monitor monitor;

  NetworkEvents(SocketObject socket) {
    this.socket = socket;
  }

  synchronized boolean isActive() {
    return wanted != 0;
  }

  /**
   * Says what is wanted from now on; what was recorded is forgotten.
   *
   * @param object the event to set; null with no events
   */
  public void select(EventObject object, int events) {
    Monitor old;
    Monitor fresh = null;
    synchronized (this) {
      old = monitor;
      if (event != null) {
        event.release();
      }
      event = events == 0 ? null : object;
      if (event != null) {
        event.retain();
      }
      wanted = events;
      enabled = events;
      recorded = 0;
      monitor = null;
      if (events != 0) {
        fresh = new Monitor();
        monitor = fresh;
      }
    }
    if (old != null) {
      old.stop();
    }
    if (fresh != null) {
      socket.queue().watch(fresh);
    }
  }

  /** A call has re-enabled events. */
  void reenable(int events) {
    synchronized (this) {
      int more = events & wanted & ~enabled;
      if (more == 0) {
        return;
      }
      enabled |= more;
    }
    socket.queue().changed();
  }

  /**
   * Gives what was recorded to a program, and forgets it.
   *
   * @param networkEvents address of a {@code WSANETWORKEVENTS}
   * @param reset the event to reset with that; null for none
   */
  public synchronized void take(long networkEvents, EventObject reset) {
    if (reset != null) {
      reset.reset();
    }
    Memory.putInt(networkEvents, recorded);
    for (int i = 0; i < MAX_EVENTS; i++) {
      int error = 0;
      if (i == FD_CONNECT_BIT && (recorded & FD_CONNECT) != 0) {
        error = connectError;
      } else if (i == FD_CLOSE_BIT && (recorded & FD_CLOSE) != 0) {
        error = closeError;
      }
      Memory.putInt(networkEvents + 4 + 4L * i, error);
    }
    recorded = 0;
  }

  /** Records what poll events mean. */
  private synchronized void observe(int events) {
    int now = 0;
    SocketObject.State state = socket.state();
    if (state == SocketObject.State.CONNECTING) {
      if ((events & (Epoll.EPOLLOUT | DOWN)) != 0) {
        Win32Error error = socket.finishConnect();
        connectError = error.code();
        now = FD_CONNECT | (error == Win32Error.SUCCESS ? FD_WRITE : 0);
        record(now);
        return;
      }
    } else if (state == SocketObject.State.LISTENING) {
      now = (events & Epoll.EPOLLIN) != 0 ? FD_ACCEPT : 0;
    } else {
      if ((enabled & FD_CONNECT) != 0 && state == SocketObject.State.CONNECTED) {
        connectError = 0;
        now |= FD_CONNECT;
      }
      boolean stream = socket.isStream();
      boolean end = stream && (events & (Epoll.EPOLLRDHUP | DOWN)) != 0;
      if ((events & Epoll.EPOLLIN) != 0 && !(end && socket.available() == 0)) {
        now |= FD_READ;
      }
      if ((events & Epoll.EPOLLOUT) != 0 && (events & DOWN) == 0) {
        now |= FD_WRITE;
      }
      if ((events & Epoll.EPOLLPRI) != 0) {
        now |= FD_OOB;
      }
      if (end && (now & FD_READ) == 0) {
        closeError = (events & Epoll.EPOLLERR) != 0 ? Win32Error.WSAECONNRESET.code() : 0;
        now |= FD_CLOSE;
      }
    }
    record(now);
  }

  private void record(int events) {
    int fresh = events & enabled;
    if (fresh != 0) {
      enabled &= ~fresh;
      recorded |= fresh;
      event.set();
    }
  }

  private synchronized int awaited() {
    SocketObject.State state = socket.state();
    if (socket.isStream() && state == SocketObject.State.IDLE) {
      return 0;
    }
    if (state == SocketObject.State.CONNECTING) {
      return (enabled & (FD_CONNECT | FD_WRITE)) != 0 ? Epoll.EPOLLOUT : 0;
    }
    if (state == SocketObject.State.LISTENING) {
      return (enabled & FD_ACCEPT) != 0 ? Epoll.EPOLLIN : 0;
    }
    int events = 0;
    if ((enabled & FD_READ) != 0) {
      events |= Epoll.EPOLLIN;
    }
    if ((enabled & FD_WRITE) != 0) {
      events |= Epoll.EPOLLOUT;
    }
    if ((enabled & FD_OOB) != 0) {
      events |= Epoll.EPOLLPRI;
    }
    if ((enabled & FD_CLOSE) != 0 && socket.isStream()) {
      events |= Epoll.EPOLLRDHUP;
    }
    return events;
  }

  /** The socket's events right now, by a poll that does not wait. */
  static int current(SocketObject socket) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, socket.fd());
    buffer.putInt(4, Epoll.EPOLLIN | Epoll.EPOLLOUT | Epoll.EPOLLPRI | Epoll.EPOLLRDHUP);
    return Poll.poll(buffer.struct(), 1, 0) > 0 ? buffer.getU16(6) : 0;
  }

  /** Sits in the socket's queue as long as events are wanted. */
  private final class Monitor extends IoRequest {
    private boolean stopped;

    Monitor() {
      super(null);
    }

    void stop() {
      stopped = true;
      socket.queue().changed();
    }

    @Override
    protected int awaits() {
      return stopped ? 0 : awaited();
    }

    @Override
    protected boolean inOrder() {
      return false;
    }

    @Override
    protected void attempt(int events) {
      if (stopped) {
        done(NtStatus.CANCELLED, 0);
      } else if (awaited() != 0) {
        observe(current(socket));
      }
    }
  }
}
