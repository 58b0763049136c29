package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestRaise;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;

/** errhandlingapi.h: error modes and the filter of unhandled exceptions. */
@Library({"kernel32", "kernelbase"})
public final class ErrHandlingApi {
  private static final int EXCEPTION_EXECUTE_HANDLER = 1;
  private static final int EXCEPTION_CONTINUE_SEARCH = 0;
  private static final int FAIL_FAST_GENERATE_EXCEPTION_ADDRESS = 1;
  private static final int SEM_NOGPFAULTERRORBOX = 2;
  private static final int SEM_KNOWN = 0x8007;

  private ErrHandlingApi() {}

  /** What the process set. */
  public static final class Errors {
    private int mode;
    private long filter;

    /** The address of the process's filter of unhandled exceptions, or 0. */
    synchronized long filter() {
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
   * Asks the process's filter about an exception. Without one, or when it does not decide, the
   * process is to end, and what is known of the exception is printed unless the error mode says
   * that nothing is shown. A debugger would decide first.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-unhandledexceptionfilter">UnhandledExceptionFilter</a>
   */
  @Export(dll = {"kernel32", "kernelbase"})
  static int UnhandledExceptionFilter(GuestThread t, @In long ExceptionInfo) {
    if (DebugApi.isBeingDebugged(t)) {
      return EXCEPTION_CONTINUE_SEARCH;
    }
    int answer = askFilter(t, ExceptionInfo);
    if (answer == EXCEPTION_CONTINUE_SEARCH) {
      if ((GetErrorMode(t) & SEM_NOGPFAULTERRORBOX) == 0) {
        Gate.reportCrash(t, Memory.getLong(ExceptionInfo), Memory.getLong(ExceptionInfo + 8));
      }
      return EXCEPTION_EXECUTE_HANDLER;
    }
    return answer;
  }

  /**
   * What the process's filter says to an exception; {@code EXCEPTION_CONTINUE_SEARCH} without one.
   */
  public static int askFilter(GuestThread t, long pointers) {
    long filter = errors(t).filter();
    return filter == 0 || DebugApi.isBeingDebugged(t)
        ? EXCEPTION_CONTINUE_SEARCH
        : (int) Gate.call(t, filter, pointers);
  }

  /** Prints a message and ends the process. */
  @Export
  static void FatalAppExit(GuestThread t, Text text, int uAction, String lpMessageText) {
    System.err.println(lpMessageText);
    throw Gate.exitProcess(t, 1);
  }

  /**
   * Ends the process because of an exception that no handler is to see.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/errhandlingapi/nf-errhandlingapi-raisefailfastexception">RaiseFailFastException</a>
   */
  @Export
  static void RaiseFailFastException(
      GuestThread t, @Opt long pExceptionRecord, @Opt long pContextRecord, int dwFlags) {
    Exceptions caller = Exceptions.inCaller(t);
    long context = pContextRecord == 0 ? caller.context() : pContextRecord;
    long record = pExceptionRecord == 0 ? caller.record() : pExceptionRecord;
    if (pExceptionRecord == 0) {
      ExceptionRecord.write(
          record,
          NtStatus.FAIL_FAST_EXCEPTION.code(),
          ExceptionRecord.NONCONTINUABLE,
          Context.rip(context));
    } else if ((dwFlags & FAIL_FAST_GENERATE_EXCEPTION_ADDRESS) != 0) {
      ExceptionRecord.setAddress(record, Context.rip(caller.context()));
    }
    throw GuestRaise.lastChance(t, record, context);
  }
}
