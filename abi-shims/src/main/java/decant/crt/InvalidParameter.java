package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens when a CRT function is given a parameter that it forbids: the program's handler is
 * called; without one the process ends with {@code STATUS_INVALID_CRUNTIME_PARAMETER}. If the
 * handler returns, the function sets errno and returns its error value.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/parameter-validation">Parameter
 *     validation</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class InvalidParameter {
  private static final int STATUS_INVALID_CRUNTIME_PARAMETER = 0xC000_0417;

  /** The handler of a process. */
  private static final class Handler {
    private final AtomicLong function = new AtomicLong();
  }

  private InvalidParameter() {}

  private static AtomicLong handler(GuestProcess process) {
    return process.state(Handler.class, p -> new Handler()).function;
  }

  /** Reports a forbidden parameter; on return errno is EINVAL. */
  public static void raise(GuestThread t) {
    raise(t, CrtErrno.EINVAL);
  }

  /** Reports a forbidden parameter; on return errno is {@code error}, which is its number too. */
  public static int raise(GuestThread t, CrtErrno error) {
    error.set(t);
    report(t, 0, 0, 0, 0);
    return error.code();
  }

  private static void report(GuestThread t, long expression, long function, long file, int line) {
    long handler = Memory.getLong(t.teb + ThreadBlock.INVALID_PARAMETER);
    if (handler == 0) {
      handler = handler(t.process).get();
    }
    if (handler != 0) {
      Gate.callWith(t, handler, expression, function, file, line, 0);
    } else if (t.process.loader.handle("ucrtbase.dll") != 0
        && t.process.loader.handle("msvcrt.dll") == 0) {
      // msvcrt lets the function fail; where both runtimes are loaded the milder one is followed.
      throw Gate.exitProcess(t, STATUS_INVALID_CRUNTIME_PARAMETER);
    }
  }

  @Export(dll = "ucrtbase")
  static long _set_invalid_parameter_handler(GuestThread t, @Opt long pNew) {
    return handler(t.process).getAndSet(pNew);
  }

  @Export(dll = "ucrtbase")
  static long _get_invalid_parameter_handler(GuestThread t) {
    return handler(t.process).get();
  }

  @Export(dll = "ucrtbase")
  @Direct
  static native long _set_thread_local_invalid_parameter_handler(@Opt long pNew);

  @Export(dll = "ucrtbase")
  @Direct
  static native long _get_thread_local_invalid_parameter_handler();

  @Export(dll = "msvcrt")
  static void _invalid_parameter(
      GuestThread t,
      @Opt long expression,
      @Opt long functionName,
      @Opt long fileName,
      int lineNumber,
      long pReserved) {
    report(t, expression, functionName, fileName, lineNumber);
  }

  @Export(dll = "ucrtbase")
  static void _invalid_parameter_noinfo(GuestThread t) {
    report(t, 0, 0, 0, 0);
  }

  @Export(dll = "ucrtbase")
  static void _invalid_parameter_noinfo_noreturn(GuestThread t) {
    report(t, 0, 0, 0, 0);
    throw Gate.exitProcess(t, STATUS_INVALID_CRUNTIME_PARAMETER);
  }

  @Export(dll = "ucrtbase")
  static void _invoke_watson(
      GuestThread t,
      @Opt long expression,
      @Opt long functionName,
      @Opt long fileName,
      int lineNumber,
      long pReserved) {
    throw Gate.exitProcess(t, STATUS_INVALID_CRUNTIME_PARAMETER);
  }
}
