package decant.crt.start;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ProcessParameters;

/**
 * The start-up variables that msvcrt exports. The universal CRT hands out addresses of the same
 * ones, so that both have one set.
 */
@Library("msvcrt")
public final class Variables {
  private static final String MSVCRT = "msvcrt";

  private Variables() {}

  /** The address of a variable of msvcrt. */
  public static long address(GuestThread t, String name) {
    return Gate.modules().export(t, MSVCRT, name);
  }

  @Export
  @Data(size = 8)
  static void _acmdln(GuestThread t, long address) {
    Memory.putLong(
        address,
        Strings.narrow(t, ProcessParameters.string(t.process, ProcessParameters.COMMAND_LINE)));
  }

  @Export
  @Data(size = 8)
  static void _wcmdln(GuestThread t, long address) {
    Memory.putLong(
        address,
        Strings.wide(t, ProcessParameters.string(t.process, ProcessParameters.COMMAND_LINE)));
  }

  @Export
  @Data(size = 8)
  static void _pgmptr(GuestThread t, long address) {
    Memory.putLong(
        address,
        Strings.narrow(t, ProcessParameters.string(t.process, ProcessParameters.IMAGE_PATH_NAME)));
  }

  @Export
  @Data(size = 8)
  static void _wpgmptr(GuestThread t, long address) {
    Memory.putLong(
        address,
        Strings.wide(t, ProcessParameters.string(t.process, ProcessParameters.IMAGE_PATH_NAME)));
  }

  @Export
  @Data(size = 4)
  static void __argc(GuestThread t, long address) {
    Memory.putInt(address, Arguments.of(t).count());
  }

  @Export
  @Data(size = 8)
  static void __argv(GuestThread t, long address) {
    Memory.putLong(address, Arguments.of(t).narrow(t));
  }

  @Export
  @Data(size = 8)
  static void __wargv(GuestThread t, long address) {
    Memory.putLong(address, Arguments.of(t).wide(t));
  }

  @Export
  @Data(size = 8)
  static void _environ(GuestThread t, long address) {
    Memory.putLong(address, CrtEnvironment.of(t).narrow(t));
  }

  @Export
  @Data(size = 8)
  static void _wenviron(GuestThread t, long address) {
    Memory.putLong(address, CrtEnvironment.of(t).wide(t));
  }

  @Export
  @Data(size = 8)
  static void __initenv(GuestThread t, long address) {
    Memory.putLong(address, CrtEnvironment.of(t).narrow(t));
  }

  @Export
  @Data(size = 8)
  static void __winitenv(GuestThread t, long address) {
    Memory.putLong(address, CrtEnvironment.of(t).wide(t));
  }

  /** The mode of files that are opened without one: {@code _O_TEXT}. */
  @Export
  @Data(size = 4)
  static void _fmode(GuestThread t, long address) {}

  @Export
  @Data(size = 4)
  static void _commode(GuestThread t, long address) {}

  @Export
  @Data(size = 4)
  static void _adjust_fdiv(GuestThread t, long address) {}

  @Export
  @Data(size = 4)
  static void _osplatform(GuestThread t, long address) {
    Memory.putInt(address, WindowsVersion.PLATFORM_NT);
  }

  @Export
  @Data(size = 4)
  static void _osver(GuestThread t, long address) {
    Memory.putInt(address, WindowsVersion.BUILD);
  }

  @Export
  @Data(size = 4)
  static void _winmajor(GuestThread t, long address) {
    Memory.putInt(address, WindowsVersion.MAJOR);
  }

  @Export
  @Data(size = 4)
  static void _winminor(GuestThread t, long address) {
    Memory.putInt(address, WindowsVersion.MINOR);
  }

  @Export
  @Data(size = 4)
  static void _winver(GuestThread t, long address) {
    Memory.putInt(address, WindowsVersion.MAJOR << 8 | WindowsVersion.MINOR);
  }
}
