package decant.ntdll;

import decant.abi.Apcs;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.sync.EventObject;
import decant.nt.sync.MutantObject;
import decant.nt.sync.SemaphoreObject;
import decant.nt.sync.Signallable;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** Events, mutants, semaphores, timers and waits of ntifs.h and wdm.h. */
@Library("ntdll")
public final class NtSynchronization {
  private static final int SUCCESS = 0;
  private static final int EVENT_NOTIFICATION = 0;
  private static final int EVENT_SYNCHRONIZATION = 1;
  private static final int WAIT_ALL = 0;
  private static final int WAIT_ANY = 1;
  private static final int MUTANT_BASIC_INFORMATION = 0;
  private static final int MUTANT_OWNER_INFORMATION = 1;

  private NtSynchronization() {}

  /** What a handle lets its owner wait for. */
  public static Waitable waitable(GuestThread t, long handle) {
    return Handles.get(t, handle, Waitable.class, Handles.SYNCHRONIZE);
  }

  /**
   * What some handles let their owner wait for.
   *
   * @param count 1 to {@link Waits#MAXIMUM_WAIT_OBJECTS}, else {@code STATUS_INVALID_PARAMETER_1}
   * @param handles address of the handles
   * @return an array of the thread's, which may be longer; contents last until the next call
   */
  public static Waitable[] waitables(GuestThread t, int count, long handles) {
    if (count < 1 || count > Waits.MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER_1.exception();
    }
    Waitable[] objects = t.waiter.objects();
    for (int i = 0; i < count; i++) {
      objects[i] = waitable(t, Memory.getLong(handles + 8L * i));
    }
    return objects;
  }

  /** What a handle lets its owner signal: an event, a mutant, a semaphore. */
  public static Signallable signallable(GuestThread t, long handle) {
    if (!(Handles.object(t, handle) instanceof Signallable signal)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    Handles.get(t, handle, NtObject.class, signal.signalAccess());
    return signal;
  }

  static void putInt(long address, int value) {
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
    Waitable object = waitable(t, Handle);
    return Apcs.one(t, object, Waits.nanosAt(Timeout), Alertable);
  }

  @Export({"NtWaitForMultipleObjects", "ZwWaitForMultipleObjects"})
  static int NtWaitForMultipleObjects(
      GuestThread t,
      int Count,
      @In long Handles,
      int WaitType,
      boolean Alertable,
      @In @Opt long Timeout) {
    Waitable[] objects = waitables(t, Count, Handles);
    if (WaitType != WAIT_ALL && WaitType != WAIT_ANY) {
      throw NtStatus.INVALID_PARAMETER_3.exception();
    }
    boolean all = WaitType == WAIT_ALL;
    return Apcs.many(t, objects, Count, all, Waits.nanosAt(Timeout), Alertable);
  }

  @Export({"NtSignalAndWaitForSingleObject", "ZwSignalAndWaitForSingleObject"})
  static int NtSignalAndWaitForSingleObject(
      GuestThread t,
      @Handle long SignalHandle,
      @Handle long WaitHandle,
      boolean Alertable,
      @In @Opt long Timeout) {
    Signallable signal = signallable(t, SignalHandle);
    Waitable object = waitable(t, WaitHandle);
    return Apcs.made(t, Waits.signalAndWait(t, signal, object, Waits.nanosAt(Timeout), Alertable));
  }

  @Export({"NtDelayExecution", "ZwDelayExecution"})
  static int NtDelayExecution(GuestThread t, boolean Alertable, @In long DelayInterval) {
    return Apcs.sleep(t, Waits.nanosAt(DelayInterval), Alertable);
  }

  @Export({"NtYieldExecution", "ZwYieldExecution"})
  @Direct("NtYieldExecution")
  static native int NtYieldExecution();

  @Export({"NtCreateEvent", "ZwCreateEvent"})
  static int NtCreateEvent(
      GuestThread t,
      @Out long EventHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int EventType,
      boolean InitialState) {
    if (EventType != EVENT_NOTIFICATION && EventType != EVENT_SYNCHRONIZATION) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return decant.ntdll.ObjectAttributes.create(
        t,
        EventHandle,
        Handles.granted(DesiredAccess, EventObject.ALL_ACCESS),
        ObjectAttributes,
        EventObject.class,
        () -> new EventObject(EventType == EVENT_NOTIFICATION, InitialState));
  }

  @Export({"NtOpenEvent", "ZwOpenEvent"})
  static int NtOpenEvent(
      GuestThread t, @Out long EventHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t,
        EventHandle,
        Handles.granted(DesiredAccess, EventObject.ALL_ACCESS),
        ObjectAttributes,
        EventObject.class);
  }

  @Export({"NtSetEvent", "ZwSetEvent"})
  static int NtSetEvent(GuestThread t, @Handle long EventHandle, @Out @Opt long PreviousState) {
    boolean was = Handles.get(t, EventHandle, EventObject.class, EventObject.MODIFY_STATE).set();
    putInt(PreviousState, was ? 1 : 0);
    return SUCCESS;
  }

  @Export({"NtResetEvent", "ZwResetEvent"})
  static int NtResetEvent(GuestThread t, @Handle long EventHandle, @Out @Opt long PreviousState) {
    boolean was = Handles.get(t, EventHandle, EventObject.class, EventObject.MODIFY_STATE).reset();
    putInt(PreviousState, was ? 1 : 0);
    return SUCCESS;
  }

  @Export({"NtClearEvent", "ZwClearEvent"})
  static int NtClearEvent(GuestThread t, @Handle long EventHandle) {
    Handles.get(t, EventHandle, EventObject.class, EventObject.MODIFY_STATE).reset();
    return SUCCESS;
  }

  @Export({"NtPulseEvent", "ZwPulseEvent"})
  static int NtPulseEvent(GuestThread t, @Handle long EventHandle, @Out @Opt long PreviousState) {
    boolean was = Handles.get(t, EventHandle, EventObject.class, EventObject.MODIFY_STATE).pulse();
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
    EventObject event = Handles.get(t, EventHandle, EventObject.class, EventObject.QUERY_STATE);
    NtObjects.checkQuery(EventInformationClass, EventInformationLength, 8);
    Memory.putInt(EventInformation, event.isManual() ? EVENT_NOTIFICATION : EVENT_SYNCHRONIZATION);
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
        Handles.granted(DesiredAccess, MutantObject.ALL_ACCESS),
        ObjectAttributes,
        MutantObject.class,
        () -> new MutantObject(InitialOwner ? t : null));
  }

  @Export({"NtOpenMutant", "ZwOpenMutant"})
  static int NtOpenMutant(
      GuestThread t, @Out long MutantHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t,
        MutantHandle,
        Handles.granted(DesiredAccess, MutantObject.ALL_ACCESS),
        ObjectAttributes,
        MutantObject.class);
  }

  @Export({"NtReleaseMutant", "ZwReleaseMutant"})
  static int NtReleaseMutant(
      GuestThread t, @Handle long MutantHandle, @Out @Opt long PreviousCount) {
    putInt(PreviousCount, t.process.handles.get(MutantHandle, MutantObject.class).release(t));
    return SUCCESS;
  }

  /**
   * {@code MUTANT_BASIC_INFORMATION}: count, whether the caller owns it, whether it is abandoned;
   * {@code MUTANT_OWNER_INFORMATION}: the owner's {@code CLIENT_ID}.
   */
  @Export({"NtQueryMutant", "ZwQueryMutant"})
  static int NtQueryMutant(
      GuestThread t,
      @Handle long MutantHandle,
      int MutantInformationClass,
      @Out(size = "MutantInformationLength") long MutantInformation,
      int MutantInformationLength,
      @Out @Opt long ReturnLength) {
    MutantObject mutant =
        Handles.get(t, MutantHandle, MutantObject.class, MutantObject.QUERY_STATE);
    switch (MutantInformationClass) {
      case MUTANT_BASIC_INFORMATION -> {
        NtObjects.checkQuery(0, MutantInformationLength, 8);
        Memory.putInt(MutantInformation, mutant.count());
        Memory.putByte(MutantInformation + 4, mutant.belongsTo(t) ? 1 : 0);
        Memory.putByte(MutantInformation + 5, mutant.isAbandoned() ? 1 : 0);
        Memory.putShort(MutantInformation + 6, 0);
        putInt(ReturnLength, 8);
      }
      case MUTANT_OWNER_INFORMATION -> {
        NtObjects.checkQuery(0, MutantInformationLength, 16);
        Memory.putLong(MutantInformation, mutant.ownerProcess());
        Memory.putLong(MutantInformation + 8, mutant.ownerThread());
        putInt(ReturnLength, 16);
      }
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    }
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
        Handles.granted(DesiredAccess, SemaphoreObject.ALL_ACCESS),
        ObjectAttributes,
        SemaphoreObject.class,
        () -> new SemaphoreObject(InitialCount, MaximumCount));
  }

  @Export({"NtOpenSemaphore", "ZwOpenSemaphore"})
  static int NtOpenSemaphore(
      GuestThread t, @Out long SemaphoreHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t,
        SemaphoreHandle,
        Handles.granted(DesiredAccess, SemaphoreObject.ALL_ACCESS),
        ObjectAttributes,
        SemaphoreObject.class);
  }

  @Export({"NtReleaseSemaphore", "ZwReleaseSemaphore"})
  static int NtReleaseSemaphore(
      GuestThread t, @Handle long SemaphoreHandle, int ReleaseCount, @Out @Opt long PreviousCount) {
    putInt(
        PreviousCount,
        Handles.get(t, SemaphoreHandle, SemaphoreObject.class, SemaphoreObject.MODIFY_STATE)
            .release(ReleaseCount));
    return SUCCESS;
  }

  /** {@code SEMAPHORE_BASIC_INFORMATION}: count, maximum. */
  @Export({"NtQuerySemaphore", "ZwQuerySemaphore"})
  static int NtQuerySemaphore(
      GuestThread t,
      @Handle long SemaphoreHandle,
      int SemaphoreInformationClass,
      @Out(size = "SemaphoreInformationLength") long SemaphoreInformation,
      int SemaphoreInformationLength,
      @Out @Opt long ReturnLength) {
    SemaphoreObject semaphore =
        Handles.get(t, SemaphoreHandle, SemaphoreObject.class, SemaphoreObject.QUERY_STATE);
    NtObjects.checkQuery(SemaphoreInformationClass, SemaphoreInformationLength, 8);
    Memory.putInt(SemaphoreInformation, semaphore.count());
    Memory.putInt(SemaphoreInformation + 4, semaphore.maximum());
    putInt(ReturnLength, 8);
    return SUCCESS;
  }
}
