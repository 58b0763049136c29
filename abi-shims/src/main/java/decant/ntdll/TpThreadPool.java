package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.kernel32.ThreadPoolApi;
import decant.kernel32.ThreadPoolCallbacks;
import decant.nt.GuestThread;

/** The thread pool as ntdll has it: kernel32's functions under other names. */
@Library("ntdll")
public final class TpThreadPool {
  private TpThreadPool() {}

  @Export
  static int TpAllocPool(GuestThread t, @Out long PoolReturn, @Opt long reserved) {
    Memory.putLong(PoolReturn, ThreadPoolApi.CreateThreadpool(t, reserved));
    return 0;
  }

  @Export
  static void TpReleasePool(GuestThread t, long Pool) {
    ThreadPoolApi.CloseThreadpool(t, Pool);
  }

  @Export
  static void TpSetPoolMaxThreads(GuestThread t, long Pool, int MaxThreads) {
    ThreadPoolApi.SetThreadpoolThreadMaximum(t, Pool, MaxThreads);
  }

  @Export
  static int TpSetPoolMinThreads(GuestThread t, long Pool, int MinThreads) {
    ThreadPoolApi.SetThreadpoolThreadMinimum(t, Pool, MinThreads);
    return 0;
  }

  @Export
  static int TpAllocCleanupGroup(GuestThread t, @Out long CleanupGroupReturn) {
    Memory.putLong(CleanupGroupReturn, ThreadPoolApi.CreateThreadpoolCleanupGroup(t));
    return 0;
  }

  @Export
  static void TpReleaseCleanupGroup(GuestThread t, long CleanupGroup) {
    ThreadPoolApi.CloseThreadpoolCleanupGroup(t, CleanupGroup);
  }

  @Export
  static void TpReleaseCleanupGroupMembers(
      GuestThread t,
      long CleanupGroup,
      boolean CancelPendingCallbacks,
      @Opt long CleanupParameter) {
    ThreadPoolApi.CloseThreadpoolCleanupGroupMembers(
        t, CleanupGroup, CancelPendingCallbacks, CleanupParameter);
  }

  @Export
  static int TpSimpleTryPost(
      GuestThread t, long Callback, @Opt long Context, @In @Opt long CallbackEnviron) {
    ThreadPoolApi.TrySubmitThreadpoolCallback(t, Callback, Context, CallbackEnviron);
    return 0;
  }

  @Export
  static int TpAllocWork(
      GuestThread t,
      @Out long WorkReturn,
      long Callback,
      @Opt long Context,
      @In @Opt long CallbackEnviron) {
    Memory.putLong(
        WorkReturn, ThreadPoolApi.CreateThreadpoolWork(t, Callback, Context, CallbackEnviron));
    return 0;
  }

  @Export
  static int TpAllocTimer(
      GuestThread t,
      @Out long TimerReturn,
      long Callback,
      @Opt long Context,
      @In @Opt long CallbackEnviron) {
    Memory.putLong(
        TimerReturn, ThreadPoolApi.CreateThreadpoolTimer(t, Callback, Context, CallbackEnviron));
    return 0;
  }

  @Export
  static int TpAllocWait(
      GuestThread t,
      @Out long WaitReturn,
      long Callback,
      @Opt long Context,
      @In @Opt long CallbackEnviron) {
    Memory.putLong(
        WaitReturn, ThreadPoolApi.CreateThreadpoolWait(t, Callback, Context, CallbackEnviron));
    return 0;
  }

  @Export
  static void TpPostWork(GuestThread t, long Work) {
    ThreadPoolApi.SubmitThreadpoolWork(t, Work);
  }

  @Export({"TpSetTimerEx", "TpSetTimer"})
  static boolean TpSetTimerEx(
      GuestThread t, long Timer, @In @Opt long DueTime, int Period, int WindowLength) {
    return ThreadPoolApi.SetThreadpoolTimerEx(t, Timer, DueTime, Period, WindowLength);
  }

  @Export
  static boolean TpIsTimerSet(GuestThread t, long Timer) {
    return ThreadPoolApi.IsThreadpoolTimerSet(t, Timer);
  }

  @Export
  static void TpSetWait(GuestThread t, long Wait, @Opt @Handle long Handle, @In @Opt long Timeout) {
    ThreadPoolApi.SetThreadpoolWait(t, Wait, Handle, Timeout);
  }

  @Export
  static boolean TpSetWaitEx(
      GuestThread t,
      long Wait,
      @Opt @Handle long Handle,
      @In @Opt long Timeout,
      @Opt long Reserved) {
    return ThreadPoolApi.SetThreadpoolWaitEx(t, Wait, Handle, Timeout, Reserved);
  }

  @Export
  static int TpAllocIo(
      GuestThread t,
      @Out long IoReturn,
      @Handle long File,
      long Callback,
      @Opt long Context,
      @In @Opt long CallbackEnviron) {
    Memory.putLong(IoReturn, ThreadPoolApi.nativeIo(t, File, Callback, Context, CallbackEnviron));
    return 0;
  }

  @Export
  static void TpStartAsyncIoOperation(GuestThread t, long Io) {
    ThreadPoolApi.StartThreadpoolIo(t, Io);
  }

  @Export
  static void TpCancelAsyncIoOperation(GuestThread t, long Io) {
    ThreadPoolApi.CancelThreadpoolIo(t, Io);
  }

  @Export({"TpWaitForWork", "TpWaitForTimer", "TpWaitForWait", "TpWaitForIoCompletion"})
  static void TpWaitForCallbacks(GuestThread t, long Member, boolean CancelPendingCallbacks) {
    ThreadPoolApi.WaitForThreadpoolCallbacks(t, Member, CancelPendingCallbacks);
  }

  @Export({"TpReleaseWork", "TpReleaseTimer", "TpReleaseWait", "TpReleaseIoCompletion"})
  static void TpReleaseMember(GuestThread t, long Member) {
    ThreadPoolApi.CloseThreadpoolMember(t, Member);
  }

  @Export
  static int TpCallbackMayRunLong(GuestThread t, long Instance) {
    return ThreadPoolCallbacks.CallbackMayRunLong(t, Instance)
        ? 0
        : decant.nt.NtStatus.INSUFFICIENT_RESOURCES.code();
  }

  @Export
  static void TpDisassociateCallback(GuestThread t, long Instance) {
    ThreadPoolCallbacks.DisassociateCurrentThreadFromCallback(t, Instance);
  }

  @Export
  static void TpCallbackSetEventOnCompletion(GuestThread t, long Instance, @Handle long Event) {
    ThreadPoolCallbacks.SetEventWhenCallbackReturns(t, Instance, Event);
  }

  @Export
  static void TpCallbackReleaseSemaphoreOnCompletion(
      GuestThread t, long Instance, @Handle long Semaphore, int ReleaseCount) {
    ThreadPoolCallbacks.ReleaseSemaphoreWhenCallbackReturns(t, Instance, Semaphore, ReleaseCount);
  }

  @Export
  static void TpCallbackReleaseMutexOnCompletion(GuestThread t, long Instance, @Handle long Mutex) {
    ThreadPoolCallbacks.ReleaseMutexWhenCallbackReturns(t, Instance, Mutex);
  }

  @Export
  static void TpCallbackLeaveCriticalSectionOnCompletion(
      GuestThread t, long Instance, long CriticalSection) {
    ThreadPoolCallbacks.LeaveCriticalSectionWhenCallbackReturns(t, Instance, CriticalSection);
  }

  @Export
  static void TpCallbackUnloadDllOnCompletion(GuestThread t, long Instance, long DllHandle) {
    ThreadPoolCallbacks.FreeLibraryWhenCallbackReturns(t, Instance, DllHandle);
  }
}
