package decant.msvcp;

import decant.abi.Export;
import decant.abi.Library;
import decant.crt.eh.CxxStandard;
import decant.nt.GuestThread;
import java.util.Arrays;

/**
 * What the categories of {@code std::error_code} know of numbers (system_error).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/system-error-enums">errc</a>
 */
@Library("msvcp140")
public final class ErrorNumbers {
  private static final String UNKNOWN = "unknown error";

  /** What values of {@code errno} from 0 and from 100 on mean, as {@code std::errc} says. */
  private static final String[][] MEANINGS = {
    {
      UNKNOWN,
      "operation not permitted",
      "no such file or directory",
      "no such process",
      "interrupted",
      "io error",
      "no such device or address",
      "argument list too long",
      "executable format error",
      "bad file descriptor",
      "no child process",
      "resource unavailable try again",
      "not enough memory",
      "permission denied",
      "bad address",
      UNKNOWN,
      "device or resource busy",
      "file exists",
      "cross device link",
      "no such device",
      "not a directory",
      "is a directory",
      "invalid argument",
      "too many files open in system",
      "too many files open",
      "inappropriate io control operation",
      UNKNOWN,
      "file too large",
      "no space on device",
      "invalid seek",
      "read only file system",
      "too many links",
      "broken pipe",
      "argument out of domain",
      "result out of range",
      UNKNOWN,
      "resource deadlock would occur",
      UNKNOWN,
      "filename too long",
      "no lock available",
      "function not supported",
      "directory not empty",
      "illegal byte sequence",
    },
    {
      "address in use",
      "address not available",
      "address family not supported",
      "connection already in progress",
      "bad message",
      "operation canceled",
      "connection aborted",
      "connection refused",
      "connection reset",
      "destination address required",
      "host unreachable",
      "identifier removed",
      "operation in progress",
      "already connected",
      "too many symbolic link levels",
      "message size",
      "network down",
      "network reset",
      "network unreachable",
      "no buffer space",
      "no message available",
      "no link",
      "no message",
      "no protocol option",
      "no stream resources",
      "not a stream",
      "not connected",
      "state not recoverable",
      "not a socket",
      "not supported",
      "operation not supported",
      UNKNOWN,
      "value too large",
      "owner dead",
      "protocol error",
      "protocol not supported",
      "wrong protocol type",
      "stream timeout",
      "timed out",
      "text file busy",
      "operation would block",
    },
  };

  private static final int SECOND_RANGE = 100;

  /** Errors of the system, in their order, and what each is as {@code errno}. */
  private static final int[][] ERRORS = {
    {1, 40}, {2, 2}, {3, 2}, {4, 24}, {5, 13}, {6, 22},
    {8, 12}, {12, 13}, {14, 12}, {15, 19}, {16, 13}, {17, 18},
    {19, 13}, {20, 19}, {21, 11}, {25, 5}, {29, 5}, {30, 5},
    {32, 13}, {33, 39}, {39, 28}, {50, 129}, {55, 19}, {80, 17},
    {82, 13}, {87, 22}, {110, 5}, {111, 38}, {112, 28}, {123, 2},
    {131, 22}, {142, 16}, {145, 41}, {170, 16}, {183, 17}, {212, 39},
    {267, 22}, {995, 105}, {998, 13}, {1011, 5}, {1012, 5}, {1013, 5},
    {1237, 11}, {2401, 16}, {2404, 16}, {4393, 22}, {10004, 4}, {10009, 9},
    {10013, 13}, {10014, 14}, {10022, 22}, {10024, 24}, {10035, 140}, {10036, 112},
    {10037, 103}, {10038, 128}, {10039, 109}, {10040, 115}, {10041, 136}, {10042, 123},
    {10043, 135}, {10045, 130}, {10047, 102}, {10048, 100}, {10049, 101}, {10050, 116},
    {10051, 118}, {10052, 117}, {10053, 106}, {10054, 108}, {10055, 119}, {10056, 113},
    {10057, 126}, {10060, 138}, {10061, 107}, {10063, 38}, {10065, 110},
  };

  private ErrorNumbers() {}

  /** What a value of {@code errno} means. */
  static String meaning(int code) {
    String[] meanings = MEANINGS[code >= SECOND_RANGE ? 1 : 0];
    int index = code >= SECOND_RANGE ? code - SECOND_RANGE : code;
    return index >= 0 && index < meanings.length ? meanings[index] : UNKNOWN;
  }

  /** What a value of {@code errno} means, as a string. */
  @Export("?_Syserror_map@std@@YAPEBDH@Z")
  static long systemError(GuestThread t, int errcode) {
    return CxxStandard.of(t).text(t, meaning(errcode));
  }

  /** The {@code errno} that an error of the system is, 0 for none. */
  @Export("?_Winerror_map@std@@YAHH@Z")
  static int windowsError(int errcode) {
    int place =
        Arrays.binarySearch(ERRORS, new int[] {errcode}, (a, b) -> Integer.compare(a[0], b[0]));
    return place < 0 ? 0 : ERRORS[place][1];
  }
}
