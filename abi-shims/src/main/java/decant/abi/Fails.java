package decant.abi;

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
  ERRNO
}
