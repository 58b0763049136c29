package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;

/** errno.h: each thread has an errno and a {@code _doserrno}. */
@Library({"msvcrt", "ucrtbase"})
public final class ErrnoH {
  private ErrnoH() {}

  @Export
  @Direct
  static long _errno(GuestThread t) {
    return CrtErrno.address(t);
  }

  @Export
  @Direct
  static long __doserrno(GuestThread t) {
    return CrtErrno.address(t) + 4;
  }

  @Export
  static int _get_errno(GuestThread t, long pValue) {
    return get(CrtErrno.address(t), pValue);
  }

  @Export
  static int _get_doserrno(GuestThread t, long pValue) {
    return get(CrtErrno.address(t) + 4, pValue);
  }

  private static int get(long from, long to) {
    if (to == 0) {
      return CrtErrno.EINVAL.code();
    }
    Memory.putInt(to, Memory.getInt(from));
    return 0;
  }

  @Export
  static int _set_errno(GuestThread t, int value) {
    Memory.putInt(CrtErrno.address(t), value);
    return 0;
  }

  @Export
  static int _set_doserrno(GuestThread t, int value) {
    Memory.putInt(CrtErrno.address(t) + 4, value);
    return 0;
  }
}
