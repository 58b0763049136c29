package decant.msvcp;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.kernel32.ThreadsApi;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.HostSystem;
import decant.nt.NtStatusException;
import decant.nt.ThreadObject;
import decant.nt.sync.Waits;

/**
 * What {@code std::thread} and {@code std::this_thread} are made of (xthreads.h). {@code _Thrd_t}
 * is a handle and, at 8, the thread's number; 16 bytes, so functions are told where one lies.
 * Results are those of {@link MutexH}.
 *
 * @see <a href="https://github.com/microsoft/STL/blob/main/stl/inc/xthreads.h">xthreads.h</a>
 */
@Library("msvcp140")
public final class ThreadH {
  private static final int NUMBER = 8;

  private ThreadH() {}

  /** Starts a thread that runs {@code unsigned (*)(void *)}. */
  @Export
  static int _Thrd_start(GuestThread t, @Out long thr, long func, @Opt long arg) {
    try {
      Memory.putLong(thr, ThreadsApi.create(t, 0, func, arg, 0, thr + NUMBER));
    } catch (NtStatusException e) {
      Memory.putInt(thr + NUMBER, 0);
      return MutexH.ERROR;
    }
    return MutexH.SUCCESS;
  }

  /** The calling thread: its number, and no handle that anything could be done with. */
  @Export
  static long _Thrd_current(GuestThread t, @Out long thr) {
    Memory.putLong(thr, 0);
    Memory.putLong(thr + NUMBER, t.id & 0xFFFF_FFFFL);
    return thr;
  }

  /** Waits for the end of a thread, whose exit code goes to {@code code}; closes the handle. */
  @Export
  static int _Thrd_join(GuestThread t, long thr, @Out @Opt long code) {
    long handle = Memory.getLong(thr);
    int exitCode;
    try {
      ThreadObject thread = Handles.get(t, handle, ThreadObject.class);
      int result = Waits.one(t, thread, Waits.INFINITE);
      exitCode = thread.exitCode();
      if (result != 0) {
        return MutexH.ERROR;
      }
      Handles.close(t, handle);
    } catch (NtStatusException e) {
      return MutexH.ERROR;
    }
    if (code != 0) {
      Memory.putInt(code, exitCode);
    }
    return MutexH.SUCCESS;
  }

  /** Closes the handle of a thread, which goes on. */
  @Export
  static int _Thrd_detach(GuestThread t, long thr) {
    try {
      Handles.close(t, Memory.getLong(thr));
    } catch (NtStatusException e) {
      return MutexH.ERROR;
    }
    return MutexH.SUCCESS;
  }

  @Export
  @Direct
  static native int _Thrd_id();

  @Export
  @Direct("SwitchToThread")
  static native void _Thrd_yield();

  /** Sleeps until a time, an {@code xtime}. */
  @Export
  static void _Thrd_sleep(GuestThread t, long xt) {
    Waits.sleep(t, Xtime.remaining(xt), false);
  }

  @Export
  static int _Thrd_hardware_concurrency(GuestThread t) {
    return HostSystem.processors(t);
  }

  @Export
  static int _Thrd_equal(long thr0, long thr1) {
    return Memory.getInt(thr0 + NUMBER) == Memory.getInt(thr1 + NUMBER) ? 1 : 0;
  }

  @Export
  static int _Thrd_lt(long thr0, long thr1) {
    return Integer.compareUnsigned(Memory.getInt(thr0 + NUMBER), Memory.getInt(thr1 + NUMBER)) < 0
        ? 1
        : 0;
  }
}
