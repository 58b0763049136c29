package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.kernel32.ConsoleControl;
import decant.nt.GuestThread;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * signal.h, and the exception filters of start-up code that turn exceptions into signals.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/signal">signal</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class SignalH {
  static final int SIGINT = 2;
  static final int SIGILL = 4;
  static final int SIGFPE = 8;
  static final int SIGSEGV = 11;
  static final int SIGTERM = 15;
  static final int SIGBREAK = 21;
  static final int SIGABRT = 22;
  private static final int SIGABRT_COMPAT = 6;

  /** An export of ours, so that the console has an address to call. */
  private static final String CONSOLE_HANDLER = "__crt_console_event";

  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;
  private static final long SIG_GET = 2;
  private static final int EXIT_BY_SIGNAL = 3;
  private static final int CONTINUE_SEARCH = 0;
  private static final int CONTINUE_EXECUTION = -1;
  private static final int CPP_EXCEPTION = 0xE06D_7363;

  /** The handlers of a process. */
  private static final class Handlers {
    final AtomicLongArray of = new AtomicLongArray(SIGABRT + 1);

    /** Whether the console tells us of Ctrl-C and Ctrl-Break. */
    final AtomicBoolean console = new AtomicBoolean();
  }

  private SignalH() {}

  private static AtomicLongArray handlers(GuestThread t) {
    return state(t).of;
  }

  private static Handlers state(GuestThread t) {
    return t.process.state(Handlers.class, p -> new Handlers());
  }

  /** What the console calls: a Ctrl-C is SIGINT, a Ctrl-Break is SIGBREAK. */
  @Export(value = CONSOLE_HANDLER, dll = "msvcrt")
  static boolean consoleEvent(GuestThread t, int event) {
    int signal = event == ConsoleControl.CTRL_C_EVENT ? SIGINT : SIGBREAK;
    if (event > ConsoleControl.CTRL_BREAK_EVENT || !isHandled(t, signal)) {
      return false;
    }
    raise(t, signal);
    return true;
  }

  private static int checked(int sig) {
    return switch (sig) {
      case SIGABRT_COMPAT -> SIGABRT;
      case SIGINT, SIGILL, SIGFPE, SIGSEGV, SIGTERM, SIGBREAK, SIGABRT -> sig;
      default -> throw CrtErrno.EINVAL.exception();
    };
  }

  static boolean isHandled(GuestThread t, int sig) {
    return handlers(t).get(sig) != SIG_DFL;
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long signal(GuestThread t, int sig, @Opt long func) {
    AtomicLongArray handlers = handlers(t);
    int signal = checked(sig);
    if ((signal == SIGINT || signal == SIGBREAK)
        && func != SIG_DFL
        && func != SIG_GET
        && state(t).console.compareAndSet(false, true)) {
      ConsoleControl.SetConsoleCtrlHandler(
          t, Gate.modules().export(t, "msvcrt", CONSOLE_HANDLER), true);
    }
    return func == SIG_GET ? handlers.get(signal) : handlers.getAndSet(signal, func);
  }

  @Export
  static int raise(GuestThread t, int sig) {
    int signal = checked(sig);
    long handler = handlers(t).get(signal);
    if (handler == SIG_DFL) {
      ExitH._exit(t, EXIT_BY_SIGNAL);
    }
    if (handler != SIG_IGN) {
      handlers(t).set(signal, SIG_DFL);
      Gate.call(t, handler, signal);
    }
    return 0;
  }

  /** Hands an exception to the handler of the signal that it means. */
  @Export(
      value = {"_XcptFilter", "_seh_filter_exe"},
      support = Support.PARTIAL,
      note = "Handlers get the signal's number, not the floating-point error code.")
  static int _XcptFilter(GuestThread t, int xcptnum, long pxcptinfoptrs) {
    int signal = signalOf(xcptnum);
    if (signal == 0) {
      return CONTINUE_SEARCH;
    }
    long handler = handlers(t).get(signal);
    if (handler == SIG_DFL) {
      return CONTINUE_SEARCH;
    }
    if (handler != SIG_IGN) {
      handlers(t).set(signal, SIG_DFL);
      ThreadVariables.setExceptionPointers(t, pxcptinfoptrs);
      Gate.call(t, handler, signal);
    }
    return CONTINUE_EXECUTION;
  }

  /** As {@code _XcptFilter}, but only for C++ exceptions. */
  @Export(dll = "ucrtbase")
  static int _seh_filter_dll(GuestThread t, int xcptnum, long pxcptinfoptrs) {
    return xcptnum == CPP_EXCEPTION ? _XcptFilter(t, xcptnum, pxcptinfoptrs) : CONTINUE_SEARCH;
  }

  /** The signal of an exception code, 0 when it has none. */
  private static int signalOf(int exception) {
    return switch (exception) {
      case 0xC000_0005 -> SIGSEGV; // STATUS_ACCESS_VIOLATION
      case 0xC000_001D, 0xC000_0096 -> SIGILL; // illegal and privileged instructions
      case 0xC000_008D, // STATUS_FLOAT_DENORMAL_OPERAND and the other floating-point exceptions
          0xC000_008E,
          0xC000_008F,
          0xC000_0090,
          0xC000_0091,
          0xC000_0092,
          0xC000_0093 ->
          SIGFPE;
      default -> 0;
    };
  }

  @Export
  static long __pxcptinfoptrs(GuestThread t) {
    return ThreadVariables.exceptionPointers(t);
  }

  @Export
  static long __fpecode(GuestThread t) {
    return ThreadVariables.fpeCode(t);
  }
}
