package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.concurrent.atomic.AtomicLong;

/** How a program ends in error: abort, assertions, pure calls, terminate. */
@Library({"msvcrt", "ucrtbase"})
public final class AbortH {
  private static final int EXIT_ABORT = 3;
  private static final int WRITE_ABORT_MSG = 1;
  private static final int CALL_REPORTFAULT = 2;
  private static final int REPORT_ERRMODE = 3;

  /** What a program has set. */
  private static final class Settings {
    int abortBehavior = CALL_REPORTFAULT;
    int errorMode;
    final AtomicLong pureCall = new AtomicLong();
    final AtomicLong terminate = new AtomicLong();
    final AtomicLong unexpected = new AtomicLong();
  }

  private AbortH() {}

  private static Settings settings(GuestThread t) {
    return t.process.state(Settings.class, p -> new Settings());
  }

  @Export(value = "abort", dll = "msvcrt")
  static void abortMsvcrt(GuestThread t) {
    Console.error(t, "\nabnormal program termination\n");
    SignalH.raise(t, SignalH.SIGABRT);
    ExitH._exit(t, EXIT_ABORT);
  }

  @Export(value = "abort", dll = "ucrtbase")
  static void abortUniversal(GuestThread t) {
    if (SignalH.isHandled(t, SignalH.SIGABRT)) {
      SignalH.raise(t, SignalH.SIGABRT);
    }
    boolean report = (settings(t).abortBehavior & CALL_REPORTFAULT) != 0;
    ExitH._exit(t, report ? NtStatus.STACK_BUFFER_OVERRUN.code() : EXIT_ABORT);
  }

  private static void abort(GuestThread t) {
    if (t.process.loader.handle("ucrtbase.dll") != 0) {
      abortUniversal(t);
    } else {
      abortMsvcrt(t);
    }
  }

  @Export(dll = "ucrtbase")
  static int _set_abort_behavior(GuestThread t, int flags, int mask) {
    Settings settings = settings(t);
    int before = settings.abortBehavior;
    settings.abortBehavior = before & ~mask | flags & mask & (WRITE_ABORT_MSG | CALL_REPORTFAULT);
    return before;
  }

  @Export
  static int _set_error_mode(GuestThread t, int modeval) {
    Settings settings = settings(t);
    int before = settings.errorMode;
    if (modeval < 0 || modeval > REPORT_ERRMODE) {
      throw CrtErrno.EINVAL.exception();
    }
    if (modeval != REPORT_ERRMODE) {
      settings.errorMode = modeval;
    }
    return before;
  }

  @Export
  static void _assert(GuestThread t, @Narrow String message, @Narrow String filename, int line) {
    assertion(t, message, filename, line);
  }

  @Export
  static void _wassert(GuestThread t, @Wide String message, @Wide String filename, int line) {
    assertion(t, message, filename, line);
  }

  private static void assertion(GuestThread t, String message, String filename, int line) {
    Console.error(
        t, "Assertion failed: " + message + ", file " + filename + ", line " + line + "\n");
    abort(t);
  }

  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140"})
  static void _purecall(GuestThread t) {
    long handler = settings(t).pureCall.get();
    if (handler != 0) {
      Gate.call(t, handler);
    }
    Console.error(t, "\nruntime error R6025\n- pure virtual function call\n");
    abort(t);
  }

  @Export(dll = {"ucrtbase", "vcruntime140"})
  static long _set_purecall_handler(GuestThread t, @Opt long handler) {
    return settings(t).pureCall.getAndSet(handler);
  }

  @Export(dll = {"ucrtbase", "vcruntime140"})
  static long _get_purecall_handler(GuestThread t) {
    return settings(t).pureCall.get();
  }

  /** The handler that {@code set_terminate} installed, else abort. */
  @Export(value = {"?terminate@@YAXXZ", "terminate"})
  public static void terminate(GuestThread t) {
    long handler = settings(t).terminate.get();
    if (handler != 0) {
      Gate.call(t, handler);
    }
    abort(t);
  }

  @Export(dll = {"vcruntime140", "ucrtbase"})
  static void __std_terminate(GuestThread t) {
    terminate(t);
  }

  /** The handler that {@code set_unexpected} installed, else {@code terminate}. */
  @Export(
      value = {"?unexpected@@YAXXZ", "unexpected"},
      dll = {"msvcrt", "ucrtbase", "vcruntime140"})
  static void unexpected(GuestThread t) {
    long handler = settings(t).unexpected.get();
    if (handler != 0) {
      Gate.call(t, handler);
    }
    terminate(t);
  }

  @Export(value = {"?set_terminate@@YAP6AXXZP6AXXZ@Z", "set_terminate"})
  static long set_terminate(GuestThread t, @Opt long handler) {
    return settings(t).terminate.getAndSet(handler);
  }

  @Export
  static long _get_terminate(GuestThread t) {
    return settings(t).terminate.get();
  }

  @Export(
      value = {"?set_unexpected@@YAP6AXXZP6AXXZ@Z", "set_unexpected"},
      dll = {"msvcrt", "ucrtbase", "vcruntime140"})
  static long set_unexpected(GuestThread t, @Opt long handler) {
    return settings(t).unexpected.getAndSet(handler);
  }

  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140"})
  static long _get_unexpected(GuestThread t) {
    return settings(t).unexpected.get();
  }

  @Export(dll = "ucrtbase")
  static int _get_printf_count_output(GuestThread t) {
    return 0;
  }

  /** Whether %n may be used stays as it is: it may not. */
  @Export(dll = "ucrtbase", support = Support.PARTIAL, note = "The conversion %n stays disabled.")
  static int _set_printf_count_output(GuestThread t, int enable) {
    return 0;
  }

  /** Hook for debuggers; does nothing. */
  @Export(dll = "ucrtbase")
  static void _crt_debugger_hook(GuestThread t, int reserved) {}

  @Export(dll = "msvcrt")
  static int _get_output_format(GuestThread t) {
    return 0;
  }

  @Export(dll = "msvcrt")
  static int _set_output_format(GuestThread t, int format) {
    return 0;
  }

  @Export(dll = "msvcrt")
  static int _get_sbh_threshold(@Out long pValue) {
    Memory.putLong(pValue, 0);
    return 0;
  }
}
