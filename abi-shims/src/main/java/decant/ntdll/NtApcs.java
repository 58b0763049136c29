package decant.ntdll;

import decant.abi.Apcs;
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
import decant.nt.ThreadObject;
import decant.nt.sync.ApcQueue;
import decant.nt.sync.ThreadAlert;

/** Asynchronous procedure calls and alerts of threads: ntifs.h. */
@Library("ntdll")
public final class NtApcs {
  /** {@code QUEUE_USER_APC_FLAGS_SPECIAL_USER_APC}. */
  public static final int SPECIAL_USER_APC = 1;

  private static final int SUCCESS = 0;

  private NtApcs() {}

  /**
   * Has a function called by a thread.
   *
   * @param flags 0: when the thread next waits alertably; {@link #SPECIAL_USER_APC}: at once, which
   *     only the calling thread can ask of itself ({@code STATUS_NOT_SUPPORTED} for another)
   */
  public static void queue(GuestThread t, long handle, int flags, ApcQueue.Apc apc) {
    ThreadObject thread = Handles.get(t, handle, ThreadObject.class);
    if ((flags & ~SPECIAL_USER_APC) != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    if (flags == SPECIAL_USER_APC) {
      if (thread.thread != t) {
        throw NtStatus.NOT_SUPPORTED.exception();
      }
      Gate.call(t, apc.function(), apc.first(), apc.second(), apc.third(), apc.fourth());
    } else if (!thread.apcs.add(apc)) {
      throw NtStatus.UNSUCCESSFUL.exception();
    }
  }

  /** Has a function called by a thread when it next waits alertably. */
  @Export({"NtQueueApcThread", "ZwQueueApcThread"})
  static int NtQueueApcThread(
      GuestThread t,
      @Handle long ThreadHandle,
      long ApcRoutine,
      @Opt long ApcArgument1,
      @Opt long ApcArgument2,
      @Opt long ApcArgument3) {
    queue(
        t, ThreadHandle, 0, new ApcQueue.Apc(ApcRoutine, ApcArgument1, ApcArgument2, ApcArgument3));
    return SUCCESS;
  }

  /**
   * As {@link #NtQueueApcThread}.
   *
   * @param ReserveHandle memory set aside for the call, which is not needed; 1 for a special call
   */
  @Export(
      value = {"NtQueueApcThreadEx", "ZwQueueApcThreadEx"},
      support = Support.PARTIAL,
      note = "A special call for another thread is refused.")
  static int NtQueueApcThreadEx(
      GuestThread t,
      @Handle long ThreadHandle,
      @Opt long ReserveHandle,
      long ApcRoutine,
      @Opt long ApcArgument1,
      @Opt long ApcArgument2,
      @Opt long ApcArgument3) {
    queue(
        t,
        ThreadHandle,
        ReserveHandle == SPECIAL_USER_APC ? SPECIAL_USER_APC : 0,
        new ApcQueue.Apc(ApcRoutine, ApcArgument1, ApcArgument2, ApcArgument3));
    return SUCCESS;
  }

  @Export(
      value = {"NtQueueApcThreadEx2", "ZwQueueApcThreadEx2"},
      support = Support.PARTIAL,
      note = "A special call for another thread, and data about the context, are refused.")
  static int NtQueueApcThreadEx2(
      GuestThread t,
      @Handle long ThreadHandle,
      @Opt long ReserveHandle,
      int ApcFlags,
      long ApcRoutine,
      @Opt long ApcArgument1,
      @Opt long ApcArgument2,
      @Opt long ApcArgument3) {
    queue(
        t,
        ThreadHandle,
        ApcFlags,
        new ApcQueue.Apc(ApcRoutine, ApcArgument1, ApcArgument2, ApcArgument3));
    return SUCCESS;
  }

  /** Makes the calls that wait for the thread; only takes an alert back, if there is one. */
  @Export({"NtTestAlert", "ZwTestAlert"})
  static int NtTestAlert(GuestThread t) {
    if (t.waiter.takeAlert()) {
      return ThreadAlert.ALERTED;
    }
    Apcs.run(t);
    return SUCCESS;
  }

  /** Ends the alertable wait of a thread, or its next, with {@code STATUS_ALERTED}. */
  @Export({"NtAlertThread", "ZwAlertThread"})
  static int NtAlertThread(GuestThread t, @Handle long ThreadHandle) {
    Handles.get(t, ThreadHandle, ThreadObject.class).thread.waiter.alertThread();
    return SUCCESS;
  }

  /** Alerts a thread and takes one suspension of it back. */
  @Export({"NtAlertResumeThread", "ZwAlertResumeThread"})
  static int NtAlertResumeThread(
      GuestThread t, @Handle long ThreadHandle, @Out @Opt long PreviousSuspendCount) {
    ThreadObject thread = Handles.get(t, ThreadHandle, ThreadObject.class);
    thread.thread.waiter.alertThread();
    int before = thread.suspension.resume();
    if (PreviousSuspendCount != 0) {
      Memory.putInt(PreviousSuspendCount, before);
    }
    return SUCCESS;
  }
}
