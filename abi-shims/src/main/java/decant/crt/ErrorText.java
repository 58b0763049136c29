package decant.crt;

/**
 * The messages of {@code strerror} and {@code perror}.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/errno-constants">errno
 *     constants</a>
 */
public final class ErrorText {
  private static final String UNKNOWN = "Unknown error";

  private static final String[] MESSAGES = {
    "No error",
    "Operation not permitted",
    "No such file or directory",
    "No such process",
    "Interrupted function call",
    "Input/output error",
    "No such device or address",
    "Arg list too long",
    "Exec format error",
    "Bad file descriptor",
    "No child processes",
    "Resource temporarily unavailable",
    "Not enough space",
    "Permission denied",
    "Bad address",
    UNKNOWN,
    "Resource device",
    "File exists",
    "Improper link",
    "No such device",
    "Not a directory",
    "Is a directory",
    "Invalid argument",
    "Too many open files in system",
    "Too many open files",
    "Inappropriate I/O control operation",
    UNKNOWN,
    "File too large",
    "No space left on device",
    "Invalid seek",
    "Read-only file system",
    "Too many links",
    "Broken pipe",
    "Domain error",
    "Result too large",
    UNKNOWN,
    "Resource deadlock avoided",
    UNKNOWN,
    "Filename too long",
    "No locks available",
    "Function not implemented",
    "Directory not empty",
    "Illegal byte sequence",
    UNKNOWN
  };

  private ErrorText() {}

  /** The number of messages: {@code _sys_nerr}. */
  public static int count() {
    return MESSAGES.length - 1;
  }

  /** The message of an error number; an unknown one has one too. */
  public static String of(int errno) {
    return errno >= 0 && errno < MESSAGES.length ? MESSAGES[errno] : UNKNOWN;
  }
}
