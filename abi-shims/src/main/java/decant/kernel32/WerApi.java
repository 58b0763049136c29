package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import java.util.concurrent.atomic.AtomicInteger;

/** werapi.h: settings of error reporting. Nothing is ever reported to anybody. */
@Library({"kernel32", "kernelbase"})
public final class WerApi {
  private static final int S_OK = 0;

  private WerApi() {}

  private static AtomicInteger flags(GuestThread t) {
    return t.process.state(Flags.class, p -> new Flags()).value;
  }

  /** What a process set. */
  private static final class Flags {
    final AtomicInteger value = new AtomicInteger();
  }

  /**
   * The settings of a process.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/werapi/nf-werapi-wergetflags">WerGetFlags</a>
   */
  @Export(fails = Fails.HRESULT)
  static int WerGetFlags(GuestThread t, @Handle long hProcess, @Out long pdwFlags) {
    Handles.requireCurrentProcess(t, hProcess);
    Memory.putInt(pdwFlags, flags(t).get());
    return S_OK;
  }

  /** Changes the settings of the process. */
  @Export
  static int WerSetFlags(GuestThread t, int dwFlags) {
    flags(t).set(dwFlags);
    return S_OK;
  }
}
