package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/** The permissions that files are made without. */
@Library({"msvcrt", "ucrtbase"})
public final class Umask {
  private static final int S_IREAD = 0x100;
  private static final int ALL = S_IREAD | OpenMode.S_IWRITE;

  volatile int value;

  private Umask() {}

  static Umask of(GuestThread t) {
    return t.process.state(Umask.class, p -> new Umask());
  }

  @Export
  static int _umask(GuestThread t, int pmode) {
    Umask umask = of(t);
    int before = umask.value;
    umask.value = pmode & ALL;
    return before;
  }

  @Export(fails = Fails.ERRNO)
  static int _umask_s(GuestThread t, int pmode, @Out long pOldMode) {
    if (pOldMode == 0 || (pmode & ~ALL) != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putInt(pOldMode, _umask(t, pmode));
    return 0;
  }
}
