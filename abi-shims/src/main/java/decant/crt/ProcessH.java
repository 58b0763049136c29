package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.kernel32.ThreadsApi;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.ThreadObject;

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

  /** The handle of a thread that {@code _beginthread} started, which its end closes. */
  private static final class OwnHandle {
    private long handle;

    private static void close(GuestThread t) {
      OwnHandle own = t.state(OwnHandle.class, x -> new OwnHandle());
      if (own.handle != 0) {
        long handle = own.handle;
        own.handle = 0;
        Handles.close(t, handle);
      }
    }
  }

  /**
   * Starts a thread whose handle is closed when it ends.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/beginthread-beginthreadex">_beginthread</a>
   */
  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _beginthread(
      GuestThread t, @Opt long start_address, int stack_size, @Opt long arglist) {
    if (start_address == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    OwnHandle own = new OwnHandle();
    ThreadObject thread =
        GuestThreads.start(
            t.process,
            started -> {
              started.state(OwnHandle.class, x -> own);
              Gate.call(started, start_address, arglist);
              OwnHandle.close(started);
              return 0;
            },
            0,
            stack_size & 0xFFFF_FFFFL,
            true);
    long handle = t.process.handles.open(thread, Handles.ALL_ACCESS, 0);
    own.handle = handle;
    thread.suspension.resume();
    thread.release();
    return handle;
  }

  /** Ends the calling thread. */
  @Export
  static void _endthreadex(GuestThread t, int retval) {
    throw Gate.exitThread(t, retval);
  }

  /** Ends the calling thread, and closes the handle that {@code _beginthread} returned. */
  @Export
  static void _endthread(GuestThread t) {
    OwnHandle.close(t);
    throw Gate.exitThread(t, 0);
  }
}
