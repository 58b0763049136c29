package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.nt.GuestThread;
import decant.nt.file.StandardHandles;

/** processenv.h: the standard handles. */
@Library({"kernel32", "kernelbase"})
public final class ProcessEnvHandles {
  private ProcessEnvHandles() {}

  /**
   * A standard handle; null when the process has none.
   *
   * @see <a href="https://learn.microsoft.com/windows/console/getstdhandle">GetStdHandle</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  @Direct
  static long GetStdHandle(GuestThread t, int nStdHandle) {
    return StandardHandles.of(t.process).get(nStdHandle);
  }

  /** Replaces a standard handle. */
  @Export
  static boolean SetStdHandle(GuestThread t, int nStdHandle, @Handle long hHandle) {
    StandardHandles.of(t.process).set(nStdHandle, hHandle);
    return true;
  }
}
