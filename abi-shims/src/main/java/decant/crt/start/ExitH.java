package decant.crt.start;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.crt.io.Streams;
import decant.nt.GuestThread;

/** How a program ends: the exit functions of stdlib.h and process.h. */
@Library({"msvcrt", "ucrtbase"})
public final class ExitH {
  private static final int FATAL_ERROR = 255;
  private static final int DLL_PROCESS_DETACH = 0;

  private ExitH() {}

  @Export(
      value = {"_onexit"},
      dll = "msvcrt")
  static long _onexit(GuestThread t, long func) {
    if (func != 0) {
      ExitTables.of(t).atExit.add(func);
    }
    return func;
  }

  @Export(
      value = {"atexit"},
      dll = "msvcrt")
  static int atexit(GuestThread t, long func) {
    ExitTables.of(t).atExit.add(func);
    return 0;
  }

  @Export(dll = "ucrtbase")
  static int _crt_atexit(GuestThread t, long func) {
    ExitTables.of(t).atExit.add(func);
    return 0;
  }

  @Export(dll = "ucrtbase")
  static int _crt_at_quick_exit(GuestThread t, long func) {
    ExitTables.of(t).atQuickExit.add(func);
    return 0;
  }

  @Export(dll = "ucrtbase")
  static void _register_thread_local_exe_atexit_callback(GuestThread t, @Opt long callback) {
    ExitTables.of(t).threadLocalCallback = callback;
  }

  /** Runs the exit functions and flushes the streams, and returns. */
  @Export
  static void _cexit(GuestThread t) {
    ExitTables tables = ExitTables.of(t);
    long callback = tables.threadLocalCallback;
    if (callback != 0) {
      tables.threadLocalCallback = 0;
      Gate.call(t, callback, 0, DLL_PROCESS_DETACH, 0);
    }
    tables.atExit.run(t);
    Streams.flushAll(t);
  }

  /** Ends the C runtime without exit functions, and returns. */
  @Export
  static void _c_exit(GuestThread t) {}

  @Export
  static void exit(GuestThread t, int status) {
    _cexit(t);
    Gate.exitProcess(t, status);
  }

  @Export({"_exit", "_Exit"})
  static void _exit(GuestThread t, int status) {
    Streams.abandon(t);
    Gate.exitProcess(t, status);
  }

  @Export(dll = "ucrtbase")
  static void quick_exit(GuestThread t, int status) {
    ExitTables.of(t).atQuickExit.run(t);
    _exit(t, status);
  }

  @Export(dll = "msvcrt")
  static void _amsg_exit(GuestThread t, int msgno) {
    Console.error(t, "\nruntime error R60" + (msgno < 10 ? "0" : "") + msgno + "\n");
    _exit(t, FATAL_ERROR);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _getpid(GuestThread t) {
    return t.process.id;
  }
}
