package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.Win32Error;

/**
 * Error numbers of the Microsoft C runtime (errno.h), and what Win32 errors become there ({@code
 * _dosmaperr}).
 */
public enum CrtErrno {
  EPERM(1),
  ENOENT(2),
  ESRCH(3),
  EINTR(4),
  EIO(5),
  ENXIO(6),
  E2BIG(7),
  ENOEXEC(8),
  EBADF(9),
  ECHILD(10),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  EFAULT(14),
  EBUSY(16),
  EEXIST(17),
  EXDEV(18),
  ENODEV(19),
  ENOTDIR(20),
  EISDIR(21),
  EINVAL(22),
  ENFILE(23),
  EMFILE(24),
  ENOTTY(25),
  EFBIG(27),
  ENOSPC(28),
  ESPIPE(29),
  EROFS(30),
  EMLINK(31),
  EPIPE(32),
  EDOM(33),
  ERANGE(34),
  EDEADLK(36),
  ENAMETOOLONG(38),
  ENOLCK(39),
  ENOSYS(40),
  ENOTEMPTY(41),
  EILSEQ(42),
  STRUNCATE(80);

  /** A CRT function failed; stackless, one per number. */
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final CrtErrno errno;

    Failure(CrtErrno errno) {
      super(errno.name(), null, false, false);
      this.errno = errno;
    }

    public CrtErrno errno() {
      return errno;
    }
  }

  private final int code;
  private final Failure exception = new Failure(this);

  CrtErrno(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The exception that carries this number: {@code throw CrtErrno.EINVAL.exception();}. */
  public Failure exception() {
    return exception;
  }

  /**
   * The address of a thread's {@code errno}: what {@code _errno()} returns. {@code _doserrno}
   * follows it.
   */
  public static long address(GuestThread thread) {
    if (thread.errnoAddress == 0) {
      thread.errnoAddress = thread.process.heap.allocate(thread, 8);
      Memory.putLong(thread.teb + ThreadBlock.ERRNO, thread.errnoAddress);
    }
    return thread.errnoAddress;
  }

  public void set(GuestThread thread) {
    Memory.putInt(address(thread), code);
  }

  public static CrtErrno of(Win32Error error) {
    return switch (error) {
      case FILE_NOT_FOUND,
          PATH_NOT_FOUND,
          INVALID_DRIVE,
          NO_MORE_FILES,
          BAD_PATHNAME,
          FILENAME_EXCED_RANGE,
          MOD_NOT_FOUND,
          PROC_NOT_FOUND ->
          ENOENT;
      case TOO_MANY_OPEN_FILES -> EMFILE;
      case ACCESS_DENIED,
          CURRENT_DIRECTORY,
          WRITE_PROTECT,
          SHARING_VIOLATION,
          LOCK_VIOLATION,
          CANNOT_MAKE,
          NOACCESS ->
          EACCES;
      case INVALID_HANDLE, NEGATIVE_SEEK -> EBADF;
      case NOT_ENOUGH_MEMORY, OUTOFMEMORY, NO_SYSTEM_RESOURCES -> ENOMEM;
      case BAD_ENVIRONMENT -> E2BIG;
      case BAD_FORMAT, BAD_EXE_FORMAT -> ENOEXEC;
      case NOT_SAME_DEVICE -> EXDEV;
      case FILE_EXISTS, ALREADY_EXISTS -> EEXIST;
      case BROKEN_PIPE, NO_DATA -> EPIPE;
      case DISK_FULL, HANDLE_DISK_FULL -> ENOSPC;
      case WAIT_NO_CHILDREN -> ECHILD;
      case DIR_NOT_EMPTY -> ENOTEMPTY;
      case NO_UNICODE_TRANSLATION -> EILSEQ;
      case CALL_NOT_IMPLEMENTED -> ENOSYS;
      default -> EINVAL;
    };
  }
}
