package decant.nt.process;

import decant.host.Errno;
import decant.host.Futex;
import decant.host.HostBuffer;
import decant.host.Mman;
import decant.host.Pidfd;
import decant.host.Poll;
import decant.host.SharedWords;
import decant.host.Signals;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import decant.nt.sync.SharedSlots;

/**
 * What the processes of a family – a program and all that it started, directly or not – know of
 * each other: a table in memory that they share, one row for each process. It has no name, nobody
 * serves it, and it goes with the last of them. Rows are taken and given up with atomic operations;
 * a row is used anew when its process is gone and all others were used since.
 */
public final class Family {
  private static final int ROWS = 4096;
  private static final int ROW_SIZE = 1024;
  static final int HEADER_SIZE = 64 << 10;

  /** Where the slots of shared objects begin; they are the concern of {@link SharedSlots}. */
  public static final long SLOTS = HEADER_SIZE + (long) ROWS * ROW_SIZE;

  private static final long SIZE = SLOTS + SharedSlots.SIZE;

  /** In the header: the row to begin looking at for a free one, and the last identifier given. */
  private static final int NEXT_ROW = 0;

  private static final int LAST_IDENTIFIER = 4;

  /** In the header: three words of {@link SharedSlots}. */
  public static final int SHARED_WORDS = 16;

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

  /** Changes when the process is to look at objects that it shares with others; a futex. */
  private static final int DOORBELL = 56;

  /** How many processes the row has had. */
  private static final int GENERATION = 60;

  /** The full Windows path of the program: length, then UTF-16. */
  private static final int PATH_LENGTH = 64;

  private static final int PATH = 68;
  private static final int MAX_PATH = (ROW_SIZE - PATH) / 2;

  /** The process has written its exit code down. */
  private static final long ENDED = 1L << 32;

  /** Somebody has terminated the process, with this exit code. */
  private static final long KILLED = 1L << 33;

  private static final int TAKEN = -1;

  /** An {@link #identity}: the row, and the row's generation. */
  private static final int ROW_BITS = 12;

  private static final int MOST_GENERATIONS = 0x7FFF;

  /** The bits that an {@link #identity} has. */
  public static final int IDENTITY = MOST_GENERATIONS << ROW_BITS | ROWS - 1;

  private final int fd;
  private final SharedWords table;

  /** Who belongs to which job. */
  public final JobTable jobs;

  /** The row of this process. */
  private int own = -1;

  private Family(int fd) {
    this.fd = fd;
    table = SharedWords.map(fd, SIZE);
    if (table == null) {
      throw NtStatus.lastHostError();
    }
    jobs = new JobTable(this, table);
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
    long program = process.loader.handle(null); // none when this is the command processor
    family.setPath(
        row, program == 0 ? SystemPrograms.COMMAND_PROCESSOR : process.loader.fileName(program));
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

  static long at(int row, int field) {
    return HEADER_SIZE + (long) row * ROW_SIZE + field;
  }

  private int get(int row, int field) {
    return table.getInt(at(row, field));
  }

  private void put(int row, int field, int value) {
    table.putInt(at(row, field), value);
  }

  /** The memory that the family shares. */
  public SharedWords memory() {
    return table;
  }

  /** What tells the process of a row from all that had the row before; never 0. */
  public int identity(int row) {
    return get(row, GENERATION) << ROW_BITS | row;
  }

  /** The row of an {@link #identity}. */
  public static int row(int identity) {
    return identity & ROWS - 1;
  }

  /** Whether a process still exists that had this {@link #identity}; asks the host. */
  public boolean isAlive(int identity) {
    int row = row(identity);
    if (identity(row) != identity) {
      return false;
    }
    if (row == own) {
      return true;
    }
    int pid = get(row, PID);
    int pidfd = pid > 0 ? Pidfd.open(pid) : -1;
    if (pidfd < 0) {
      return pid > 0 && Errno.last() != Errno.ESRCH;
    }
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, pidfd);
    buffer.putInt(4, Poll.POLLIN);
    boolean gone = Poll.poll(buffer.struct(), 1, 0) == 1;
    Unistd.close(pidfd);
    return !gone && get(row, PID) == pid;
  }

  /** Has a process look at what it shares; returns false if nobody there was waiting for that. */
  public boolean ring(int row) {
    long bell = at(row, DOORBELL);
    table.getAndAddInt(bell, 1);
    return Futex.wakeShared(table.address(bell), 1) > 0;
  }

  /** What the doorbell of this process shows; it changes with each {@link #ring}. */
  public int bell() {
    return get(own, DOORBELL);
  }

  /** Sleeps until the doorbell shows something else, or for no reason. */
  public void awaitBell(int shown) {
    Futex.awaitShared(table.address(at(own, DOORBELL)), shown, Futex.FOREVER);
  }

  /** Has an action run on another thread when a process is gone; false if it is already. */
  public boolean whenGone(GuestProcess process, int identity, Runnable action) {
    int row = row(identity);
    int pid = get(row, PID);
    int pidfd = pid > 0 ? Pidfd.open(pid) : -1;
    if (pidfd >= 0 && identity(row) == identity) {
      ProcessWatcher.of(process).watchOnce(pidfd, action);
      return true;
    }
    if (pidfd >= 0) {
      Unistd.close(pidfd);
    }
    return false;
  }

  /** Another identifier of a console, that no process of the family has had. */
  int newIdentifier() {
    return table.getAndAddInt(LAST_IDENTIFIER, 1) + 1;
  }

  /** Takes a free row for a process that is about to be started. */
  int take(int parent, int group, int console) {
    int first = table.getAndAddInt(NEXT_ROW, 1);
    for (int i = 0; i < ROWS; i++) {
      int row = Math.floorMod(first + i, ROWS);
      int pid = get(row, PID);
      if (pid != TAKEN
          && (pid == 0 || !exists(pid))
          && table.compareAndSetInt(at(row, PID), pid, TAKEN)) {
        int generation = get(row, GENERATION) % MOST_GENERATIONS + 1;
        put(row, GENERATION, generation);
        if (pid != 0) {
          SharedSlots.forget(this, row);
        }
        table.putLong(at(row, STATE), 0L);
        put(row, PARENT, parent);
        put(row, GROUP, group);
        put(row, CONSOLE, console);
        jobs.leaveAll(row);
        return row;
      }
    }
    throw NtStatus.INSUFFICIENT_RESOURCES.exception();
  }

  /** Enters the process of a row that was taken. */
  void begin(int row, int pid, long started) {
    table.putLong(at(row, STARTED), started);
    put(row, PID, pid);
  }

  void setPath(int row, String path) {
    String text = path.length() > MAX_PATH ? path.substring(path.length() - MAX_PATH) : path;
    for (int i = 0; i < text.length(); i++) {
      table.putChar(at(row, PATH) + 2L * i, text.charAt(i));
    }
    put(row, PATH_LENGTH, text.length());
  }

  /** The full Windows path of a process's program. */
  public String path(int row) {
    int length = Math.clamp(get(row, PATH_LENGTH), 0, MAX_PATH);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = table.getChar(at(row, PATH) + 2L * i);
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
    return table.getLong(at(row, STARTED));
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
    return table.getLong(at(row, STATE));
  }

  /** Writes down how a process ends: its own exit code, unless somebody was faster. */
  public void ended(int row, int exitCode) {
    table.compareAndSetLong(at(row, STATE), 0L, ENDED | exitCode & 0xFFFF_FFFFL);
  }

  /** Writes down that a process is being terminated; returns false if it has ended already. */
  boolean killed(int row, int exitCode) {
    return table.compareAndSetLong(at(row, STATE), 0L, KILLED | exitCode & 0xFFFF_FFFFL);
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
}
