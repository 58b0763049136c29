package decant.nt.process;

import decant.host.HostBuffer;
import decant.host.Pipes;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import java.util.HashMap;
import java.util.Map;

/** The jobs that a process belongs to: its ends of their sockets ({@link JobObject}). */
final class Jobs {
  private final GuestProcess process;

  /** The members' ends, by the job's identifier. Guarded by this. */
  private final Map<Integer, Integer> links = new HashMap<>();

  private Jobs(GuestProcess process) {
    this.process = process;
  }

  static Jobs of(GuestProcess process) {
    return process.state(Jobs.class, Jobs::new);
  }

  /** The process belongs to a job from now on. */
  void add(int job, int link) {
    synchronized (this) {
      links.put(job, link);
    }
    ProcessWatcher.of(process).watch(link, () -> closed(job, link));
  }

  /** Nothing is ever sent to members: the owner is gone, or has closed the job. */
  private void closed(int job, int link) {
    HostBuffer buffer = HostBuffer.get();
    if (Pipes.recv(link, buffer.struct(), 4, Pipes.MSG_DONTWAIT) != 0) {
      return;
    }
    ProcessWatcher.of(process).forget(link);
    if ((process.family.jobs.limits(job) & JobObject.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE) != 0) {
      process.ending.terminate(0);
    }
    synchronized (this) {
      links.remove(job);
    }
    Unistd.close(link);
  }

  /** Puts the jobs into the message to a child. */
  synchronized void handOver(HandOver out) {
    out.putInt(links.size());
    links.forEach(
        (job, link) -> {
          out.putInt(job);
          out.putDescriptor(link);
        });
  }

  /** Joins the jobs of a parent. */
  static void handedOver(GuestProcess process, HandOver in) {
    for (int i = in.getInt(); i > 0; i--) {
      int job = in.getInt();
      of(process).add(job, in.getDescriptor());
    }
  }

  /** Tells the owners of the jobs of a child. */
  synchronized void tell(int identifier) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, identifier);
    for (Map.Entry<Integer, Integer> job : links.entrySet()) {
      process.family.jobs.count(job.getKey());
      // An owner that does not read must not stop this process: it then misses the message.
      Pipes.send(job.getValue(), buffer.struct(), 4, Pipes.MSG_DONTWAIT | Pipes.MSG_NOSIGNAL);
    }
  }
}
