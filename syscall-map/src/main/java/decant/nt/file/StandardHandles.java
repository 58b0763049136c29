package decant.nt.file;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Stat;
import decant.host.Terminal;
import decant.nt.GuestProcess;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import decant.nt.console.ConsoleObject;
import decant.nt.pipe.PipeObject;
import decant.nt.socket.AdoptedSockets;

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

  /** Reading, writing, attributes. */
  private static final int ACCESS = 0x0012_019F;

  private static final int WRITES = FileAccess.FILE_WRITE_DATA | FileAccess.GENERIC_WRITE;
  private static final byte[] EMPTY = {};
  private static final byte[] TERMINAL = {'/', 'd', 'e', 'v', '/', 't', 't', 'y'};

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
    console();
    for (int fd = 0; fd < 3; fd++) {
      IoObject object = open(process, fd);
      set(
          STD_INPUT_HANDLE - fd,
          object == null ? 0 : process.handles.open(object, ACCESS, HandleTable.INHERIT));
    }
  }

  /** Makes the names of the console known. */
  public void console() {
    process.files.device("CONIN$", consoleDevice(process, true));
    process.files.device("CONOUT$", consoleDevice(process, false));
    process.files.device(
        "CON",
        (name, access, attributes, share, disposition, options) ->
            new FileSystem.Opened(
                openConsole(process, (access & WRITES) == 0), FileSystem.FILE_OPEN));
  }

  private static Device consoleDevice(GuestProcess process, boolean input) {
    return (name, access, attributes, share, disposition, options) ->
        new FileSystem.Opened(openConsole(process, input), FileSystem.FILE_OPEN);
  }

  /** Opens the process's terminal; {@code STATUS_OBJECT_NAME_NOT_FOUND} when it has none. */
  private static IoObject openConsole(GuestProcess process, boolean input) {
    int fd =
        Fcntl.openat(
            Fcntl.AT_FDCWD, HostBuffer.get().path(TERMINAL), Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
    if (fd < 0) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    return new ConsoleObject(process, fd, input);
  }

  /** The object for a host descriptor by what it is; null when it is not open. */
  public static IoObject open(GuestProcess process, int fd) {
    HostBuffer buffer = HostBuffer.get();
    int done =
        Stat.statx(
            fd,
            buffer.path(EMPTY),
            Fcntl.AT_EMPTY_PATH,
            Stat.STATX_BASIC_AND_BTIME,
            buffer.struct());
    if (done != 0) {
      return null;
    }
    int mode = buffer.getU16(Stat.STATX_MODE);
    return switch (mode & Stat.S_IFMT) {
      case Stat.S_IFIFO -> PipeObject.ofPipe(fd);
      case Stat.S_IFSOCK -> socket(process, fd);
      case Stat.S_IFCHR -> charDevice(process, fd, buffer);
      default -> FileObject.inherited(process.files, fd, mode);
    };
  }

  /** A socket of the internet is one for programs, too; a local one is a pipe to them. */
  private static IoObject socket(GuestProcess process, int fd) {
    IoObject socket = AdoptedSockets.adopt(process, fd);
    return socket != null ? socket : new PipeObject(fd);
  }

  private static IoObject charDevice(GuestProcess process, int fd, HostBuffer stat) {
    if (stat.getInt(Stat.STATX_RDEV_MAJOR) == 1 && stat.getInt(Stat.STATX_RDEV_MINOR) == 3) {
      return new NullDevice();
    }
    return Terminal.isatty(fd) == 1 ? new ConsoleObject(process, fd, fd == 0) : new CharDevice(fd);
  }
}
