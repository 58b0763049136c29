package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** errhandlingapi.h: error modes and the filter of unhandled exceptions. */
@Library({"kernel32", "kernelbase"})
public final class ErrHandlingApi {
  private static final int EXCEPTION_EXECUTE_HANDLER = 1;
  private static final int EXCEPTION_CONTINUE_SEARCH = 0;
  private static final int SEM_KNOWN = 0x8007;

  private ErrHandlingApi() {}

  /** What the process set. */
  public static final class Errors {
    private int mode;
    private long filter;

    /** The address of the process's filter of unhandled exceptions, or 0. */
    public synchronized long filter() {
      return filter;
    }

    private synchronized long exchangeFilter(long filter) {
      long old = this.filter;
      this.filter = filter;
      return old;
    }

    private synchronized int exchangeMode(int mode) {
      int old = this.mode;
      this.mode = mode;
      return old;
    }
  }

  /** The error mode of one thread. */
  private static final class ThreadErrors {
    int mode;
  }

  /** What a process set. */
  public static Errors errors(GuestThread t) {
    return t.process.state(Errors.class, p -> new Errors());
  }

  /** Sets which errors are shown to the user (none ever is) and returns the mode before. */
  @Export
  static int SetErrorMode(GuestThread t, int uMode) {
    return errors(t).exchangeMode(uMode & SEM_KNOWN);
  }

  @Export
  static int GetErrorMode(GuestThread t) {
    Errors errors = errors(t);
    synchronized (errors) {
      return errors.mode;
    }
  }

  @Export
  static boolean SetThreadErrorMode(GuestThread t, int dwNewMode, @Out @Opt long lpOldMode) {
    if ((dwNewMode & ~0x8003) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    ThreadErrors errors = t.state(ThreadErrors.class, x -> new ThreadErrors());
    if (lpOldMode != 0) {
      Memory.putInt(lpOldMode, errors.mode);
    }
    errors.mode = dwNewMode;
    return true;
  }

  @Export
  static int GetThreadErrorMode(GuestThread t) {
    return t.state(ThreadErrors.class, x -> new ThreadErrors()).mode;
  }

  /** Sets the filter that decides about exceptions that nobody handled; returns the one before. */
  @Export
  static long SetUnhandledExceptionFilter(GuestThread t, @Opt long lpTopLevelExceptionFilter) {
    return errors(t).exchangeFilter(lpTopLevelExceptionFilter);
  }

  /**
   * Asks the process's filter about an exception; without one, the process is to end.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-unhandledexceptionfilter">UnhandledExceptionFilter</a>
   */
  @Export
  public static int UnhandledExceptionFilter(GuestThread t, @In long ExceptionInfo) {
    long filter = errors(t).filter();
    if (filter != 0) {
      int answer = (int) Gate.call(t, filter, ExceptionInfo);
      if (answer != EXCEPTION_CONTINUE_SEARCH) {
        return answer;
      }
    }
    return EXCEPTION_EXECUTE_HANDLER;
  }

  /** Prints a message and ends the process. */
  @Export
  static void FatalAppExit(GuestThread t, Text text, int uAction, String lpMessageText) {
    System.err.println(lpMessageText);
    throw Gate.exitProcess(t, 1);
  }

  @Export(support = Support.PARTIAL, note = "Ends the process without an exception record.")
  static void RaiseFailFastException(
      GuestThread t, @Opt long pExceptionRecord, @Opt long pContextRecord, int dwFlags) {
    int code = pExceptionRecord == 0 ? 0xC000_0602 : Memory.getInt(pExceptionRecord);
    throw Gate.exitProcess(t, code);
  }
}
