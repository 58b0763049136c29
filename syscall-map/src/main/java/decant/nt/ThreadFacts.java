package decant.nt;

import decant.host.HostFile;
import decant.host.Memory;
import decant.host.Resource;
import decant.host.Sched;
import java.nio.charset.StandardCharsets;

/**
 * What is known about a thread besides that it runs: what a program has set for it, and its times.
 * Any thread may read and set it.
 */
public final class ThreadFacts {
  /** Clock ticks of {@code /proc}, in units of 100 ns. */
  private static final long TICK = 100_000;

  /** Longest name of a thread that Linux keeps, in bytes. */
  private static final int HOST_NAME = 15;

  private final GuestThread thread;

  /** The start function and its parameter, as they were given; 0 for the first thread. */
  public volatile long startAddress;

  public volatile long startParameter;

  /** The relative priority that was set; the host's scheduler decides by its own rules. */
  public volatile int priority;

  public volatile boolean boostDisabled;
  public volatile int idealProcessor;

  /** {@code ThreadHideFromDebugger}. */
  public volatile boolean hiddenFromDebugger;

  private volatile String description = "";
  private volatile long affinity;
  private final long created;
  private volatile long exited;
  private volatile long kernelTime;
  private volatile long userTime;

  /** What the host's thread had used before it ran this one. */
  private long kernelBefore;

  private long userBefore;

  ThreadFacts(GuestThread thread) {
    this.thread = thread;
    this.created = now();
  }

  private static long now() {
    return HostSystem.UNIX_EPOCH + System.currentTimeMillis() * 10_000;
  }

  /** {@code SetThreadDescription}. */
  public String description() {
    return description;
  }

  /** Sets the description, and the name that the host's tools show. */
  public void setDescription(String text) {
    description = text;
    rename(text);
  }

  private void rename(String text) {
    int tid = tid();
    if (tid != 0) {
      HostFile.write("/proc/self/task/" + tid + "/comm", hostName(text)); // unless it has ended
    }
  }

  private static byte[] hostName(String text) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(name.length, HOST_NAME);
    while (length < name.length && length > 0 && (name[length] & 0xC0) == 0x80) {
      length--; // no part of a character
    }
    return java.util.Arrays.copyOf(name, length);
  }

  /** The host's number of the thread; 0 when it has not begun or has ended. */
  private int tid() {
    return exited != 0 ? 0 : thread.hostTid();
  }

  /** When the thread was made, as a FILETIME. */
  public long created() {
    return created;
  }

  /** When the thread has ended, as a FILETIME; 0 while it runs. */
  public long exited() {
    return exited;
  }

  /** Called by the thread at its end, on its host thread. */
  void ends() {
    long usage = thread.scratch();
    if (Resource.getrusage(Resource.RUSAGE_THREAD, usage) == 0) {
      kernelTime = time(usage + Resource.RU_STIME) - kernelBefore;
      userTime = time(usage + Resource.RU_UTIME) - userBefore;
    }
    if (affinity != 0) {
      apply(thread, 0, HostSystem.machine(thread)); // the host's thread will run others
    }
    if (!description.isEmpty()) {
      rename("guest");
    }
    exited = now();
  }

  private static long time(long timeval) {
    return Memory.getLong(timeval) * 10_000_000L + Memory.getLong(timeval + 8) * 10;
  }

  /** The processor time of the thread in the kernel, in units of 100 ns. */
  public long kernelTime(GuestThread caller) {
    return caller == thread
        ? HostSystem.kernelTime(caller, true) - kernelBefore
        : other(15, kernelTime, kernelBefore);
  }

  /** The processor time of the thread outside of the kernel, in units of 100 ns. */
  public long userTime(GuestThread caller) {
    return caller == thread
        ? HostSystem.userTime(caller, true) - userBefore
        : other(14, userTime, userBefore);
  }

  /** A field of another thread's {@code stat}, whose numbers begin with 1. */
  private long other(int wanted, long ended, long before) {
    int tid = tid();
    if (tid == 0) {
      return ended;
    }
    String stat = HostSystem.read("/proc/self/task/" + tid + "/stat");
    int at = stat.lastIndexOf(')') + 2;
    for (int field = 3; field < wanted && at > 1; field++) {
      at = stat.indexOf(' ', at) + 1;
    }
    return at <= 1
        ? ended
        : Math.max(0, Long.parseLong(stat.substring(at, stat.indexOf(' ', at))) * TICK - before);
  }

  /** The processors that the thread may run on: what was set, else what the process has. */
  public long affinity(GuestThread caller) {
    return affinity != 0 ? affinity : HostSystem.affinity(caller);
  }

  /** A set of processors that a thread can be restricted to, else STATUS_INVALID_PARAMETER. */
  public long usableAffinity(GuestThread caller, long mask) {
    if (mask == 0 || (mask & ~HostSystem.machine(caller)) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return mask;
  }

  /** Sets the processors, which are among the machine's; has an effect while the thread runs. */
  public void setAffinity(GuestThread caller, long mask) {
    affinity = mask;
    int tid = tid();
    if (tid != 0 || caller == thread) {
      apply(caller, tid, mask);
    }
  }

  /** The thread begins, on a thread of the host: what was set before becomes true. */
  public void begins() {
    long usage = thread.scratch();
    if (Resource.getrusage(Resource.RUSAGE_THREAD, usage) == 0) {
      kernelBefore = time(usage + Resource.RU_STIME);
      userBefore = time(usage + Resource.RU_UTIME);
    }
    if (affinity != 0) {
      apply(thread, 0, affinity);
    }
    if (!description.isEmpty()) {
      setDescription(description);
    }
  }

  private static void apply(GuestThread caller, int tid, long mask) {
    long bits = caller.scratch();
    Memory.fill(bits, Sched.MASK_SIZE, 0);
    Memory.putLong(bits, mask);
    if (Sched.sched_setaffinity(tid, Sched.MASK_SIZE, bits) < 0) {
      throw NtStatus.lastHostError();
    }
  }
}
