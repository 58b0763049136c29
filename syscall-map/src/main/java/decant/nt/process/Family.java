package decant.nt.process;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Mman;
import decant.host.Pidfd;
import decant.host.Signals;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * What the processes of a family – a program and all that it started, directly or not – know of
 * each other: a table in memory that they share, one row for each process. It has no name, nobody
 * serves it, and it goes with the last of them. Rows are taken and given up with atomic operations;
 * a row is used anew when its process is gone and all others were used since.
 */
public final class Family {
  private static final int ROWS = 4096;
  private static final int ROW_SIZE = 1024;
  private static final int HEADER_SIZE = 64 << 10;
  private static final long SIZE = HEADER_SIZE + (long) ROWS * ROW_SIZE;

  /** In the header: the row to begin looking at for a free one, and the last identifier given. */
  private static final int NEXT_ROW = 0;

  private static final int LAST_IDENTIFIER = 4;
  private static final int LAST_JOB = 8;

  /** Also there: limits of each job, and how many processes it has had. */
  private static final int JOB_TABLE = 64;

  private static final int JOB_ENTRY = 8;
  private static final int MOST_JOBS = (HEADER_SIZE - JOB_TABLE) / JOB_ENTRY;

  /** In a row: the host's identifiers of the process and of its parent, 0 for a free row. */
  private static final int PID = 0;

  private static final int PARENT = 4;

  /** How the process ended: its exit code, and {@link #ENDED} or {@link #KILLED}. */
  private static final int STATE = 8;

  /** A FILETIME. */
  private static final int STARTED = 16;

  /** The process group of Windows, and the console. */
  private static final int GROUP = 24;

  private static final int CONSOLE = 28;

  /** Identifiers of the jobs that the process belongs to, 0 for none. */
  private static final int JOBS = 32;

  /** The most jobs, one in another, that a process belongs to. */
  static final int MAX_JOBS = 6;

  /** The full Windows path of the program: length, then UTF-16. */
  private static final int PATH_LENGTH = 60;

  private static final int PATH = 64;
  private static final int MAX_PATH = (ROW_SIZE - PATH) / 2;

  /** The process has written its exit code down. */
  private static final long ENDED = 1L << 32;

  /** Somebody has terminated the process, with this exit code. */
  private static final long KILLED = 1L << 33;

  private static final int TAKEN = -1;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final VarHandle ATOMIC_INT = INT.varHandle();
  private static final VarHandle ATOMIC_LONG = LONG.varHandle();

  private final int fd;
  private final MemorySegment table;

  /** The row of this process. */
  private int own = -1;

  private Family(int fd) {
    this.fd = fd;
    long address = Mman.mmap(0, SIZE, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, fd, 0);
    if (address == -1) {
      throw NtStatus.lastHostError();
    }
    table = MemorySegment.ofAddress(address).reinterpret(SIZE);
  }

  /** The family of a process, which begins with it when it was started by no other. */
  public static Family of(GuestProcess process) {
    Family family = process.family;
    if (family == null) {
      synchronized (process) {
        family = process.family;
        if (family == null) {
          family = begin(process);
          process.family = family;
        }
      }
    }
    return family;
  }

  private static Family begin(GuestProcess process) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putLong(0, 0);
    int fd = Mman.memfd_create(buffer.struct(), Mman.MFD_CLOEXEC);
    if (fd < 0 || Unistd.ftruncate(fd, SIZE) != 0) {
      throw NtStatus.lastHostError();
    }
    Family family = new Family(fd);
    int row = family.take(0, process.id, process.id);
    family.begin(row, Unistd.getpid(), HostSystem.startTime());
    family.setPath(row, process.loader.fileName(process.loader.handle(null)));
    family.own = row;
    return family;
  }

  /** Joins the family of the process that started this one. */
  static Family join(int fd, int row) {
    Family family = new Family(fd);
    family.own = row;
    return family;
  }

  int fd() {
    return fd;
  }

  /** The row of this process. */
  public int own() {
    return own;
  }

  private static long at(int row, int field) {
    return HEADER_SIZE + (long) row * ROW_SIZE + field;
  }

  private int get(int row, int field) {
    return (int) ATOMIC_INT.getVolatile(table, at(row, field));
  }

  private void put(int row, int field, int value) {
    ATOMIC_INT.setVolatile(table, at(row, field), value);
  }

  /** Another identifier of a console, that no process of the family has had. */
  int newIdentifier() {
    return (int) ATOMIC_INT.getAndAdd(table, (long) LAST_IDENTIFIER, 1) + 1;
  }

  /** Takes a free row for a process that is about to be started. */
  int take(int parent, int group, int console) {
    int first = (int) ATOMIC_INT.getAndAdd(table, (long) NEXT_ROW, 1);
    for (int i = 0; i < ROWS; i++) {
      int row = Math.floorMod(first + i, ROWS);
      int pid = get(row, PID);
      if (pid != TAKEN
          && (pid == 0 || !exists(pid))
          && ATOMIC_INT.compareAndSet(table, at(row, PID), pid, TAKEN)) {
        ATOMIC_LONG.setVolatile(table, at(row, STATE), 0L);
        put(row, PARENT, parent);
        put(row, GROUP, group);
        put(row, CONSOLE, console);
        for (int job = 0; job < MAX_JOBS; job++) {
          put(row, JOBS + 4 * job, 0);
        }
        return row;
      }
    }
    throw NtStatus.INSUFFICIENT_RESOURCES.exception();
  }

  /** Enters the process of a row that was taken. */
  void begin(int row, int pid, long started) {
    table.set(LONG, at(row, STARTED), started);
    put(row, PID, pid);
  }

  void setPath(int row, String path) {
    String text = path.length() > MAX_PATH ? path.substring(path.length() - MAX_PATH) : path;
    for (int i = 0; i < text.length(); i++) {
      table.set(ValueLayout.JAVA_CHAR, at(row, PATH) + 2L * i, text.charAt(i));
    }
    put(row, PATH_LENGTH, text.length());
  }

  /** The full Windows path of a process's program. */
  public String path(int row) {
    int length = Math.clamp(get(row, PATH_LENGTH), 0, MAX_PATH);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = table.get(ValueLayout.JAVA_CHAR, at(row, PATH) + 2L * i);
    }
    return new String(text);
  }

  private static boolean exists(int pid) {
    return Signals.kill(pid, 0) == 0 || Errno.last() != Errno.ESRCH;
  }

  /** Windows' identifier of a process, from the host's. */
  static int toIdentifier(int pid) {
    return pid << 2;
  }

  /** Windows' identifier of the process of a row, 0 when there is none. */
  public int identifier(int row) {
    return toIdentifier(Math.max(get(row, PID), 0));
  }

  int pid(int row) {
    return get(row, PID);
  }

  /** Windows' identifier of a process's parent. */
  public int parent(int row) {
    return toIdentifier(get(row, PARENT));
  }

  public int group(int row) {
    return get(row, GROUP);
  }

  public int console(int row) {
    return get(row, CONSOLE);
  }

  /** When the process was started, as a FILETIME. */
  long started(int row) {
    return table.get(LONG, at(row, STARTED));
  }

  /** The number of rows; each may hold a process or not. */
  public int rows() {
    return ROWS;
  }

  /** Whether a row holds a process that runs. */
  public boolean runs(int row) {
    int pid = get(row, PID);
    return pid > 0 && (state(row) & ENDED) == 0 && exists(pid);
  }

  /**
   * Sends a signal to the other processes that share this one's console.
   *
   * @param group of these, to those of a group; 0 for all
   * @return whether there was one
   */
  public boolean signal(int group, int signal) {
    boolean any = false;
    for (int row = 0; row < ROWS; row++) {
      int pid = get(row, PID);
      if (row != own
          && pid > 0
          && console(row) == console(own)
          && (group == 0 || group(row) == group)
          && runs(row)) {
        any |= Signals.kill(pid, signal) == 0;
      }
    }
    return any;
  }

  /** The row of a running process by Windows' identifier, -1 when there is none. */
  public int find(int identifier) {
    int pid = identifier >>> 2;
    for (int row = 0; pid > 0 && row < ROWS; row++) {
      if (get(row, PID) == pid && runs(row)) {
        return row;
      }
    }
    return -1;
  }

  private long state(int row) {
    return (long) ATOMIC_LONG.getVolatile(table, at(row, STATE));
  }

  /** Writes down how a process ends: its own exit code, unless somebody was faster. */
  public void ended(int row, int exitCode) {
    ATOMIC_LONG.compareAndSet(table, at(row, STATE), 0L, ENDED | exitCode & 0xFFFF_FFFFL);
  }

  /** Writes down that a process is being terminated; returns false if it has ended already. */
  boolean killed(int row, int exitCode) {
    return ATOMIC_LONG.compareAndSet(table, at(row, STATE), 0L, KILLED | exitCode & 0xFFFF_FFFFL);
  }

  /** The exit code of a process that is gone; another one where nobody wrote it down. */
  int exitCode(int row, int otherwise) {
    long state = state(row);
    return state == 0 ? otherwise : (int) state;
  }

  /** Whether a process has ended or is about to. */
  boolean isOver(int row) {
    return state(row) != 0;
  }

  // ---------------------------------------------------------------------------------------

  /** Ends a process; returns whether it ran. */
  boolean terminate(int row, int code) {
    int pid = get(row, PID);
    int pidfd = pid > 0 ? Pidfd.open(pid) : -1;
    if (pidfd < 0) {
      return false;
    }
    try {
      // The descriptor is of the process of the row if the row has not changed meanwhile.
      boolean runs = get(row, PID) == pid && killed(row, code);
      if (runs) {
        Pidfd.signal(pidfd, Signals.SIGKILL);
      }
      return runs;
    } finally {
      Unistd.close(pidfd);
    }
  }

  /** Whether the process belongs to a job. */
  boolean inJob(int row, int job) {
    for (int i = 0; i < MAX_JOBS; i++) {
      if (get(row, JOBS + 4 * i) == job) {
        return true;
      }
    }
    return false;
  }

  /** Another identifier of a job; {@code STATUS_INSUFFICIENT_RESOURCES} when all were used. */
  int newJob() {
    int job = (int) ATOMIC_INT.getAndAdd(table, (long) LAST_JOB, 1) + 1;
    if (job >= MOST_JOBS) {
      throw NtStatus.INSUFFICIENT_RESOURCES.exception();
    }
    return job;
  }

  private static long job(int job) {
    return JOB_TABLE + (long) JOB_ENTRY * job;
  }

  int jobLimits(int job) {
    return (int) ATOMIC_INT.getVolatile(table, job(job));
  }

  void setJobLimits(int job, int limits) {
    ATOMIC_INT.setVolatile(table, job(job), limits);
  }

  /** A process has become a member of a job. */
  void countJob(int job) {
    ATOMIC_INT.getAndAdd(table, job(job) + 4, 1);
  }

  int jobTotal(int job) {
    return (int) ATOMIC_INT.getVolatile(table, job(job) + 4);
  }

  /** The identifiers of the processes of a job that run. */
  int[] members(int job) {
    int[] found = new int[ROWS];
    int count = 0;
    for (int row = 0; row < ROWS; row++) {
      if (inJob(row, job) && !isOver(row) && runs(row)) {
        found[count++] = identifier(row);
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** How many processes of a job run. */
  int inJob(int job) {
    return members(job).length;
  }

  /** Whether the jobs of this process all let a child leave them. */
  boolean mayLeaveJobs(boolean silently) {
    for (int i = 0; i < MAX_JOBS; i++) {
      int job = get(own, JOBS + 4 * i);
      int wanted =
          JobObject.JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK
              | (silently ? 0 : JobObject.JOB_OBJECT_LIMIT_BREAKAWAY_OK);
      if (job != 0 && (jobLimits(job) & wanted) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The first job of this process, 0 for none. */
  public int ownJob() {
    return get(own, JOBS);
  }

  /** Whether the process belongs to any job. */
  public boolean inAnyJob(int row) {
    return get(row, JOBS) != 0;
  }

  /** Adds a process to a job; {@code STATUS_ACCESS_DENIED} when it belongs to too many. */
  void addJob(int row, int job) {
    for (int i = 0; i < MAX_JOBS; i++) {
      long at = at(row, JOBS + 4 * i);
      if ((int) ATOMIC_INT.getVolatile(table, at) == job
          || ATOMIC_INT.compareAndSet(table, at, 0, job)) {
        return;
      }
    }
    throw NtStatus.ACCESS_DENIED.exception();
  }

  /** Adds a process to the jobs of another. */
  void inheritJobs(int row, int from) {
    for (int i = 0; i < MAX_JOBS; i++) {
      put(row, JOBS + 4 * i, get(from, JOBS + 4 * i));
    }
  }
}
