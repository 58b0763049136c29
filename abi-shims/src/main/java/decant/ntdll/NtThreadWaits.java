package decant.ntdll;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.KeyedEventObject;
import decant.nt.sync.Waits;

/** What threads wait for without an object of their own: addresses, keys, alerts by identifier. */
@Library("ntdll")
public final class NtThreadWaits {
  private static final int SUCCESS = 0;

  private NtThreadWaits() {}

  /** As {@code WaitOnAddress}; returns {@code STATUS_TIMEOUT} when the time is over. */
  @Export
  static int RtlWaitOnAddress(
      GuestThread t, long Address, long CompareAddress, long AddressSize, @In @Opt long Timeout) {
    long nanos = Waits.nanosAt(Timeout);
    return AddressWaits.await(t, Address, CompareAddress, AddressSize, nanos)
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

  // --- keyed events ------------------------------------------------------------------------------

  @Export({"NtCreateKeyedEvent", "ZwCreateKeyedEvent"})
  static int NtCreateKeyedEvent(
      GuestThread t,
      @Out long KeyedEventHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int Flags) {
    if (Flags != 0) {
      throw NtStatus.INVALID_PARAMETER_4.exception();
    }
    return decant.ntdll.ObjectAttributes.create(
        t,
        KeyedEventHandle,
        Handles.granted(DesiredAccess, KeyedEventObject.ALL_ACCESS),
        ObjectAttributes,
        KeyedEventObject.class,
        KeyedEventObject::new);
  }

  @Export({"NtOpenKeyedEvent", "ZwOpenKeyedEvent"})
  static int NtOpenKeyedEvent(
      GuestThread t, @Out long KeyedEventHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t,
        KeyedEventHandle,
        Handles.granted(DesiredAccess, KeyedEventObject.ALL_ACCESS),
        ObjectAttributes,
        KeyedEventObject.class);
  }

  /**
   * Waits until a thread releases the key, which is even. A null handle means the process's own.
   */
  @Export({"NtWaitForKeyedEvent", "ZwWaitForKeyedEvent"})
  static int NtWaitForKeyedEvent(
      GuestThread t,
      @Opt @Handle long KeyedEventHandle,
      long Key,
      boolean Alertable,
      @In @Opt long Timeout) {
    return meet(t, KeyedEventHandle, Key, KeyedEventObject.WAIT, Alertable, Timeout);
  }

  /** Wakes one thread that waits for the key; waits until there is one. */
  @Export({"NtReleaseKeyedEvent", "ZwReleaseKeyedEvent"})
  static int NtReleaseKeyedEvent(
      GuestThread t,
      @Opt @Handle long KeyedEventHandle,
      long Key,
      boolean Alertable,
      @In @Opt long Timeout) {
    return meet(t, KeyedEventHandle, Key, KeyedEventObject.WAKE, Alertable, Timeout);
  }

  private static int meet(
      GuestThread t, long handle, long key, int role, boolean alertable, long timeout) {
    if ((key & 1) != 0) {
      throw NtStatus.INVALID_PARAMETER_1.exception();
    }
    KeyedEventObject event =
        handle == 0
            ? KeyedEventObject.of(t.process)
            : Handles.get(t, handle, KeyedEventObject.class, role);
    return Apcs.made(t, event.meet(t, key, role, Waits.nanosAt(timeout), alertable));
  }

  // --- alerts by identifier ----------------------------------------------------------------------

  /** Ends the wait of a thread for an alert, or its next one. */
  @Export({"NtAlertThreadByThreadId", "ZwAlertThreadByThreadId"})
  static int NtAlertThreadByThreadId(GuestThread t, long ThreadId) {
    GuestThread thread = t.process.threadById((int) ThreadId);
    if (thread == null || ThreadId != thread.id) {
      throw NtStatus.INVALID_CID.exception();
    }
    thread.waiter.alert.give();
    return SUCCESS;
  }

  /** Waits for an alert: {@code STATUS_ALERTED}. {@code Address} only says what for. */
  @Export({"NtWaitForAlertByThreadId", "ZwWaitForAlertByThreadId"})
  static int NtWaitForAlertByThreadId(GuestThread t, @Opt long Address, @In @Opt long Timeout) {
    return t.waiter.alert.await(Waits.nanosAt(Timeout));
  }
}
