package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.crt.StdlibH;
import decant.crt.eh.CxxHelpers;
import decant.host.Memory;
import decant.host.Random;
import decant.kernel32.InitOnce;
import decant.nt.GuestThread;

/** Single functions of Microsoft's C++ library (exception, new, random). */
@Library("msvcp140")
public final class RuntimeFunctions {
  private RuntimeFunctions() {}

  /** Whether an exception is destroying objects now. */
  @Export("?uncaught_exception@std@@YA_NXZ")
  static boolean uncaughtException(GuestThread t) {
    return CxxHelpers.__uncaught_exceptions(t) != 0;
  }

  /** How many exceptions are destroying objects now. */
  @Export("?uncaught_exceptions@std@@YAHXZ")
  static int uncaughtExceptions(GuestThread t) {
    return CxxHelpers.__uncaught_exceptions(t);
  }

  /**
   * Installs what {@code operator new} calls when there is no memory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/standard-library/new-functions">set_new_handler</a>
   */
  @Export("?set_new_handler@std@@YAP6AXXZP6AXXZ@Z")
  static long setNewHandler(GuestThread t, @Opt long handler) {
    return StdlibH.setStandardNewHandler(t, handler);
  }

  @Export("?get_new_handler@std@@YAP6AXXZXZ")
  static long newHandler(GuestThread t) {
    return StdlibH.standardNewHandler(t);
  }

  /** A number of {@code std::random_device}: the system's randomness. */
  @Export("?_Random_device@std@@YAIXZ")
  static int randomDevice(GuestThread t) {
    long number = t.scratch();
    Random.fill(number, Integer.BYTES);
    return Memory.getInt(number);
  }

  /**
   * {@code std::call_once}: calls a function unless that was done with this flag; 0 when it failed.
   *
   * @see <a href="https://learn.microsoft.com/cpp/standard-library/mutex-functions">call_once</a>
   */
  @Export("?_Execute_once@std@@YAHAEAUonce_flag@1@P6AHPEAX1PEAPEAX@Z1@Z")
  static int executeOnce(GuestThread t, long flag, long function, @Opt long parameter) {
    return InitOnce.InitOnceExecuteOnce(t, flag, function, parameter, 0) ? 1 : 0;
  }

  /** The handler of programs without exceptions: none. */
  @Export("?_Raise_handler@std@@3P6AXAEBVexception@stdext@@@ZEA")
  @Data(size = 8)
  static void raiseHandler(GuestThread t, long address) {}
}
