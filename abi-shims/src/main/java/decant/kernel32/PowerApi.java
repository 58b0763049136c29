package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;

/** winbase.h: power. */
@Library({"kernel32", "kernelbase"})
public final class PowerApi {
  private static final int ES_CONTINUOUS = 0x8000_0000;
  private static final int UNKNOWN = 255;

  private PowerApi() {}

  /** On mains power, without a battery. */
  @Export
  static boolean GetSystemPowerStatus(@Out long lpSystemPowerStatus) {
    Memory.putByte(lpSystemPowerStatus, 1);
    Memory.putByte(lpSystemPowerStatus + 1, 128);
    Memory.putByte(lpSystemPowerStatus + 2, UNKNOWN);
    Memory.putByte(lpSystemPowerStatus + 3, 0);
    Memory.putInt(lpSystemPowerStatus + 4, -1);
    Memory.putInt(lpSystemPowerStatus + 8, -1);
    return true;
  }

  /** Whether the machine sleeps is the host's business. */
  @Export(support = Support.PARTIAL, note = "Without effect.")
  static int SetThreadExecutionState(int esFlags) {
    return ES_CONTINUOUS;
  }
}
