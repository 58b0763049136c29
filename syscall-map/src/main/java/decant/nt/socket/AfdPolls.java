package decant.nt.socket;

import decant.host.Epoll;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.IoObject;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;
import decant.nt.sync.HostClock;
import decant.nt.sync.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The polls ({@code IOCTL_AFD_POLL}) that were asked of one file of the socket driver, which a
 * socket is as well: when sockets become ready. Each request is told once.
 */
final class AfdPolls {
  private static final int AFD_POLL_RECEIVE = 0x1;
  private static final int AFD_POLL_RECEIVE_EXPEDITED = 0x2;
  private static final int AFD_POLL_SEND = 0x4;
  private static final int AFD_POLL_DISCONNECT = 0x8;
  private static final int AFD_POLL_ABORT = 0x10;
  private static final int AFD_POLL_LOCAL_CLOSE = 0x20;
  private static final int AFD_POLL_ACCEPT = 0x80;
  private static final int AFD_POLL_CONNECT_FAIL = 0x100;

  /** {@code AFD_POLL_INFO}: timeout, number of handles, exclusive; then the handles. */
  private static final int NUMBER_OF_HANDLES = 8;

  private static final int EXCLUSIVE = 12;

  private static final int HANDLES = 16;
  private static final int HANDLE_SIZE = 16;
  private static final int HANDLE_EVENTS = 8;
  private static final int HANDLE_STATUS = 12;
  private static final int MOST_HANDLES = 1024;

  /** The file that the polls are reported for. */
  private final IoObject owner;

  /** The requests under way. Guarded by itself. */
  private final List<AfdPoll> polls = new ArrayList<>();

  /** Whether the owner's last handle is closed. Guarded by {@link #polls}. */
  private boolean closed;

  /** Of a socket: the exclusive poll that watches it, whoever was asked; it may be over. */
  private final AtomicReference<AfdPoll> exclusive = new AtomicReference<>();

  AfdPolls(IoObject owner) {
    this.owner = owner;
  }

  /**
   * Ends when any of the sockets is ready, one is closed, or the time is over; an exclusive poll
   * also when another such poll of one of its sockets begins.
   *
   * @return {@code STATUS_PENDING}, or {@code STATUS_SUCCESS} when something is ready already
   */
  NtStatus poll(GuestThread t, IoReport report, long in, int inSize, long out, int outSize) {
    int count = inSize < HANDLES ? 0 : Memory.getInt(in + NUMBER_OF_HANDLES);
    long size = HANDLES + (long) HANDLE_SIZE * count;
    if (count < 1 || count > MOST_HANDLES || inSize < size || outSize < size) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    boolean exclusive = Memory.getInt(in + EXCLUSIVE) != 0;
    AfdPoll poll = new AfdPoll(report, out, count);
    for (int i = 0; i < count; i++) {
      long at = in + HANDLES + (long) HANDLE_SIZE * i;
      long handle = Memory.getLong(at);
      SocketObject socket = t.process.handles.get(handle, SocketObject.class);
      poll.watches[i] = new Watch(poll, socket, handle, Memory.getInt(at + HANDLE_EVENTS));
    }
    long timeout = Memory.getLong(in);
    if (exclusive) {
      poll.displace();
    }
    report.begin();
    return poll.start(timeout == Long.MAX_VALUE ? Waits.INFINITE : Waits.ntNanos(timeout));
  }

  /** The owner's last handle is closed: cancels all, and what begins from now on. */
  void close() {
    synchronized (polls) {
      closed = true;
    }
    cancel(null, 0);
  }

  /**
   * Cancels polls; returns whether there were any.
   *
   * @param thread only those that this thread began; null for any
   * @param block only the one with this status block; 0 for any
   */
  boolean cancel(GuestThread thread, long block) {
    List<AfdPoll> found = new ArrayList<>();
    synchronized (polls) {
      for (AfdPoll p : polls) {
        if ((thread == null || p.report.thread == thread)
            && (block == 0 || p.report.block == block)) {
          found.add(p);
        }
      }
    }
    boolean any = false;
    for (AfdPoll p : found) {
      any |= p.cancel();
    }
    return any;
  }

  /** One request. */
  private final class AfdPoll {
    final IoReport report;
    final Watch[] watches;
    private final long out;
    private boolean over;
    private boolean starting = true;
    private NtStatus result = NtStatus.PENDING;
    private long size;

    AfdPoll(IoReport report, long out, int count) {
      this.report = report;
      this.out = out;
      this.watches = new Watch[count];
    }

    /** Takes the place of the exclusive polls of its sockets. */
    void displace() {
      for (Watch w : watches) {
        AfdPoll before = w.socket.polls().exclusive.getAndSet(this);
        if (before != null && before != this) {
          before.cancel();
        }
      }
    }

    /** Ends the request if it goes on; returns whether it did. */
    boolean cancel() {
      boolean ended = end(null, 0, NtStatus.CANCELLED);
      if (ended) {
        sweep();
      }
      return ended;
    }

    NtStatus start(long nanos) {
      for (Watch w : watches) {
        if (!w.socket.queue().watch(w)) {
          w.ended();
        }
      }
      if (nanos == 0) {
        end(null, 0, NtStatus.SUCCESS);
      }
      synchronized (this) {
        if (!over && !enlist()) {
          end(null, 0, NtStatus.CANCELLED);
        }
        starting = false;
        if (over) {
          report.end(owner, result, size);
          return result;
        }
        report.leavePending(owner);
      }
      if (nanos != Waits.INFINITE) {
        HostClock.schedule(this::timeOver, nanos, 0);
      }
      return NtStatus.PENDING;
    }

    /** Makes the request one of those under way; returns whether the owner still takes any. */
    private boolean enlist() {
      synchronized (polls) {
        return !closed && polls.add(this);
      }
    }

    /** Ends the request, once; returns whether this call did. */
    boolean end(Watch ready, int events, NtStatus status) {
      synchronized (this) {
        if (over) {
          return false;
        }
        over = true;
        result = status;
        size = IoReport.isError(status) ? 0 : fill(ready, events);
        if (!starting) {
          synchronized (polls) {
            polls.remove(this);
          }
          report.end(owner, result, size);
        }
      }
      if (watches.length > 1) {
        // Not here: this may be under the lock of one of the sockets' queues.
        HostClock.schedule(this::sweep, 0, 0);
      }
      return true;
    }

    private void timeOver() {
      end(null, 0, NtStatus.SUCCESS);
      sweep();
    }

    /** Takes the watches that are left out of the sockets' queues. */
    void sweep() {
      for (Watch w : watches) {
        w.socket.queue().changed();
      }
    }

    private long fill(Watch ready, int events) {
      int count = ready == null ? 0 : 1;
      try {
        Memory.putInt(out + NUMBER_OF_HANDLES, count);
        if (count != 0) {
          Memory.putLong(out + HANDLES, ready.handle);
          Memory.putInt(out + HANDLES + HANDLE_EVENTS, events);
          Memory.putInt(out + HANDLES + HANDLE_STATUS, 0);
        }
      } catch (decant.host.GuestFault | InternalError e) {
        result = NtStatus.ACCESS_VIOLATION;
      }
      return HANDLES + (long) HANDLE_SIZE * count;
    }

    synchronized boolean isOver() {
      return over;
    }
  }

  /** One socket of a request: sits in the socket's queue until the request is over. */
  private static final class Watch extends IoRequest {
    final SocketObject socket;
    final long handle;
    private final AfdPoll poll;
    private final int wanted;

    Watch(AfdPoll poll, SocketObject socket, long handle, int wanted) {
      super(null);
      this.poll = poll;
      this.socket = socket;
      this.handle = handle;
      this.wanted = wanted;
    }

    @Override
    protected boolean inOrder() {
      return false;
    }

    @Override
    protected int awaits() {
      if (poll.isOver() || socket.isStream() && socket.state() == SocketObject.State.IDLE) {
        return 0;
      }
      int events = 0;
      if ((wanted & (AFD_POLL_RECEIVE | AFD_POLL_ACCEPT)) != 0) {
        events |= Epoll.EPOLLIN;
      }
      if ((wanted & (AFD_POLL_SEND | AFD_POLL_CONNECT_FAIL)) != 0) {
        events |= Epoll.EPOLLOUT;
      }
      if ((wanted & AFD_POLL_RECEIVE_EXPEDITED) != 0) {
        events |= Epoll.EPOLLPRI;
      }
      if ((wanted & AFD_POLL_DISCONNECT) != 0) {
        events |= Epoll.EPOLLRDHUP;
      }
      return events == 0 ? Epoll.EPOLLRDHUP : events;
    }

    @Override
    protected void attempt(int ready) {
      if (poll.isOver()) {
        done(NtStatus.SUCCESS, 0);
        return;
      }
      int events = meaning(NetworkEvents.current(socket)) & wanted;
      if (events != 0) {
        poll.end(this, events, NtStatus.SUCCESS);
        done(NtStatus.SUCCESS, 0);
      }
    }

    private int meaning(int ready) {
      SocketObject.State state = socket.state();
      if (state == SocketObject.State.CONNECTING) {
        if ((ready & (Epoll.EPOLLOUT | Epoll.EPOLLERR | Epoll.EPOLLHUP)) == 0) {
          return 0;
        }
        return socket.finishConnect() == Win32Error.SUCCESS ? AFD_POLL_SEND : AFD_POLL_CONNECT_FAIL;
      }
      if (socket.isStream() && state == SocketObject.State.IDLE) {
        return 0;
      }
      int events = 0;
      if ((ready & Epoll.EPOLLIN) != 0) {
        events |= state == SocketObject.State.LISTENING ? AFD_POLL_ACCEPT : AFD_POLL_RECEIVE;
      }
      if ((ready & Epoll.EPOLLPRI) != 0) {
        events |= AFD_POLL_RECEIVE_EXPEDITED;
      }
      if ((ready & Epoll.EPOLLOUT) != 0) {
        events |= AFD_POLL_SEND;
      }
      if (socket.isStream() && (ready & Epoll.EPOLLRDHUP) != 0) {
        events |= AFD_POLL_DISCONNECT;
      }
      if (socket.isStream() && (ready & Epoll.EPOLLERR) != 0) {
        events |= AFD_POLL_ABORT;
      }
      return events;
    }

    @Override
    protected void ended() {
      // Here because the socket was closed, unless the request is over.
      int events = wanted & AFD_POLL_LOCAL_CLOSE;
      poll.end(events == 0 ? null : this, events, NtStatus.SUCCESS);
    }
  }
}
