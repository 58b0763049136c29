package decant.crt.start;

import decant.host.Memory;
import decant.nt.GuestProcess;

/**
 * What the loader told the process about itself: fields of {@code RTL_USER_PROCESS_PARAMETERS}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/winternl/ns-winternl-rtl_user_process_parameters">RTL_USER_PROCESS_PARAMETERS</a>
 */
public final class ProcessParameters {
  private static final int PEB_PROCESS_PARAMETERS = 0x20;
  private static final int IMAGE_PATH_NAME = 0x60;
  private static final int COMMAND_LINE = 0x70;

  private ProcessParameters() {}

  private static long address(GuestProcess process) {
    return Memory.getLong(process.peb + PEB_PROCESS_PARAMETERS);
  }

  static String commandLine(GuestProcess process) {
    return unicodeString(address(process) + COMMAND_LINE);
  }

  static String imagePath(GuestProcess process) {
    return unicodeString(address(process) + IMAGE_PATH_NAME);
  }

  private static String unicodeString(long address) {
    long buffer = Memory.getLong(address + 8);
    return buffer == 0 ? "" : Memory.wide(buffer, Memory.getU16(address) / 2);
  }
}
