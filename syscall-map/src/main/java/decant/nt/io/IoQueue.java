package decant.nt.io;

import decant.host.Epoll;
import decant.host.GuestFault;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.IoObject;

/**
 * The operations under way on one object, oldest first. What can be done at once never gets here;
 * what cannot is tried again when the {@link HostPoller} says that the descriptor is ready. The
 * lock of a queue guards the requests in it, and may be held while the dispatcher lock is taken.
 */
public final class IoQueue {
  private static final int FAILED = Epoll.EPOLLERR | Epoll.EPOLLHUP;

  private final IoObject object;
  private int fd;
  private IoRequest first;
  private boolean watched;
  private long key;
  private int armed;
  private boolean closed;

  /** The queue of an object; {@code fd} is -1 as long as there is no descriptor. */
  public IoQueue(IoObject object, int fd) {
    this.object = object;
    this.fd = fd;
  }

  /**
   * Begins an operation.
   *
   * @return {@code STATUS_PENDING} if it goes on, else how it ended
   */
  public NtStatus submit(IoRequest request) {
    synchronized (this) {
      if (closed) {
        return NtStatus.INVALID_HANDLE;
      }
      request.report.begin();
      if (!request.inOrder() || !isAwaited(request.awaits())) {
        request.attempt(0);
      }
      if (request.isDone()) {
        request.ended();
        request.report.end(object, request.status(), request.information());
        return request.status();
      }
      request.report.leavePending(object);
      if (request.isHandedOn()) {
        request.startSuccessor();
        return NtStatus.PENDING;
      }
      append(request);
      rearm(false);
      return NtStatus.PENDING;
    }
  }

  /**
   * Adds a request without a report, which watches the descriptor until it ends by itself; returns
   * false, and does nothing, when the queue is closed.
   */
  public boolean watch(IoRequest request) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      append(request);
      advance(0);
      rearm(false);
      return true;
    }
  }

  /** Goes on with an operation that began on another queue. */
  void take(IoRequest request) {
    synchronized (this) {
      if (closed) {
        finish(request, NtStatus.CANCELLED, 0);
        return;
      }
      attempt(request, 0);
      if (request.isDone()) {
        finish(request, request.status(), request.information());
      } else {
        append(request);
        rearm(false);
      }
    }
  }

  private boolean isAwaited(int events) {
    for (IoRequest r = first; r != null; r = r.next) {
      if (r.inOrder() && (r.awaits() & events) != 0) {
        return true;
      }
    }
    return false;
  }

  private void append(IoRequest request) {
    if (first == null) {
      first = request;
      return;
    }
    IoRequest last = first;
    while (last.next != null) {
      last = last.next;
    }
    last.next = request;
  }

  /** The descriptor is ready, by the poller. */
  void ready(int events) {
    synchronized (this) {
      armed = 0;
      boolean ended = advance(events);
      rearm((events & FAILED) != 0 && !ended);
    }
  }

  /** Something else than the descriptor has changed that requests depend on. */
  public void changed() {
    synchronized (this) {
      advance(0);
      rearm(false);
    }
  }

  /** Tries all requests whose turn it is; returns whether one ended. */
  private boolean advance(int events) {
    boolean any = false;
    int taken = 0;
    IoRequest previous = null;
    IoRequest next;
    for (IoRequest r = first; r != null; r = next) {
      next = r.next;
      boolean turn = !r.inOrder() || (r.awaits() & taken) == 0;
      if (turn) {
        attempt(r, events);
      }
      if (r.isDone()) {
        any = true;
        unlink(previous, r);
        finish(r, r.status(), r.information());
      } else if (r.isHandedOn()) {
        any = true;
        unlink(previous, r);
        r.startSuccessor();
      } else {
        if (r.inOrder()) {
          taken |= r.awaits();
        }
        previous = r;
      }
    }
    return any;
  }

  private static void attempt(IoRequest r, int events) {
    try {
      r.attempt(events);
    } catch (GuestFault | InternalError e) {
      // The program has unmapped memory of an operation under way.
      r.done(NtStatus.ACCESS_VIOLATION, 0);
    }
  }

  private void unlink(IoRequest previous, IoRequest r) {
    IoRequest after = r.next;
    r.next = null;
    if (previous == null) {
      first = after;
    } else {
      previous.next = after;
    }
  }

  private void finish(IoRequest r, NtStatus status, long information) {
    r.ended();
    if (r.report == null) {
      return;
    }
    r.report.end(r.reporter == null ? object : r.reporter, status, information);
  }

  /**
   * Watches for what the requests await.
   *
   * @param idle the descriptor has failed and nobody could use that: watching again would only say
   *     so again
   */
  private void rearm(boolean idle) {
    int events = 0;
    for (IoRequest r = first; r != null; r = r.next) {
      events |= r.awaits();
    }
    if (events == 0 || events == armed || idle || closed || fd < 0) {
      return;
    }
    HostPoller poller = HostPoller.get();
    if (!watched) {
      key = poller.add(this, fd);
      watched = true;
    }
    armed = events;
    poller.arm(key, fd, events);
  }

  /**
   * Cancels operations.
   *
   * @param thread only those that this thread began; null for any
   * @param block only those with this status block; 0 for any
   * @return whether there were any
   */
  public boolean cancel(GuestThread thread, long block) {
    return end(thread, block, NtStatus.CANCELLED);
  }

  private boolean end(GuestThread thread, long block, NtStatus status) {
    boolean any = false;
    synchronized (this) {
      IoRequest previous = null;
      IoRequest next;
      for (IoRequest r = first; r != null; r = next) {
        next = r.next;
        if (isOf(r, thread, block)) {
          any = true;
          unlink(previous, r);
          finish(r, status, 0);
        } else {
          previous = r;
        }
      }
    }
    return any;
  }

  /** Whether a request is among those to be cancelled; what only watches ends with the object. */
  private boolean isOf(IoRequest r, GuestThread thread, long block) {
    if (r.report == null) {
      return closed;
    }
    return (thread == null || r.report.thread == thread) && (block == 0 || r.report.block == block);
  }

  /** The object has another descriptor now (-1: none); what is under way goes on with that. */
  public synchronized void attach(int newFd) {
    unwatch();
    fd = newFd;
    if (newFd >= 0) {
      changed();
    }
  }

  /** Ends what is under way because the other side is gone, with a status. */
  public synchronized void fail(NtStatus status) {
    end(null, 0, status);
  }

  private void unwatch() {
    if (watched) {
      HostPoller.get().remove(key, fd);
      watched = false;
      armed = 0;
    }
  }

  /** The object's last handle is closed: cancels all, and watches no more. */
  public synchronized void close() {
    closed = true;
    end(null, 0, NtStatus.CANCELLED);
    unwatch();
  }

  /** Whether anything is under way. */
  public synchronized boolean isEmpty() {
    return first == null;
  }
}
