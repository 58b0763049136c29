package decant.ntdll;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.ThreadObject;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.ApcQueue;
import decant.nt.sync.EventObject;
import decant.nt.sync.MutantObject;
import decant.nt.sync.SemaphoreObject;
import decant.nt.sync.Signallable;
import decant.nt.sync.TimerObject;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** Events, mutants, semaphores, timers and waits of ntifs.h and wdm.h. */
@Library("ntdll")
public final class NtSynchronization {
  private static final int SUCCESS = 0;
  private static final int EVENT_NOTIFICATION = 0;
  private static final int TIMER_NOTIFICATION = 0;
  private static final int WAIT_ALL = 0;
  private static final String NO_APCS = "No asynchronous procedure calls interrupt the wait.";

  private NtSynchronization() {}

  private static void putInt(long address, int value) {
    if (address != 0) {
      Memory.putInt(address, value);
    }
  }

  /**
   * Waits for an object.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntwaitforsingleobject">NtWaitForSingleObject</a>
   */
  @Export({"NtWaitForSingleObject", "ZwWaitForSingleObject"})
  static int NtWaitForSingleObject(
      GuestThread t, @Handle long Handle, boolean Alertable, @In @Opt long Timeout) {
    Waitable object = Handles.get(t, Handle, Waitable.class);
    return Apcs.one(t, object, Waits.nanosAt(Timeout), Alertable);
  }

  @Export(
      value = {"NtWaitForMultipleObjects", "ZwWaitForMultipleObjects"},
      support = Support.PARTIAL,
      note = "A wait for all objects is ended only by calls that are there when it begins.")
  static int NtWaitForMultipleObjects(
      GuestThread t,
      int Count,
      @In long Handles,
      int WaitType,
      boolean Alertable,
      @In @Opt long Timeout) {
    if (Count < 1 || Count > Waits.MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Waitable[] objects = new Waitable[Count];
    for (int i = 0; i < Count; i++) {
      objects[i] = decant.nt.Handles.get(t, Memory.getLong(Handles + 8L * i), Waitable.class);
    }
    boolean all = WaitType == WAIT_ALL;
    return Apcs.many(t, objects, Count, all, Waits.nanosAt(Timeout), Alertable);
  }

  @Export(
      value = {"NtSignalAndWaitForSingleObject", "ZwSignalAndWaitForSingleObject"},
      support = Support.PARTIAL,
      note = NO_APCS)
  static int NtSignalAndWaitForSingleObject(
      GuestThread t,
      @Handle long SignalHandle,
      @Handle long WaitHandle,
      boolean Alertable,
      @In @Opt long Timeout) {
    if (!(Handles.object(t, SignalHandle) instanceof Signallable signal)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    Waitable object = Handles.get(t, WaitHandle, Waitable.class);
    return Waits.signalAndWait(t, signal, object, Waits.nanosAt(Timeout));
  }

  @Export({"NtDelayExecution", "ZwDelayExecution"})
  static int NtDelayExecution(GuestThread t, boolean Alertable, @In long DelayInterval) {
    return Apcs.sleep(t, Waits.nanosAt(DelayInterval), Alertable);
  }

  /** Makes the calls that wait for the thread. */
  @Export({"NtTestAlert", "ZwTestAlert"})
  static int NtTestAlert(GuestThread t) {
    Apcs.run(t);
    return SUCCESS;
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
    ThreadObject thread = Handles.get(t, ThreadHandle, ThreadObject.class);
    if (!thread.apcs.add(new ApcQueue.Apc(ApcRoutine, ApcArgument1, ApcArgument2, ApcArgument3))) {
      throw NtStatus.UNSUCCESSFUL.exception();
    }
    return SUCCESS;
  }

  @Export({"NtYieldExecution", "ZwYieldExecution"})
  static int NtYieldExecution(GuestThread t) {
    Thread.yield();
    return SUCCESS;
  }

  @Export({"NtCreateEvent", "ZwCreateEvent"})
  static int NtCreateEvent(
      GuestThread t,
      @Out long EventHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int EventType,
      boolean InitialState) {
    return decant.ntdll.ObjectAttributes.create(
        t,
        EventHandle,
        DesiredAccess,
        ObjectAttributes,
        EventObject.class,
        () -> new EventObject(EventType == EVENT_NOTIFICATION, InitialState));
  }

  @Export({"NtOpenEvent", "ZwOpenEvent"})
  static int NtOpenEvent(
      GuestThread t, @Out long EventHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t, EventHandle, DesiredAccess, ObjectAttributes, EventObject.class);
  }

  @Export({"NtSetEvent", "ZwSetEvent"})
  static int NtSetEvent(GuestThread t, @Handle long EventHandle, @Out @Opt long PreviousState) {
    boolean was = t.process.handles.get(EventHandle, EventObject.class).set();
    putInt(PreviousState, was ? 1 : 0);
    return SUCCESS;
  }

  @Export({"NtResetEvent", "ZwResetEvent"})
  static int NtResetEvent(GuestThread t, @Handle long EventHandle, @Out @Opt long PreviousState) {
    boolean was = t.process.handles.get(EventHandle, EventObject.class).reset();
    putInt(PreviousState, was ? 1 : 0);
    return SUCCESS;
  }

  @Export({"NtClearEvent", "ZwClearEvent"})
  static int NtClearEvent(GuestThread t, @Handle long EventHandle) {
    t.process.handles.get(EventHandle, EventObject.class).reset();
    return SUCCESS;
  }

  @Export({"NtPulseEvent", "ZwPulseEvent"})
  static int NtPulseEvent(GuestThread t, @Handle long EventHandle, @Out @Opt long PreviousState) {
    boolean was = t.process.handles.get(EventHandle, EventObject.class).pulse();
    putInt(PreviousState, was ? 1 : 0);
    return SUCCESS;
  }

  /** {@code EVENT_BASIC_INFORMATION}: type, state. */
  @Export({"NtQueryEvent", "ZwQueryEvent"})
  static int NtQueryEvent(
      GuestThread t,
      @Handle long EventHandle,
      int EventInformationClass,
      @Out(size = "EventInformationLength") long EventInformation,
      int EventInformationLength,
      @Out @Opt long ReturnLength) {
    EventObject event = t.process.handles.get(EventHandle, EventObject.class);
    NtObjects.checkQuery(EventInformationClass, EventInformationLength, 8);
    Memory.putInt(EventInformation, event.isManual() ? EVENT_NOTIFICATION : 1);
    Memory.putInt(EventInformation + 4, event.isSet() ? 1 : 0);
    putInt(ReturnLength, 8);
    return SUCCESS;
  }

  @Export({"NtCreateMutant", "ZwCreateMutant"})
  static int NtCreateMutant(
      GuestThread t,
      @Out long MutantHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      boolean InitialOwner) {
    return decant.ntdll.ObjectAttributes.create(
        t,
        MutantHandle,
        DesiredAccess,
        ObjectAttributes,
        MutantObject.class,
        () -> new MutantObject(InitialOwner ? t : null));
  }

  @Export({"NtOpenMutant", "ZwOpenMutant"})
  static int NtOpenMutant(
      GuestThread t, @Out long MutantHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t, MutantHandle, DesiredAccess, ObjectAttributes, MutantObject.class);
  }

  @Export({"NtReleaseMutant", "ZwReleaseMutant"})
  static int NtReleaseMutant(
      GuestThread t, @Handle long MutantHandle, @Out @Opt long PreviousCount) {
    putInt(PreviousCount, t.process.handles.get(MutantHandle, MutantObject.class).release(t));
    return SUCCESS;
  }

  @Export({"NtCreateSemaphore", "ZwCreateSemaphore"})
  static int NtCreateSemaphore(
      GuestThread t,
      @Out long SemaphoreHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int InitialCount,
      int MaximumCount) {
    return decant.ntdll.ObjectAttributes.create(
        t,
        SemaphoreHandle,
        DesiredAccess,
        ObjectAttributes,
        SemaphoreObject.class,
        () -> new SemaphoreObject(InitialCount, MaximumCount));
  }

  @Export({"NtOpenSemaphore", "ZwOpenSemaphore"})
  static int NtOpenSemaphore(
      GuestThread t, @Out long SemaphoreHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t, SemaphoreHandle, DesiredAccess, ObjectAttributes, SemaphoreObject.class);
  }

  @Export({"NtReleaseSemaphore", "ZwReleaseSemaphore"})
  static int NtReleaseSemaphore(
      GuestThread t, @Handle long SemaphoreHandle, int ReleaseCount, @Out @Opt long PreviousCount) {
    putInt(
        PreviousCount,
        t.process.handles.get(SemaphoreHandle, SemaphoreObject.class).release(ReleaseCount));
    return SUCCESS;
  }

  @Export({"NtCreateTimer", "ZwCreateTimer"})
  static int NtCreateTimer(
      GuestThread t,
      @Out long TimerHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int TimerType) {
    return decant.ntdll.ObjectAttributes.create(
        t,
        TimerHandle,
        DesiredAccess,
        ObjectAttributes,
        TimerObject.class,
        () -> new TimerObject(TimerType == TIMER_NOTIFICATION));
  }

  @Export(
      value = {"NtSetTimer", "ZwSetTimer"},
      support = Support.PARTIAL,
      note = "Routines are refused.")
  static int NtSetTimer(
      GuestThread t,
      @Handle long TimerHandle,
      @In long DueTime,
      @Opt long TimerApcRoutine,
      @Opt long TimerContext,
      boolean ResumeTimer,
      int Period,
      @Out @Opt long PreviousState) {
    if (TimerApcRoutine != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    if (Period < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    TimerObject timer = t.process.handles.get(TimerHandle, TimerObject.class);
    boolean was = timer.set(Waits.ntNanos(Memory.getLong(DueTime)), Period, null);
    if (PreviousState != 0) {
      Memory.putByte(PreviousState, was ? 1 : 0);
    }
    return SUCCESS;
  }

  @Export({"NtCancelTimer", "ZwCancelTimer"})
  static int NtCancelTimer(GuestThread t, @Handle long TimerHandle, @Out @Opt long CurrentState) {
    boolean state = t.process.handles.get(TimerHandle, TimerObject.class).cancel();
    if (CurrentState != 0) {
      Memory.putByte(CurrentState, state ? 1 : 0);
    }
    return SUCCESS;
  }

  /** As {@code WaitOnAddress}; returns {@code STATUS_TIMEOUT} when the time is over. */
  @Export
  static int RtlWaitOnAddress(
      GuestThread t, long Address, long CompareAddress, long AddressSize, @In @Opt long Timeout) {
    long nanos = Waits.nanosAt(Timeout);
    return AddressWaits.await(Address, CompareAddress, AddressSize, nanos)
        ? SUCCESS
        : Waits.TIMEOUT;
  }

  @Export
  static void RtlWakeAddressSingle(GuestThread t, long Address) {
    AddressWaits.wakeOne(Address);
  }

  @Export
  static void RtlWakeAddressAll(GuestThread t, long Address) {
    AddressWaits.wakeAll(Address);
  }
}
