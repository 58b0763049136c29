package decant.crt;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.kernel32.ThreadsApi;
import decant.nt.GuestThread;

/**
 * process.h: threads of the C runtime. Its state per thread comes by itself, so these are the
 * system's.
 */
@Library({"msvcrt", "ucrtbase"})
public final class ProcessH {
  private ProcessH() {}

  /**
   * Starts a thread; the caller closes the handle that it returns.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/beginthread-beginthreadex">_beginthreadex</a>
   */
  @Export
  static long _beginthreadex(
      GuestThread t,
      @Opt long security,
      int stack_size,
      long start_address,
      @Opt long arglist,
      int initflag,
      @Out @Opt long thrdaddr) {
    return ThreadsApi.create(
        t, stack_size & 0xFFFF_FFFFL, start_address, arglist, initflag, thrdaddr);
  }

  /** Ends the calling thread. */
  @Export
  static void _endthreadex(GuestThread t, int retval) {
    throw Gate.exitThread(t, retval);
  }

  /** Ends the calling thread; its handle stays with who has it. */
  @Export
  static void _endthread(GuestThread t) {
    throw Gate.exitThread(t, 0);
  }
}
