package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;

/** What a failing API returns, and where the error goes. */
public enum Fails {
  /**
   * By the library: {@link #NTSTATUS} for ntdll, {@link #ERRNO_MINUS_ONE} or {@link #ERRNO_ZERO}
   * (pointers) for the CRTs, else {@link #ZERO}.
   */
  DEFAULT,
  /** Last error set; 0 returned (FALSE, a null pointer or handle). */
  ZERO,
  /**
   * Last error set; -1 returned ({@code INVALID_HANDLE_VALUE}, {@code INVALID_FILE_ATTRIBUTES},
   * {@code WAIT_FAILED}).
   */
  MINUS_ONE,
  /**
   * {@link #MINUS_ONE} of a function whose result has 32 bits: the upper half of the register is 0,
   * as compiled code leaves it. Programs of Go compare all of it. The build chooses it.
   */
  MINUS_ONE_INT,
  /** The NTSTATUS is returned. */
  NTSTATUS,
  /** The Win32 error is returned ({@code LSTATUS}). */
  WIN32,
  /** An HRESULT is returned: {@code HRESULT_FROM_WIN32}. */
  HRESULT,
  /** CRT {@code errno} set; -1 returned. */
  ERRNO_MINUS_ONE,
  /** CRT {@code errno} set; 0 returned. */
  ERRNO_ZERO,
  /** CRT {@code errno} set and returned ({@code errno_t}). */
  ERRNO;

  private static final int FACILITY_NTWIN32_ERROR = 0xC007_0000;
  private static final int FACILITY_WIN32_ERROR = 0x8007_0000;

  /**
   * Tells a thread of a failure that is a status; returns what the API answers. For shims whose
   * usual answer is a failure, which is to cost no exception.
   */
  public long answer(GuestThread t, NtStatus status) {
    t.failure = status;
    return answer(t, status, status.error());
  }

  /** As above, of one that is an error. */
  public long answer(GuestThread t, Win32Error error) {
    t.failure = error;
    return answer(t, null, error);
  }

  private long answer(GuestThread t, NtStatus status, Win32Error error) {
    switch (this) {
      case ZERO, MINUS_ONE, MINUS_ONE_INT -> {
        t.setLastError(error);
        if (status != null) {
          Memory.putInt(t.teb + GuestThread.TEB_LAST_STATUS, status.code());
        }
      }
      case ERRNO_MINUS_ONE, ERRNO_ZERO, ERRNO -> {
        t.setLastError(error);
        return answer(t, CrtErrno.of(error));
      }
      default -> {}
    }
    return switch (this) {
      case MINUS_ONE -> -1;
      case MINUS_ONE_INT -> 0xFFFF_FFFFL;
      case NTSTATUS -> status != null ? status.code() : FACILITY_NTWIN32_ERROR | error.code();
      case WIN32 -> error.code();
      case HRESULT -> FACILITY_WIN32_ERROR | error.code();
      default -> 0;
    };
  }

  /** As above, of one of the C runtime. */
  long answer(GuestThread t, CrtErrno errno) {
    t.failure = errno;
    errno.set(t);
    return switch (this) {
      case ERRNO_ZERO, ZERO -> 0;
      case ERRNO -> errno.code();
      default -> -1;
    };
  }
}
