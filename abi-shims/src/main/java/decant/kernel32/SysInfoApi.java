package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.HostEnvironment;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import decant.nt.SystemTime;
import decant.nt.TimeZones;
import decant.nt.Win32Error;
import decant.nt.memory.AddressSpace;

/** sysinfoapi.h. */
@Library({"kernel32", "kernelbase"})
public final class SysInfoApi {
  private static final int PROCESSOR_ARCHITECTURE_AMD64 = 9;
  private static final int PROCESSOR_AMD_X8664 = 8664;

  /** What a program without a manifest for Windows 8.1 or later is told: 6.2.9200. */
  private static final int SHIM_MAJOR = 6;

  private static final int SHIM_MINOR = 2;
  private static final int SHIM_BUILD = 9200;
  private static final int OSVERSIONINFO_UNITS = 128;

  private SysInfoApi() {}

  /**
   * The machine.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getsysteminfo">GetSystemInfo</a>
   */
  @Export({"GetSystemInfo", "GetNativeSystemInfo"})
  static void GetSystemInfo(GuestThread t, @Out long lpSystemInfo) {
    long affinity = HostSystem.affinity(t);
    Memory.putInt(lpSystemInfo, PROCESSOR_ARCHITECTURE_AMD64);
    Memory.putInt(lpSystemInfo + 4, Memory.PAGE);
    Memory.putLong(lpSystemInfo + 8, Memory.LOW);
    Memory.putLong(lpSystemInfo + 16, AddressSpace.END - 1);
    Memory.putLong(lpSystemInfo + 24, affinity);
    Memory.putInt(lpSystemInfo + 32, Long.bitCount(affinity));
    Memory.putInt(lpSystemInfo + 36, PROCESSOR_AMD_X8664);
    Memory.putInt(lpSystemInfo + 40, (int) AddressSpace.GRANULARITY);
    Memory.putShort(lpSystemInfo + 44, 6);
    Memory.putShort(lpSystemInfo + 46, 0);
  }

  /** Windows' version as a program without a manifest is told: 6.2. */
  @Export
  static int GetVersion() {
    return SHIM_BUILD << 16 | SHIM_MINOR << 8 | SHIM_MAJOR;
  }

  /**
   * Windows' version as a program without a manifest is told: 6.2.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getversionexw">GetVersionEx</a>
   */
  @Export
  static boolean GetVersionEx(Text text, @In @Out long lpVersionInformation) {
    int basic = 20 + OSVERSIONINFO_UNITS * text.unit;
    int extended = basic + 8;
    // OSVERSIONINFOEXA is padded to a multiple of four: 156, OSVERSIONINFOEXW is 284.
    int size = Memory.getInt(lpVersionInformation);
    if (size != basic && size != extended) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    putVersion(text, lpVersionInformation, size == extended, SHIM_MAJOR, SHIM_MINOR, SHIM_BUILD);
    return true;
  }

  /** Fills an {@code OSVERSIONINFO(EX)} but for its size. */
  public static void putVersion(
      Text text, long to, boolean extended, int major, int minor, int build) {
    Memory.putInt(to + 4, major);
    Memory.putInt(to + 8, minor);
    Memory.putInt(to + 12, build);
    Memory.putInt(to + 16, 2); // VER_PLATFORM_WIN32_NT
    text.write(to + 20, "");
    if (extended) {
      long more = to + 20 + (long) OSVERSIONINFO_UNITS * text.unit;
      Memory.putInt(more, 0);
      Memory.putShort(more + 4, 0x100); // VER_SUITE_SINGLEUSERTS
      Memory.putByte(more + 6, 1); // VER_NT_WORKSTATION
      Memory.putByte(more + 7, 0);
    }
  }

  /**
   * Memory in use.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-globalmemorystatusex">GlobalMemoryStatusEx</a>
   */
  @Export
  static boolean GlobalMemoryStatusEx(@In @Out long lpBuffer) {
    if (Memory.getInt(lpBuffer) != 64) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long total = HostSystem.memory("MemTotal");
    long free = HostSystem.memory("MemAvailable");
    Memory.putInt(lpBuffer + 4, total == 0 ? 0 : (int) ((total - free) * 100 / total));
    Memory.putLong(lpBuffer + 8, total);
    Memory.putLong(lpBuffer + 16, free);
    Memory.putLong(lpBuffer + 24, total + HostSystem.memory("SwapTotal"));
    Memory.putLong(lpBuffer + 32, free + HostSystem.memory("SwapFree"));
    Memory.putLong(lpBuffer + 40, Memory.LIMIT);
    Memory.putLong(lpBuffer + 48, Memory.LIMIT - HostSystem.ownMemory("VmSize"));
    Memory.putLong(lpBuffer + 56, 0);
    return true;
  }

  /** As {@code GlobalMemoryStatusEx}, without percentages of what is beyond it. */
  @Export
  static void GlobalMemoryStatus(@Out long lpBuffer) {
    long total = HostSystem.memory("MemTotal");
    long free = HostSystem.memory("MemAvailable");
    Memory.putInt(lpBuffer, 56);
    Memory.putInt(lpBuffer + 4, total == 0 ? 0 : (int) ((total - free) * 100 / total));
    Memory.putLong(lpBuffer + 8, total);
    Memory.putLong(lpBuffer + 16, free);
    Memory.putLong(lpBuffer + 24, total + HostSystem.memory("SwapTotal"));
    Memory.putLong(lpBuffer + 32, free + HostSystem.memory("SwapFree"));
    Memory.putLong(lpBuffer + 40, Memory.LIMIT);
    Memory.putLong(lpBuffer + 48, Memory.LIMIT - HostSystem.ownMemory("VmSize"));
  }

  @Export
  static boolean GetPhysicallyInstalledSystemMemory(@Out long TotalMemoryInKilobytes) {
    Memory.putLong(TotalMemoryInKilobytes, HostSystem.memory("MemTotal") / 1024);
    return true;
  }

  @Export
  static boolean GetComputerName(
      GuestThread t, Text text, @Out @Opt long lpBuffer, @In @Out long nSize) {
    return putSized(text, HostEnvironment.read().computerName(), lpBuffer, nSize, true);
  }

  /**
   * One of the computer's names.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getcomputernameexw">GetComputerNameEx</a>
   */
  @Export
  static boolean GetComputerNameEx(
      GuestThread t, Text text, int NameType, @Out @Opt long lpBuffer, @In @Out long nSize) {
    String host = HostEnvironment.hostName();
    int dot = host.indexOf('.');
    String name =
        switch (NameType) {
          case 0, 4 -> HostEnvironment.read().computerName();
          case 1, 5 -> dot < 0 ? host : host.substring(0, dot);
          case 2, 6 -> dot < 0 ? "" : host.substring(dot + 1);
          case 3, 7 -> host;
          default -> throw Win32Error.INVALID_PARAMETER.exception();
        };
    return putSized(text, name, lpBuffer, nSize, false);
  }

  private static boolean putSized(Text text, String value, long to, long size, boolean overflow) {
    int length = text.length(value);
    if (to == 0 || Memory.getU32(size) <= length) {
      Memory.putInt(size, length + 1);
      throw (overflow ? Win32Error.BUFFER_OVERFLOW : Win32Error.MORE_DATA).exception();
    }
    text.write(to, value);
    Memory.putInt(size, length);
    return true;
  }

  @Export
  static int GetSystemDirectory(Text text, @Out @Opt long lpBuffer, int uSize) {
    return text.writeOrSize(lpBuffer, lpBuffer == 0 ? 0 : uSize, Environment.SYSTEM_DIRECTORY);
  }

  @Export
  static int GetWindowsDirectory(Text text, @Out @Opt long lpBuffer, int uSize) {
    return text.writeOrSize(lpBuffer, lpBuffer == 0 ? 0 : uSize, Environment.SYSTEM_ROOT);
  }

  @Export
  static int GetSystemWindowsDirectory(Text text, @Out @Opt long lpBuffer, int uSize) {
    return text.writeOrSize(lpBuffer, lpBuffer == 0 ? 0 : uSize, Environment.SYSTEM_ROOT);
  }

  @Export(
      value = {"GetSystemWow64DirectoryA", "GetSystemWow64DirectoryW"},
      support = Support.STUB,
      note = "32-bit programs do not run: ERROR_CALL_NOT_IMPLEMENTED, as on 32-bit Windows.")
  static int GetSystemWow64Directory(@Out @Opt long lpBuffer, int uSize) {
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }

  @Export
  static void GetSystemTime(@Out long lpSystemTime) {
    SystemTime.put(lpSystemTime, HostSystem.now());
  }

  @Export
  static void GetLocalTime(@Out long lpSystemTime) {
    long now = HostSystem.now();
    SystemTime.put(lpSystemTime, now + TimeZones.offset(now));
  }

  @Export(
      value = {"SetSystemTime", "SetLocalTime"},
      support = Support.STUB,
      note = "A program may not set the host's clock: ERROR_PRIVILEGE_NOT_HELD.")
  static boolean SetSystemTime(@In long lpSystemTime) {
    throw Win32Error.PRIVILEGE_NOT_HELD.exception();
  }

  /** The clock is not being adjusted. */
  @Export
  static boolean GetSystemTimeAdjustment(
      @Out long lpTimeAdjustment, @Out long lpTimeIncrement, @Out long lpTimeAdjustmentDisabled) {
    Memory.putInt(lpTimeAdjustment, 156_250);
    Memory.putInt(lpTimeIncrement, 156_250);
    Memory.putInt(lpTimeAdjustmentDisabled, 1);
    return true;
  }

  @Export(
      support = Support.STUB,
      note = "A program may not adjust the host's clock: ERROR_PRIVILEGE_NOT_HELD.")
  static boolean SetSystemTimeAdjustment(int dwTimeAdjustment, boolean bTimeAdjustmentDisabled) {
    throw Win32Error.PRIVILEGE_NOT_HELD.exception();
  }

  /** The edition: Professional. */
  @Export
  static boolean GetProductInfo(
      int dwOSMajorVersion,
      int dwOSMinorVersion,
      int dwSpMajorVersion,
      int dwSpMinorVersion,
      @Out long pdwReturnedProductType) {
    if (pdwReturnedProductType == 0 || dwOSMajorVersion < 6) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putInt(pdwReturnedProductType, 0x30);
    return true;
  }

  @Export(support = Support.STUB, note = "There are no firmware tables: ERROR_INVALID_FUNCTION.")
  static int GetSystemFirmwareTable(
      int FirmwareTableProviderSignature,
      int FirmwareTableID,
      @Out @Opt long pFirmwareTableBuffer,
      int BufferSize) {
    throw Win32Error.INVALID_FUNCTION.exception();
  }

  @Export(support = Support.STUB, note = "There are no firmware tables: none is listed.")
  static int EnumSystemFirmwareTables(
      int FirmwareTableProviderSignature, @Out @Opt long pFirmwareTableEnumBuffer, int BufferSize) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }
}
