package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.file.IoObject;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/**
 * threadpoolapiset.h: pools, and what they make callbacks for.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/procthread/thread-pool-api">Thread Pool
 *     API</a>
 */
@Library({"kernel32", "kernelbase"})
public final class ThreadPoolApi {
  private ThreadPoolApi() {}

  // --- pools and groups ---

  @Export
  public static long CreateThreadpool(GuestThread t, @Opt long reserved) {
    return PoolMember.name(t, new WorkerPool(t.process));
  }

  /** Ends a pool when it has nothing more to do. */
  @Export
  public static void CloseThreadpool(GuestThread t, long ptpp) {
    PoolMember.find(t, ptpp, WorkerPool.class).close();
    PoolMember.forget(t, ptpp);
  }

  @Export
  public static void SetThreadpoolThreadMaximum(GuestThread t, long ptpp, int cthrdMost) {
    PoolMember.find(t, ptpp, WorkerPool.class).setMost(cthrdMost);
  }

  @Export
  public static boolean SetThreadpoolThreadMinimum(GuestThread t, long ptpp, int cthrdMic) {
    PoolMember.find(t, ptpp, WorkerPool.class).setLeast(cthrdMic);
    return true;
  }

  @Export
  public static long CreateThreadpoolCleanupGroup(GuestThread t) {
    return PoolMember.name(t, new PoolGroup());
  }

  /** Ends the members of a group, and waits for their callbacks. */
  @Export
  public static void CloseThreadpoolCleanupGroupMembers(
      GuestThread t, long ptpcg, boolean fCancelPendingCallbacks, @Opt long pvCleanupContext) {
    PoolMember.find(t, ptpcg, PoolGroup.class)
        .closeMembers(t, fCancelPendingCallbacks, pvCleanupContext);
  }

  @Export
  public static void CloseThreadpoolCleanupGroup(GuestThread t, long ptpcg) {
    PoolMember.find(t, ptpcg, PoolGroup.class);
    PoolMember.forget(t, ptpcg);
  }

  // --- work ---

  /** Has a function called once on a thread of the pool. */
  @Export
  public static boolean TrySubmitThreadpoolCallback(
      GuestThread t, long pfns, @Opt long pv, @In @Opt long pcbe) {
    new PoolMember(t, pfns, pv, pcbe, true).submit();
    return true;
  }

  @Export
  public static long CreateThreadpoolWork(
      GuestThread t, long pfnwk, @Opt long pv, @In @Opt long pcbe) {
    return new PoolMember(t, pfnwk, pv, pcbe, false).named(t);
  }

  @Export
  public static void SubmitThreadpoolWork(GuestThread t, long pwk) {
    PoolMember.find(t, pwk, PoolMember.class).submit();
  }

  // --- timers ---

  @Export
  public static long CreateThreadpoolTimer(
      GuestThread t, long pfnti, @Opt long pv, @In @Opt long pcbe) {
    return new PoolTimer(t, pfnti, pv, pcbe).named(t);
  }

  /**
   * Sets a timer; returns whether it was set.
   *
   * @param pftDueTime negative from now, else absolute; a null pointer stops the timer
   */
  @Export({"SetThreadpoolTimerEx", "SetThreadpoolTimer"})
  public static boolean SetThreadpoolTimerEx(
      GuestThread t, long pti, @In @Opt long pftDueTime, int msPeriod, int msWindowLength) {
    long due = pftDueTime == 0 ? Long.MIN_VALUE : Memory.getLong(pftDueTime);
    return PoolMember.find(t, pti, PoolTimer.class).set(due, msPeriod);
  }

  @Export
  public static boolean IsThreadpoolTimerSet(GuestThread t, long pti) {
    return PoolMember.find(t, pti, PoolTimer.class).isSet();
  }

  // --- waits ---

  @Export
  public static long CreateThreadpoolWait(
      GuestThread t, long pfnwa, @Opt long pv, @In @Opt long pcbe) {
    return new PoolWait(t, pfnwa, pv, pcbe).named(t);
  }

  /**
   * Waits for an object; returns whether an earlier wait was given up.
   *
   * @param h null to wait no longer
   * @param pftTimeout negative from now, 0 at once, else absolute; a null pointer for ever
   */
  @Export
  public static boolean SetThreadpoolWaitEx(
      GuestThread t, long pwa, @Opt @Handle long h, @In @Opt long pftTimeout, @Opt long Reserved) {
    PoolWait wait = PoolMember.find(t, pwa, PoolWait.class);
    return wait.set(h == 0 ? null : Handles.get(t, h, Waitable.class), Waits.nanosAt(pftTimeout));
  }

  @Export
  public static void SetThreadpoolWait(
      GuestThread t, long pwa, @Opt @Handle long h, @In @Opt long pftTimeout) {
    SetThreadpoolWaitEx(t, pwa, h, pftTimeout, 0);
  }

  // --- I/O ---

  /**
   * Has a function called for each overlapped operation of a file that ends.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-createthreadpoolio">CreateThreadpoolIo</a>
   */
  @Export
  public static long CreateThreadpoolIo(
      GuestThread t, @Handle long fl, long pfnio, @Opt long pv, @In @Opt long pcbe) {
    IoObject file = Handles.get(t, fl, IoObject.class);
    return new PoolIo(t, file, pfnio, pv, pcbe, false).named(t);
  }

  /** As {@link #CreateThreadpoolIo}, with a callback of ntdll's. */
  public static long nativeIo(
      GuestThread t, long file, long callback, long context, long environment) {
    IoObject object = Handles.get(t, file, IoObject.class);
    return new PoolIo(t, object, callback, context, environment, true).named(t);
  }

  /** To be called before each operation. */
  @Export
  public static void StartThreadpoolIo(GuestThread t, long pio) {
    PoolMember.find(t, pio, PoolIo.class).start();
  }

  /** The operation has not begun after all. */
  @Export
  public static void CancelThreadpoolIo(GuestThread t, long pio) {
    PoolMember.find(t, pio, PoolIo.class).cancelStart();
  }

  // --- all of them ---

  /** Waits for the callbacks of a member of the pool. */
  @Export({
    "WaitForThreadpoolWorkCallbacks",
    "WaitForThreadpoolTimerCallbacks",
    "WaitForThreadpoolWaitCallbacks",
    "WaitForThreadpoolIoCallbacks"
  })
  public static void WaitForThreadpoolCallbacks(
      GuestThread t, long member, boolean fCancelPendingCallbacks) {
    PoolMember.find(t, member, PoolMember.class).await(fCancelPendingCallbacks);
  }

  @Export({
    "CloseThreadpoolWork",
    "CloseThreadpoolTimer",
    "CloseThreadpoolWait",
    "CloseThreadpoolIo"
  })
  public static void CloseThreadpoolMember(GuestThread t, long member) {
    PoolMember.find(t, member, PoolMember.class).close(t);
  }
}
