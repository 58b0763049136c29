package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.sync.EventObject;
import decant.nt.sync.MutantObject;
import decant.nt.sync.SemaphoreObject;
import decant.nt.sync.TimerObject;
import decant.ntdll.NtTimers;

/** synchapi.h: events, mutexes, semaphores, waitable timers. Waiting is in {@link SynchWaits}. */
@Library({"kernel32", "kernelbase"})
public final class SynchApi {

  private static final int CREATE_EVENT_MANUAL_RESET = 1;
  private static final int CREATE_EVENT_INITIAL_SET = 2;
  private static final int CREATE_MUTEX_INITIAL_OWNER = 1;
  private static final int CREATE_WAITABLE_TIMER_MANUAL_RESET = 1;
  private static final int CREATE_WAITABLE_TIMER_HIGH_RESOLUTION = 2;

  private SynchApi() {}

  /**
   * Makes an event, or opens the one of that name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-createeventw">CreateEvent</a>
   */
  @Export
  static long CreateEvent(
      GuestThread t,
      Text text,
      @Opt long lpEventAttributes,
      boolean bManualReset,
      boolean bInitialState,
      @Opt String lpName) {
    return NamedObjects.create(
        t,
        lpName,
        EventObject.class,
        lpEventAttributes,
        EventObject.ALL_ACCESS,
        () -> new EventObject(bManualReset, bInitialState));
  }

  @Export
  static long CreateEventEx(
      GuestThread t,
      Text text,
      @Opt long lpEventAttributes,
      @Opt String lpName,
      int dwFlags,
      int dwDesiredAccess) {
    return NamedObjects.create(
        t,
        lpName,
        EventObject.class,
        lpEventAttributes,
        Handles.granted(dwDesiredAccess, EventObject.ALL_ACCESS),
        () ->
            new EventObject(
                (dwFlags & CREATE_EVENT_MANUAL_RESET) != 0,
                (dwFlags & CREATE_EVENT_INITIAL_SET) != 0));
  }

  @Export
  static long OpenEvent(
      GuestThread t, Text text, int dwDesiredAccess, boolean bInheritHandle, String lpName) {
    return NamedObjects.open(
        t,
        lpName,
        EventObject.class,
        Handles.granted(dwDesiredAccess, EventObject.ALL_ACCESS),
        bInheritHandle);
  }

  @Export
  static boolean SetEvent(GuestThread t, @Handle long hEvent) {
    Handles.get(t, hEvent, EventObject.class, EventObject.MODIFY_STATE).set();
    return true;
  }

  @Export
  static boolean ResetEvent(GuestThread t, @Handle long hEvent) {
    Handles.get(t, hEvent, EventObject.class, EventObject.MODIFY_STATE).reset();
    return true;
  }

  @Export
  static boolean PulseEvent(GuestThread t, @Handle long hEvent) {
    Handles.get(t, hEvent, EventObject.class, EventObject.MODIFY_STATE).pulse();
    return true;
  }

  /**
   * Makes a mutex, or opens the one of that name, whose owner then stays.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-createmutexw">CreateMutex</a>
   */
  @Export
  static long CreateMutex(
      GuestThread t,
      Text text,
      @Opt long lpMutexAttributes,
      boolean bInitialOwner,
      @Opt String lpName) {
    return NamedObjects.create(
        t,
        lpName,
        MutantObject.class,
        lpMutexAttributes,
        MutantObject.ALL_ACCESS,
        () -> new MutantObject(bInitialOwner ? t : null));
  }

  @Export
  static long CreateMutexEx(
      GuestThread t,
      Text text,
      @Opt long lpMutexAttributes,
      @Opt String lpName,
      int dwFlags,
      int dwDesiredAccess) {
    return NamedObjects.create(
        t,
        lpName,
        MutantObject.class,
        lpMutexAttributes,
        Handles.granted(dwDesiredAccess, MutantObject.ALL_ACCESS),
        () -> new MutantObject((dwFlags & CREATE_MUTEX_INITIAL_OWNER) != 0 ? t : null));
  }

  @Export
  static long OpenMutex(
      GuestThread t, Text text, int dwDesiredAccess, boolean bInheritHandle, String lpName) {
    return NamedObjects.open(
        t,
        lpName,
        MutantObject.class,
        Handles.granted(dwDesiredAccess, MutantObject.ALL_ACCESS),
        bInheritHandle);
  }

  @Export
  static boolean ReleaseMutex(GuestThread t, @Handle long hMutex) {
    t.process.handles.get(hMutex, MutantObject.class).release(t);
    return true;
  }

  /**
   * Makes a semaphore, or opens the one of that name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createsemaphorea">CreateSemaphore</a>
   */
  @Export
  static long CreateSemaphore(
      GuestThread t,
      Text text,
      @Opt long lpSemaphoreAttributes,
      int lInitialCount,
      int lMaximumCount,
      @Opt String lpName) {
    return NamedObjects.create(
        t,
        lpName,
        SemaphoreObject.class,
        lpSemaphoreAttributes,
        SemaphoreObject.ALL_ACCESS,
        () -> new SemaphoreObject(lInitialCount, lMaximumCount));
  }

  @Export
  static long CreateSemaphoreEx(
      GuestThread t,
      Text text,
      @Opt long lpSemaphoreAttributes,
      int lInitialCount,
      int lMaximumCount,
      @Opt String lpName,
      int dwFlags,
      int dwDesiredAccess) {
    if (dwFlags != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return NamedObjects.create(
        t,
        lpName,
        SemaphoreObject.class,
        lpSemaphoreAttributes,
        Handles.granted(dwDesiredAccess, SemaphoreObject.ALL_ACCESS),
        () -> new SemaphoreObject(lInitialCount, lMaximumCount));
  }

  @Export
  static long OpenSemaphore(
      GuestThread t, Text text, int dwDesiredAccess, boolean bInheritHandle, String lpName) {
    return NamedObjects.open(
        t,
        lpName,
        SemaphoreObject.class,
        Handles.granted(dwDesiredAccess, SemaphoreObject.ALL_ACCESS),
        bInheritHandle);
  }

  @Export
  static boolean ReleaseSemaphore(
      GuestThread t, @Handle long hSemaphore, int lReleaseCount, @Out @Opt long lpPreviousCount) {
    int previous =
        Handles.get(t, hSemaphore, SemaphoreObject.class, SemaphoreObject.MODIFY_STATE)
            .release(lReleaseCount);
    if (lpPreviousCount != 0) {
      Memory.putInt(lpPreviousCount, previous);
    }
    return true;
  }

  @Export
  static long CreateWaitableTimer(
      GuestThread t,
      Text text,
      @Opt long lpTimerAttributes,
      boolean bManualReset,
      @Opt String lpTimerName) {
    return NamedObjects.create(
        t,
        lpTimerName,
        TimerObject.class,
        lpTimerAttributes,
        TimerObject.ALL_ACCESS,
        () -> new TimerObject(bManualReset));
  }

  @Export
  static long CreateWaitableTimerEx(
      GuestThread t,
      Text text,
      @Opt long lpTimerAttributes,
      @Opt String lpTimerName,
      int dwFlags,
      int dwDesiredAccess) {
    if ((dwFlags & ~(CREATE_WAITABLE_TIMER_MANUAL_RESET | CREATE_WAITABLE_TIMER_HIGH_RESOLUTION))
        != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return NamedObjects.create(
        t,
        lpTimerName,
        TimerObject.class,
        lpTimerAttributes,
        Handles.granted(dwDesiredAccess, TimerObject.ALL_ACCESS),
        () -> new TimerObject((dwFlags & CREATE_WAITABLE_TIMER_MANUAL_RESET) != 0));
  }

  @Export
  static long OpenWaitableTimer(
      GuestThread t, Text text, int dwDesiredAccess, boolean bInheritHandle, String lpTimerName) {
    return NamedObjects.open(
        t,
        lpTimerName,
        TimerObject.class,
        Handles.granted(dwDesiredAccess, TimerObject.ALL_ACCESS),
        bInheritHandle);
  }

  /**
   * Sets a timer.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setwaitabletimer">SetWaitableTimer</a>
   */
  @Export
  static boolean SetWaitableTimer(
      GuestThread t,
      @Handle long hTimer,
      @In long lpDueTime,
      int lPeriod,
      @Opt long pfnCompletionRoutine,
      @Opt long lpArgToCompletionRoutine,
      boolean fResume) {
    NtTimers.set(
        t,
        hTimer,
        Memory.getLong(lpDueTime),
        lPeriod,
        pfnCompletionRoutine,
        lpArgToCompletionRoutine);
    return true;
  }

  /**
   * Sets a timer that may be late by so much; it is not.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-setwaitabletimerex">SetWaitableTimerEx</a>
   */
  @Export
  static boolean SetWaitableTimerEx(
      GuestThread t,
      @Handle long hTimer,
      @In long lpDueTime,
      int lPeriod,
      @Opt long pfnCompletionRoutine,
      @Opt long lpArgToCompletionRoutine,
      @Opt long WakeContext,
      int TolerableDelay) {
    return SetWaitableTimer(
        t, hTimer, lpDueTime, lPeriod, pfnCompletionRoutine, lpArgToCompletionRoutine, false);
  }

  @Export
  static boolean CancelWaitableTimer(GuestThread t, @Handle long hTimer) {
    Handles.get(t, hTimer, TimerObject.class, TimerObject.MODIFY_STATE).cancel();
    return true;
  }
}
