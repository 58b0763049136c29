package decant.nt.io;

import decant.host.Epoll;
import decant.host.Errno;
import decant.host.GsBase;
import decant.host.HostBuffer;
import decant.nt.NtStatus;

/**
 * Watches host descriptors for operations that are under way: one thread of the host, which sleeps
 * in {@code epoll_wait}. It exists from the first operation that cannot end at once; programs that
 * never begin one do not have it.
 *
 * <p>A descriptor is watched for one event at a time ({@code EPOLLONESHOT}): its {@link IoQueue} is
 * told, tries what waits, and asks again for what still does.
 */
final class HostPoller {
  private static final int BATCH = 64;

  private static HostPoller poller;

  private final int epoll;

  /** The watched queues. An index is the low half of an event's data. */
  private IoQueue[] queues = new IoQueue[16];

  /** How often each index was given away: the high half, so that late events find nobody. */
  private int[] generations = new int[16];

  private HostPoller() {
    epoll = Epoll.epoll_create1(Epoll.EPOLL_CLOEXEC);
    if (epoll < 0) {
      throw NtStatus.lastHostError();
    }
    Thread thread = new Thread(this::run, "decant-poller");
    thread.setDaemon(true);
    thread.start();
  }

  static synchronized HostPoller get() {
    if (poller == null) {
      poller = new HostPoller();
    }
    return poller;
  }

  /** Begins to know a descriptor, watching for nothing yet; returns its key. */
  synchronized long add(IoQueue queue, int fd) {
    int i = 0;
    while (i < queues.length && queues[i] != null) {
      i++;
    }
    if (i == queues.length) {
      queues = java.util.Arrays.copyOf(queues, 2 * i);
      generations = java.util.Arrays.copyOf(generations, 2 * i);
    }
    long key = (long) ++generations[i] << 32 | i;
    if (control(Epoll.EPOLL_CTL_ADD, fd, Epoll.EPOLLONESHOT, key) != 0) {
      throw NtStatus.of(Errno.last()).exception();
    }
    queues[i] = queue;
    return key;
  }

  /** Watches for events; they are told once. */
  void arm(long key, int fd, int events) {
    control(Epoll.EPOLL_CTL_MOD, fd, events | Epoll.EPOLLONESHOT, key);
  }

  /** Forgets a descriptor; called before it is closed. */
  synchronized void remove(long key, int fd) {
    queues[(int) key] = null;
    control(Epoll.EPOLL_CTL_DEL, fd, 0, 0);
  }

  private int control(int operation, int fd, int events, long key) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, events);
    buffer.putLong(Epoll.EVENT_DATA, key);
    return Epoll.epoll_ctl(epoll, operation, fd, buffer.struct());
  }

  private synchronized IoQueue queue(long key) {
    int i = (int) key;
    return generations[i] == (int) (key >>> 32) ? queues[i] : null;
  }

  private void run() {
    GsBase.clear();
    HostBuffer buffer = HostBuffer.get();
    int[] events = new int[BATCH];
    long[] keys = new long[BATCH];
    while (true) {
      int n = Epoll.epoll_wait(epoll, buffer.data(), BATCH, -1);
      // What the queues do uses the buffer as well.
      for (int i = 0; i < n; i++) {
        events[i] = buffer.dataInt(Epoll.EVENT_SIZE * i);
        keys[i] = buffer.dataLong(Epoll.EVENT_SIZE * i + Epoll.EVENT_DATA);
      }
      for (int i = 0; i < n; i++) {
        IoQueue queue = queue(keys[i]);
        if (queue != null) {
          queue.ready(events[i]);
        }
      }
    }
  }
}
