package decant.nt.file;

import decant.host.Fstat;
import decant.host.Memory;
import decant.host.Terminal;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import decant.nt.console.ConsoleObject;
import decant.nt.memory.AddressSpace;
import decant.nt.pipe.PipeObject;

/**
 * The standard handles of a process. They are kept where Windows keeps them, in the process
 * parameters, once there are some.
 */
public final class StandardHandles {
  public static final int STD_INPUT_HANDLE = -10;
  public static final int STD_OUTPUT_HANDLE = -11;
  public static final int STD_ERROR_HANDLE = -12;

  /** {@code PEB.ProcessParameters}. */
  private static final int PEB_PROCESS_PARAMETERS = 0x20;

  /** {@code RTL_USER_PROCESS_PARAMETERS.StandardInput}; output and error follow. */
  private static final int STANDARD_INPUT = 0x20;

  private final GuestProcess process;
  private final long[] handles = new long[3];

  private StandardHandles(GuestProcess process) {
    this.process = process;
  }

  /** The standard handles of a process. */
  public static StandardHandles of(GuestProcess process) {
    return process.state(StandardHandles.class, StandardHandles::new);
  }

  /**
   * A standard handle, 0 when there is none.
   *
   * @param which {@code STD_*_HANDLE}; {@code STATUS_INVALID_HANDLE} for anything else
   */
  public synchronized long get(int which) {
    int i = index(which);
    long parameters = parameters();
    return parameters == 0 ? handles[i] : Memory.getLong(parameters + STANDARD_INPUT + 8L * i);
  }

  public synchronized void set(int which, long handle) {
    int i = index(which);
    handles[i] = handle;
    long parameters = parameters();
    if (parameters != 0) {
      Memory.putLong(parameters + STANDARD_INPUT + 8L * i, handle);
    }
  }

  private long parameters() {
    return process.peb == 0 ? 0 : Memory.getLong(process.peb + PEB_PROCESS_PARAMETERS);
  }

  private static int index(int which) {
    int i = STD_INPUT_HANDLE - which;
    if (i < 0 || i > 2) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return i;
  }

  /**
   * Opens the handles that the process inherits from the host: descriptors 0, 1 and 2. A descriptor
   * that is closed gives no handle.
   */
  public void inherit() {
    for (int fd = 0; fd < 3; fd++) {
      IoObject object = open(process, fd);
      set(
          STD_INPUT_HANDLE - fd,
          object == null ? 0 : process.handles.open(object, ACCESS, INHERIT));
    }
  }

  private static final int ACCESS = 0x0012_019F;
  private static final int INHERIT = decant.nt.HandleTable.INHERIT;

  /** The object for a host descriptor by what it is; null when it is not open. */
  public static IoObject open(GuestProcess process, int fd) {
    long stat =
        process.memory.allocate(
            0,
            Memory.PAGE,
            AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
            AddressSpace.PAGE_READWRITE);
    try {
      if (Fstat.fstat(fd, stat) != 0) {
        return null;
      }
      return switch (Memory.getInt(stat + Fstat.ST_MODE) & Fstat.S_IFMT) {
        case Fstat.S_IFIFO, Fstat.S_IFSOCK -> new PipeObject(fd);
        case Fstat.S_IFREG -> new InheritedFile(fd);
        default -> charDevice(process, fd, Memory.getLong(stat + Fstat.ST_RDEV));
      };
    } finally {
      process.memory.free(stat, 0, AddressSpace.MEM_RELEASE);
    }
  }

  private static IoObject charDevice(GuestProcess process, int fd, long device) {
    if (device == NULL_DEVICE) {
      return new NullDevice();
    }
    return Terminal.isatty(fd) == 1 ? new ConsoleObject(process, fd, fd == 0) : new CharDevice(fd);
  }

  /** Linux' device number of {@code /dev/null}: 1, 3. */
  private static final long NULL_DEVICE = 0x103;
}
