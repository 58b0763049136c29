package decant.nt.process;

import decant.host.HostBuffer;
import decant.host.Pidfd;
import decant.host.Signals;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.HostSystem;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.ProcessObject;
import java.util.ArrayList;
import java.util.List;

/** Another process of the family: one that this process started, or opened by its identifier. */
public final class RemoteProcess extends ProcessObject {
  private static final int NONE = -1;

  private final Family family;
  private final int row;
  private final int pid;

  /** A descriptor that refers to the process. */
  private final int pidfd;

  /** Where the process takes orders from, for its parent; null for others. */
  private final Orders orders;

  /** Whether this process has started it, and so is told by the host how it ends. */
  private final boolean child;

  private volatile Runnable begin;

  /** The process's first thread, for its parent; null for others. */
  private final PrimaryThread thread;

  private final List<Runnable> endActions = new ArrayList<>(1);
  private boolean gone;
  private volatile ProcessTimes times;
  private volatile long exitTime;

  /** A process that runs, with a reference for the caller. */
  private RemoteProcess(
      GuestProcess process,
      int row,
      int pid,
      int pidfd,
      Orders orders,
      boolean child,
      boolean suspended) {
    this.family = Family.of(process);
    this.row = row;
    this.pid = pid;
    this.pidfd = pidfd;
    this.orders = orders;
    this.child = child;
    this.thread = !child ? null : new PrimaryThread(this, suspended);
    retain();
    ProcessWatcher.of(process).watch(this);
  }

  /** A process that this one has started. */
  static RemoteProcess child(
      GuestProcess process, int row, int pid, int pidfd, int socket, boolean suspended) {
    Orders orders = new Orders(process, row, socket);
    return new RemoteProcess(process, row, pid, pidfd, orders, true, suspended);
  }

  /**
   * A program of the host that this process has started: it takes no orders.
   *
   * @param begin lets it begin, when it was made suspended; null when it runs
   */
  static RemoteProcess ofHost(GuestProcess process, int row, int pid, int pidfd, Runnable begin) {
    RemoteProcess host = new RemoteProcess(process, row, pid, pidfd, null, true, begin != null);
    host.begin = begin;
    return host;
  }

  /** Whether this process has started it. */
  boolean isChild() {
    return child;
  }

  /** Lets the process begin, which was made suspended. */
  void begin() {
    if (begin != null) {
      begin.run();
    } else {
      orders().resume();
    }
  }

  /** The first threads of the processes that a process has started and that run. */
  public static List<PrimaryThread> primaryThreads(GuestProcess process) {
    return process.family == null ? List.of() : ProcessWatcher.of(process).threads();
  }

  /**
   * Opens a process by Windows' identifier; {@code STATUS_INVALID_CID} when the family has none.
   * The caller gets a reference.
   */
  public static ProcessObject open(GuestProcess process, int identifier) {
    if ((identifier & ~3) == process.id) {
      ProcessObject own = ProcessObject.of(process);
      own.retain();
      return own;
    }
    Family family = Family.of(process);
    int row = family.find(identifier & ~3);
    if (row >= 0) {
      RemoteProcess known = ProcessWatcher.of(process).find(row);
      if (known != null) {
        return known;
      }
      int pid = family.pid(row);
      int pidfd = pid > 0 ? Pidfd.open(pid) : NONE;
      if (pidfd >= 0) {
        if (family.pid(row) == pid && !family.isOver(row)) {
          return new RemoteProcess(process, row, pid, pidfd, null, false, false);
        }
        Unistd.close(pidfd);
      }
    }
    throw NtStatus.INVALID_CID.exception();
  }

  @Override
  public boolean handOver(HandOver out) {
    out.putInt(PassedObjects.PROCESS);
    out.putInt(pid);
    out.putInt(row);
    out.putDescriptor(pidfd);
    return true;
  }

  /** A process that {@link #handOver} put into a message, which may have ended. */
  static ProcessObject handedOver(GuestProcess process, HandOver in) {
    int pid = in.getInt();
    int row = in.getInt();
    int pidfd = in.getDescriptor();
    ProcessObject known = null;
    if (Family.toIdentifier(pid) == process.id) {
      known = ProcessObject.of(process);
      known.retain();
    } else {
      RemoteProcess watched = ProcessWatcher.of(process).find(row);
      if (watched == null || watched.pid == pid) {
        known = watched;
      }
    }
    if (known == null) {
      return new RemoteProcess(process, row, pid, pidfd, null, false, false);
    }
    Unistd.close(pidfd);
    return known;
  }

  @Override
  public int id() {
    return Family.toIdentifier(pid);
  }

  /** Windows' identifier of the process that started it. */
  public int parentId() {
    return family.parent(row);
  }

  int row() {
    return row;
  }

  int pidfd() {
    return pidfd;
  }

  /** The process's first thread; {@code STATUS_NOT_SUPPORTED} for who did not start it. */
  public PrimaryThread thread() {
    if (thread == null) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    return thread;
  }

  /** Whether this process has started the other, which does things for it then. */
  public boolean takesOrders() {
    return orders != null;
  }

  /** Where the process takes orders; {@code STATUS_NOT_SUPPORTED} for who did not start it. */
  Orders orders() {
    if (orders == null) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    return orders;
  }

  @Override
  public String imagePath() {
    return family.path(row);
  }

  @Override
  public long creationTime() {
    return family.started(row);
  }

  @Override
  public long exitTime() {
    return exitTime;
  }

  @Override
  public ProcessTimes times(GuestThread t) {
    ProcessTimes last = times;
    return last != null ? last : ProcessTimes.of(pid);
  }

  /**
   * Ends the process, without asking it; {@code STATUS_PROCESS_IS_TERMINATING} when it has ended.
   */
  public void terminate(int code) {
    if (!family.killed(row, code)) {
      throw NtStatus.PROCESS_IS_TERMINATING.exception();
    }
    Pidfd.signal(pidfd, Signals.SIGKILL);
  }

  /** Opens a handle in the process, which this one has started; returns it. */
  public long give(NtObject object, int access, int flags) {
    return orders().open(object, access, flags);
  }

  /**
   * Opens a handle here to what a handle of the process refers to, which this one has started.
   *
   * @param access of the new handle; {@link Handles#SAME_ACCESS}
   * @param wanted whether there is to be one; else the other is only closed
   * @param close whether the other handle is closed
   */
  public long take(
      GuestProcess process, long handle, int access, int flags, boolean wanted, boolean close) {
    HandOver answer = orders().take(handle, wanted, close);
    int had = answer.getInt();
    if (!wanted) {
      return 0;
    }
    NtObject object = PassedObjects.get(process, answer);
    if (object == null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    try {
      int granted = access == Handles.SAME_ACCESS ? had : object.granted(access);
      return process.handles.open(object, granted, flags);
    } finally {
      object.release();
    }
  }

  /** Has something done, on another thread, when the process has ended. */
  public void whenEnded(Runnable action) {
    synchronized (endActions) {
      if (!gone) {
        endActions.add(action);
        return;
      }
    }
    action.run();
  }

  /** The process is gone. Called once, by the watcher, whose reference ends with it. */
  void ended() {
    times = ProcessTimes.of(pid);
    exitTime = HostSystem.now();
    int code = family.exitCode(row, 1);
    if (child) {
      // Reaped after its row was read: then the row is free to be used anew.
      boolean known = family.isOver(row);
      int host = reap();
      code = known ? code : host;
      if (orders != null) {
        orders.close();
      }
      thread.ended(code);
    }
    end(code);
    List<Runnable> actions;
    synchronized (endActions) {
      gone = true;
      actions = List.copyOf(endActions);
    }
    actions.forEach(Runnable::run);
    release();
  }

  /** Takes the ended child from the host; returns what its end means as an exit code. */
  private int reap() {
    HostBuffer buffer = HostBuffer.get();
    if (Pidfd.waitid(Pidfd.P_PIDFD, pidfd, buffer.struct(), Pidfd.WEXITED | Pidfd.WNOHANG) != 0) {
      return 1;
    }
    int status = buffer.getInt(Pidfd.SI_STATUS);
    if (buffer.getInt(Pidfd.SI_CODE) == Pidfd.CLD_EXITED) {
      return status;
    }
    return switch (status) {
      case Signals.SIGINT, Signals.SIGQUIT, Signals.SIGTERM, Signals.SIGHUP ->
          NtStatus.CONTROL_C_EXIT.code();
      case Signals.SIGKILL -> 1;
      default -> NtStatus.UNSUCCESSFUL.code();
    };
  }

  @Override
  protected void destroyed() {
    Unistd.close(pidfd);
  }
}
