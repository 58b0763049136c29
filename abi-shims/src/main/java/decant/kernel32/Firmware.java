package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.nt.Win32Error;

/** winbase.h: variables of the firmware, which a machine without UEFI does not have. */
@Library({"kernel32", "kernelbase"})
public final class Firmware {
  private static final String NONE = "No UEFI: ERROR_INVALID_FUNCTION.";

  private Firmware() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getfirmwareenvironmentvariablew">GetFirmwareEnvironmentVariable</a>
   */
  @Export(support = Support.STUB, note = NONE)
  static int GetFirmwareEnvironmentVariable(
      Text text, @Opt String lpName, @Opt String lpGuid, @Out @Opt long pBuffer, int nSize) {
    throw Win32Error.INVALID_FUNCTION.exception();
  }

  @Export(support = Support.STUB, note = NONE)
  static int GetFirmwareEnvironmentVariableEx(
      Text text,
      @Opt String lpName,
      @Opt String lpGuid,
      @Out @Opt long pBuffer,
      int nSize,
      @Out @Opt long pdwAttributes) {
    throw Win32Error.INVALID_FUNCTION.exception();
  }

  @Export(support = Support.STUB, note = NONE)
  static boolean SetFirmwareEnvironmentVariable(
      Text text, @Opt String lpName, @Opt String lpGuid, @Opt long pValue, int nSize) {
    throw Win32Error.INVALID_FUNCTION.exception();
  }
}
