package decant.nt.process;

import decant.host.Epoll;
import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one thread of a process that waits for the ends of others, all at once. It begins with the
 * first process that is started or opened.
 */
final class ProcessWatcher {
  private static final int EVENTS = 16;

  private final int epoll;

  /** The processes that are watched, by their descriptor. */
  private final Map<Integer, RemoteProcess> processes = new HashMap<>();

  /** What else is waited for, by its descriptor. */
  private final Map<Integer, Runnable> actions = new HashMap<>();

  private ProcessWatcher() {
    epoll = Epoll.epoll_create1(Epoll.EPOLL_CLOEXEC);
    if (epoll < 0) {
      throw NtStatus.lastHostError();
    }
    Thread thread = new Thread(this::run, "decant-process-watcher");
    thread.setDaemon(true);
    thread.start();
  }

  static ProcessWatcher of(GuestProcess process) {
    return process.state(ProcessWatcher.class, p -> new ProcessWatcher());
  }

  /** Takes over a reference to a process, which is told when it is gone. */
  void watch(RemoteProcess process) {
    synchronized (this) {
      process.retain();
      processes.put(process.pidfd(), process);
    }
    add(process.pidfd());
  }

  /** Runs an action, on the watcher's thread, whenever a descriptor has something to read. */
  void watch(int fd, Runnable action) {
    synchronized (this) {
      actions.put(fd, action);
    }
    add(fd);
  }

  /** Runs an action once, when a descriptor has something to read, and closes that. */
  void watchOnce(int fd, Runnable action) {
    watch(
        fd,
        () -> {
          forget(fd);
          Unistd.close(fd);
          action.run();
        });
  }

  /** Ends watching a descriptor, which the caller then closes. */
  void forget(int fd) {
    synchronized (this) {
      actions.remove(fd);
    }
    Epoll.epoll_ctl(epoll, Epoll.EPOLL_CTL_DEL, fd, 0);
  }

  private void add(int fd) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, Epoll.EPOLLIN);
    buffer.putLong(Epoll.EVENT_DATA, fd);
    if (Epoll.epoll_ctl(epoll, Epoll.EPOLL_CTL_ADD, fd, buffer.struct()) != 0) {
      throw NtStatus.lastHostError();
    }
  }

  /** The process of a row that is watched already, with a reference for the caller, or null. */
  synchronized RemoteProcess find(int row) {
    for (RemoteProcess process : processes.values()) {
      if (process.row() == row && process.tryRetain()) {
        return process;
      }
    }
    return null;
  }

  /** The first threads of those that this process has started. */
  synchronized List<PrimaryThread> threads() {
    List<PrimaryThread> threads = new ArrayList<>();
    for (RemoteProcess process : processes.values()) {
      if (process.isChild()) {
        threads.add(process.thread());
      }
    }
    return threads;
  }

  /** How many processes are watched. */
  synchronized int count() {
    return processes.size();
  }

  private void run() {
    HostBuffer buffer = HostBuffer.get();
    int[] ready = new int[EVENTS];
    while (true) {
      int n = Epoll.epoll_wait(epoll, buffer.data(), EVENTS, -1);
      for (int i = 0; i < n; i++) {
        int at = Epoll.EVENT_SIZE * i + Epoll.EVENT_DATA;
        ready[i] = buffer.dataU16(at) | buffer.dataU16(at + 2) << 16;
      }
      for (int i = 0; i < n; i++) {
        serve(ready[i]);
      }
    }
  }

  private void serve(int fd) {
    RemoteProcess ended;
    Runnable action;
    synchronized (this) {
      ended = processes.remove(fd);
      action = actions.get(fd);
    }
    if (ended != null) {
      Epoll.epoll_ctl(epoll, Epoll.EPOLL_CTL_DEL, fd, 0);
      ended.ended();
    } else if (action != null) {
      action.run();
    }
  }
}
