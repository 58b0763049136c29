package decant.winmm;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;

/** timeapi.h. */
@Library({"winmm", "kernel32"})
public final class TimeApi {
  private static final int TIMERR_NOERROR = 0;
  private static final int TIMERR_NOCANDO = 97;

  private TimeApi() {}

  /** The resolution is as fine as it gets. */
  @Export(
      value = {"timeBeginPeriod", "timeEndPeriod"},
      dll = {"winmm", "kernel32"})
  static int timeBeginPeriod(int uPeriod) {
    return uPeriod < 1 ? TIMERR_NOCANDO : TIMERR_NOERROR;
  }

  @Export(dll = {"winmm", "kernel32"})
  static int timeGetDevCaps(@Out long ptc, int cbtc) {
    if (cbtc < 8) {
      return TIMERR_NOCANDO;
    }
    Memory.putInt(ptc, 1);
    Memory.putInt(ptc + 4, 1_000_000);
    return TIMERR_NOERROR;
  }
}
