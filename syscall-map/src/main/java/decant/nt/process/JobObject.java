package decant.nt.process;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Pipes;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ProcessObject;
import decant.nt.sync.CompletionPort;
import decant.nt.sync.Waitable;
import java.util.HashMap;
import java.util.Map;

/**
 * A job: processes that are counted and ended together. Who made it owns it. Each member has one
 * end of a socket whose other end the owner has: the members say there whom they start, and they
 * find the socket closed when the owner is gone, however it ended; then those end themselves whose
 * job is to be killed when it is closed. So a job needs nobody who watches over it.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/procthread/job-objects">Job Objects</a>
 */
public final class JobObject extends Waitable {
  public static final int JOB_OBJECT_LIMIT_ACTIVE_PROCESS = 0x8;
  public static final int JOB_OBJECT_LIMIT_BREAKAWAY_OK = 0x800;
  public static final int JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK = 0x1000;
  public static final int JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE = 0x2000;

  private static final int MSG_ACTIVE_PROCESS_ZERO = 4;
  private static final int MSG_NEW_PROCESS = 6;
  private static final int MSG_EXIT_PROCESS = 7;
  private static final int MSG_ABNORMAL_EXIT_PROCESS = 8;

  private final GuestProcess process;
  private final Family family;
  private final int id;

  /** This side of the socket, and the members'. */
  private final int own;

  private final int link;

  /** The members that run and are known, by identifier. Guarded by this. */
  private final Map<Integer, RemoteProcess> members = new HashMap<>();

  private CompletionPort port;
  private long key;
  private long userTime;
  private long kernelTime;
  private volatile int activeLimit;

  public JobObject(GuestProcess process) {
    this.process = process;
    family = Family.of(process);
    id = family.jobs.newIdentifier();
    HostBuffer buffer = HostBuffer.get();
    int type = Pipes.SOCK_SEQPACKET | Pipes.SOCK_CLOEXEC;
    if (Pipes.socketpair(Pipes.AF_UNIX, type, 0, buffer.struct()) != 0) {
      throw NtStatus.lastHostError();
    }
    own = buffer.getInt(0);
    link = buffer.getInt(4);
    Fcntl.fcntl(own, Fcntl.F_SETFL, Fcntl.O_NONBLOCK);
    ProcessWatcher.of(process).watch(own, this::news);
  }

  @Override
  public String typeName() {
    return "Job";
  }

  int id() {
    return id;
  }

  /** {@code JOB_OBJECT_LIMIT_*}. */
  public int limits() {
    return family.jobs.limits(id);
  }

  public void setLimits(int limits, int processes) {
    family.jobs.setLimits(id, limits);
    activeLimit = processes;
  }

  public int activeLimit() {
    return activeLimit;
  }

  /** Has a completion port told of what happens; processes that are there already count as new. */
  public synchronized void reportTo(CompletionPort to, long withKey) {
    port = to;
    key = withKey;
    to.retain();
    for (int member : members.keySet()) {
      post(MSG_NEW_PROCESS, member);
    }
  }

  private void post(int message, int identifier) {
    if (port != null) {
      port.post(key, identifier, NtStatus.SUCCESS.code(), message);
    }
  }

  /**
   * Adds a process: this one, or a child of it. {@code STATUS_ACCESS_DENIED} when it has ended or
   * the job is full.
   */
  public void assign(ProcessObject object) {
    if ((limits() & JOB_OBJECT_LIMIT_ACTIVE_PROCESS) != 0
        && family.jobs.running(id) >= activeLimit) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    if (object instanceof RemoteProcess member) {
      if (family.isOver(member.row())) {
        throw NtStatus.ACCESS_DENIED.exception();
      }
      Orders orders = member.orders();
      family.jobs.add(member.row(), id);
      orders.job(id, link);
      family.jobs.count(id);
      started(member.id());
      return;
    }
    family.jobs.add(family.own(), id);
    family.jobs.count(id);
    Jobs.of(process).add(id, Fcntl.fcntl(link, Fcntl.F_DUPFD_CLOEXEC, 0));
    synchronized (this) {
      post(MSG_NEW_PROCESS, object.id());
    }
  }

  /** Reads what members say of whom they have started. */
  private void news() {
    HostBuffer buffer = HostBuffer.get();
    while (Unistd.read(own, buffer.struct(), 4) == 4) {
      started(buffer.getInt(0));
    }
  }

  private void started(int identifier) {
    RemoteProcess member;
    try {
      if (!(RemoteProcess.open(process, identifier) instanceof RemoteProcess other)) {
        return;
      }
      member = other;
    } catch (NtStatusException e) {
      synchronized (this) {
        post(MSG_NEW_PROCESS, identifier);
        post(MSG_EXIT_PROCESS, identifier); // it was quick
        reportIfEmpty();
      }
      return;
    }
    synchronized (this) {
      if (members.putIfAbsent(identifier, member) != null) {
        member.release();
        return;
      }
      post(MSG_NEW_PROCESS, identifier);
    }
    member.whenEnded(() -> ended(member));
  }

  private void ended(RemoteProcess member) {
    synchronized (this) {
      members.remove(member.id());
      ProcessTimes times = member.times(null);
      userTime += times.user();
      kernelTime += times.kernel();
      boolean abnormal = member.exitCode() >>> 30 == 3; // the code of an exception
      post(abnormal ? MSG_ABNORMAL_EXIT_PROCESS : MSG_EXIT_PROCESS, member.id());
      reportIfEmpty();
    }
    member.release();
  }

  private void reportIfEmpty() {
    if (family.jobs.running(id) == 0) {
      post(MSG_ACTIVE_PROCESS_ZERO, 0);
    }
  }

  /** The processor times of all that were members, and are. */
  public synchronized ProcessTimes times(GuestThread t) {
    long user = userTime;
    long kernel = kernelTime;
    for (RemoteProcess member : members.values()) {
      ProcessTimes times = member.times(t);
      user += times.user();
      kernel += times.kernel();
    }
    return new ProcessTimes(user, kernel);
  }

  /** How many processes the job has ever had. */
  public int total() {
    return family.jobs.total(id);
  }

  /** The identifiers of the members that run. */
  public int[] identifiers() {
    return family.jobs.members(id);
  }

  /** Whether a process belongs to the job. */
  public boolean contains(ProcessObject object) {
    int row = object instanceof RemoteProcess other ? other.row() : family.own();
    return family.jobs.contains(row, id);
  }

  /** Ends all members; returns whether this process is one, which goes on so far. */
  public boolean terminate(int code) {
    boolean again = true;
    while (again) { // members may be starting others
      again = false;
      for (int row = 0; row < family.rows(); row++) {
        if (row != family.own() && family.jobs.contains(row, id) && family.runs(row)) {
          again |= family.terminate(row, code);
        }
      }
    }
    return family.jobs.contains(family.own(), id);
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return false; // signalled only by a limit of time, which there is none of
  }

  @Override
  protected void destroyed() {
    boolean kill = (limits() & JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE) != 0;
    boolean self = kill && terminate(0);
    ProcessWatcher.of(process).forget(own);
    Unistd.close(own);
    Unistd.close(link);
    if (port != null) {
      port.release();
    }
    if (self && !process.ending.isEnding()) {
      process.ending.terminate(0);
    }
  }
}
