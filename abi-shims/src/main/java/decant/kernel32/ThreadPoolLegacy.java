package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.file.IoObject;
import decant.nt.sync.EventObject;
import decant.nt.sync.RegisteredWait;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** threadpoollegacyapiset.h: work items and registered waits. */
@Library({"kernel32", "kernelbase"})
public final class ThreadPoolLegacy {
  private static final int WT_EXECUTEONLYONCE = 0x8;
  private static final long WAIT_FOR_CALLBACKS = -1;

  private ThreadPoolLegacy() {}

  /**
   * Has a function called on a thread of the pool.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-queueuserworkitem">QueueUserWorkItem</a>
   */
  @Export(support = Support.PARTIAL, note = "The flags do not matter: threads are made as needed.")
  static boolean QueueUserWorkItem(GuestThread t, long Function, @Opt long Context, int Flags) {
    WorkerPool.of(t.process).submit(Function, Context, 0, null);
    return true;
  }

  /**
   * Has a function called when an object is signalled, or the time is over.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-registerwaitforsingleobject">RegisterWaitForSingleObject</a>
   */
  @Export(support = Support.PARTIAL, note = "Callbacks always run on threads of the pool.")
  static boolean RegisterWaitForSingleObject(
      GuestThread t,
      @Out long phNewWaitObject,
      @Handle long hObject,
      long Callback,
      @Opt long Context,
      int dwMilliseconds,
      int dwFlags) {
    Waitable object = Handles.get(t, hObject, Waitable.class);
    WorkerPool pool = WorkerPool.of(t.process);
    RegisteredWait wait =
        new RegisteredWait(
            object,
            Waits.nanos(dwMilliseconds),
            (dwFlags & WT_EXECUTEONLYONCE) != 0,
            (timedOut, done) -> pool.submit(Callback, Context, timedOut ? 1 : 0, done));
    Memory.putLong(phNewWaitObject, t.process.handles.open(wait, Handles.ALL_ACCESS, 0));
    return true;
  }

  /** Ends a registered wait; fails with {@code ERROR_IO_PENDING} while a callback is running. */
  @Export
  static boolean UnregisterWait(GuestThread t, @Handle long WaitHandle) {
    return UnregisterWaitEx(t, WaitHandle, 0);
  }

  /**
   * Ends a registered wait.
   *
   * @param CompletionEvent -1: waits for callbacks that are running; else an event to set after
   *     them
   */
  @Export
  static boolean UnregisterWaitEx(
      GuestThread t, @Handle long WaitHandle, @Opt @Handle long CompletionEvent) {
    RegisteredWait wait = t.process.handles.get(WaitHandle, RegisteredWait.class);
    EventObject event =
        CompletionEvent == 0 || CompletionEvent == WAIT_FOR_CALLBACKS
            ? null
            : t.process.handles.get(CompletionEvent, EventObject.class);
    boolean idle = wait.cancel();
    t.process.handles.close(WaitHandle);
    if (CompletionEvent == WAIT_FOR_CALLBACKS) {
      wait.awaitCallbacks();
      return true;
    }
    if (event != null) {
      Thread waiter =
          new Thread(
              () -> {
                wait.awaitCallbacks();
                event.set();
              },
              "decant-unregister");
      waiter.setDaemon(true);
      waiter.start();
    }
    if (!idle) {
      throw NtStatus.PENDING.exception();
    }
    return true;
  }

  /**
   * Has a function called on a thread of the pool for each overlapped operation of a file that
   * ends: error, bytes, overlapped.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-bindiocompletioncallback">BindIoCompletionCallback</a>
   */
  @Export
  static boolean BindIoCompletionCallback(
      GuestThread t, @Handle long FileHandle, long Function, int Flags) {
    WorkerPool pool = WorkerPool.of(t.process);
    Handles.get(t, FileHandle, IoObject.class)
        .reportTo(
            (context, status, information) ->
                pool.submit(
                    thread ->
                        Gate.call(thread, Function, status.error().code(), information, context),
                    WorkerPool.NORMAL));
    return true;
  }
}
