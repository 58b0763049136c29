package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.sync.ApcQueue;
import decant.nt.sync.TimerObject;
import decant.nt.sync.Waits;

/** Waitable timers of wdm.h and ntifs.h. */
@Library("ntdll")
public final class NtTimers {
  private static final int SUCCESS = 0;
  private static final int TIMER_NOTIFICATION = 0;
  private static final int TIMER_SYNCHRONIZATION = 1;

  /** {@code TimerSetCoalescableTimer}, and offsets of its structure. */
  private static final int SET_COALESCABLE_TIMER = 0;

  private static final int INFO_DUE_TIME = 0;
  private static final int INFO_ROUTINE = 8;
  private static final int INFO_CONTEXT = 16;
  private static final int INFO_PERIOD = 32;
  private static final int INFO_PREVIOUS_STATE = 40;
  private static final int INFO_SIZE = 48;

  private static final int BASIC_INFORMATION_SIZE = 16;

  private NtTimers() {}

  @Export({"NtCreateTimer", "ZwCreateTimer"})
  static int NtCreateTimer(
      GuestThread t,
      @Out long TimerHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int TimerType) {
    if (TimerType != TIMER_NOTIFICATION && TimerType != TIMER_SYNCHRONIZATION) {
      throw NtStatus.INVALID_PARAMETER_4.exception();
    }
    return decant.ntdll.ObjectAttributes.create(
        t,
        TimerHandle,
        Handles.granted(DesiredAccess, TimerObject.ALL_ACCESS),
        ObjectAttributes,
        TimerObject.class,
        () -> new TimerObject(TimerType == TIMER_NOTIFICATION));
  }

  @Export({"NtOpenTimer", "ZwOpenTimer"})
  static int NtOpenTimer(
      GuestThread t, @Out long TimerHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t,
        TimerHandle,
        Handles.granted(DesiredAccess, TimerObject.ALL_ACCESS),
        ObjectAttributes,
        TimerObject.class);
  }

  /**
   * Sets a timer, for kernel32, too.
   *
   * @param due when, as NT has times: negative relative, else absolute, in units of 100 ns
   * @param period milliseconds from signal to signal, 0 for one only
   * @param routine guest function that the calling thread calls in its alertable waits with the
   *     context and the time as two halves of a FILETIME; 0 for none
   * @return whether the timer was signalled
   */
  public static boolean set(
      GuestThread t, long handle, long due, int period, long routine, long context) {
    TimerObject timer = Handles.get(t, handle, TimerObject.class, TimerObject.MODIFY_STATE);
    if (period < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return timer.set(
        Waits.ntNanos(due), period, routine == 0 ? null : new Routine(t, routine, context));
  }

  /** A routine of a timer: each time it is due a call is queued to the thread that set it. */
  private record Routine(GuestThread thread, long function, long context) implements Runnable {
    @Override
    public void run() {
      long now = Waits.systemTime();
      thread.waiter.apcs.add(new ApcQueue.Apc(function, context, now & 0xFFFF_FFFFL, now >>> 32));
    }
  }

  @Export({"NtSetTimer", "ZwSetTimer"})
  static int NtSetTimer(
      GuestThread t,
      @Handle long TimerHandle,
      @In long DueTime,
      @Opt long TimerApcRoutine,
      @Opt long TimerContext,
      boolean ResumeTimer,
      int Period,
      @Out @Opt long PreviousState) {
    long due = Memory.getLong(DueTime);
    putState(PreviousState, set(t, TimerHandle, due, Period, TimerApcRoutine, TimerContext));
    return SUCCESS;
  }

  /** Sets a timer that may be late; {@code TIMER_SET_COALESCABLE_TIMER_INFO} says how. */
  @Export({"NtSetTimerEx", "ZwSetTimerEx"})
  static int NtSetTimerEx(
      GuestThread t,
      @Handle long TimerHandle,
      int TimerSetInformationClass,
      @In @Out(size = "TimerSetInformationLength") long TimerSetInformation,
      int TimerSetInformationLength) {
    if (TimerSetInformationClass != SET_COALESCABLE_TIMER) {
      throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    if (TimerSetInformationLength < INFO_SIZE) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    boolean was =
        set(
            t,
            TimerHandle,
            Memory.getLong(TimerSetInformation + INFO_DUE_TIME),
            Memory.getInt(TimerSetInformation + INFO_PERIOD),
            Memory.getLong(TimerSetInformation + INFO_ROUTINE),
            Memory.getLong(TimerSetInformation + INFO_CONTEXT));
    putState(Memory.getLong(TimerSetInformation + INFO_PREVIOUS_STATE), was);
    return SUCCESS;
  }

  @Export({"NtCancelTimer", "ZwCancelTimer"})
  static int NtCancelTimer(GuestThread t, @Handle long TimerHandle, @Out @Opt long CurrentState) {
    boolean state =
        Handles.get(t, TimerHandle, TimerObject.class, TimerObject.MODIFY_STATE).cancel();
    putState(CurrentState, state);
    return SUCCESS;
  }

  /** {@code TIMER_BASIC_INFORMATION}: the time that is left, in units of 100 ns, and the state. */
  @Export({"NtQueryTimer", "ZwQueryTimer"})
  static int NtQueryTimer(
      GuestThread t,
      @Handle long TimerHandle,
      int TimerInformationClass,
      @Out(size = "TimerInformationLength") long TimerInformation,
      int TimerInformationLength,
      @Out @Opt long ReturnLength) {
    TimerObject timer = Handles.get(t, TimerHandle, TimerObject.class, TimerObject.QUERY_STATE);
    NtObjects.checkQuery(TimerInformationClass, TimerInformationLength, BASIC_INFORMATION_SIZE);
    boolean state = timer.signalled(t);
    Memory.putLong(TimerInformation, timer.remaining() / 100);
    Memory.putLong(TimerInformation + 8, state ? 1 : 0);
    NtSynchronization.putInt(ReturnLength, BASIC_INFORMATION_SIZE);
    return SUCCESS;
  }

  private static void putState(long address, boolean state) {
    if (address != 0) {
      Memory.putByte(address, state ? 1 : 0);
    }
  }
}
