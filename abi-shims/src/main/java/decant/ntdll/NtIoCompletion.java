package decant.ntdll;

import decant.abi.Apcs;
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
import decant.nt.sync.CompletionPacket;
import decant.nt.sync.CompletionPort;
import decant.nt.sync.WaitCompletionPacket;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/**
 * I/O completion objects and wait completion packets: what kernel32's completion ports are made of.
 * Microsoft documents the kernel32 functions and wait completion packets.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/devnotes/nt-create-wait-completion-packet">NtCreateWaitCompletionPacket</a>
 */
@Library("ntdll")
public final class NtIoCompletion {
  private static final int SUCCESS = 0;

  /** {@code IO_STATUS_BLOCK}: the status, then {@code Information}. */
  private static final int INFORMATION = 8;

  private static final int PACKET_ALL_ACCESS = 1;

  private NtIoCompletion() {}

  private static CompletionPort port(GuestThread t, long handle, int access) {
    return Handles.get(t, handle, CompletionPort.class, access);
  }

  /** Makes a port. {@code Count}: how many threads may run with packets, 0 for one a processor. */
  @Export({"NtCreateIoCompletion", "ZwCreateIoCompletion"})
  static int NtCreateIoCompletion(
      GuestThread t,
      @Out long IoCompletionHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      int Count) {
    return decant.ntdll.ObjectAttributes.create(
        t,
        IoCompletionHandle,
        Handles.granted(DesiredAccess, CompletionPort.ALL_ACCESS),
        ObjectAttributes,
        CompletionPort.class,
        () -> new CompletionPort(Count));
  }

  @Export({"NtOpenIoCompletion", "ZwOpenIoCompletion"})
  static int NtOpenIoCompletion(
      GuestThread t, @Out long IoCompletionHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t,
        IoCompletionHandle,
        Handles.granted(DesiredAccess, CompletionPort.ALL_ACCESS),
        ObjectAttributes,
        CompletionPort.class);
  }

  /** {@code IO_COMPLETION_BASIC_INFORMATION}: the number of packets. */
  @Export({"NtQueryIoCompletion", "ZwQueryIoCompletion"})
  static int NtQueryIoCompletion(
      GuestThread t,
      @Handle long IoCompletionHandle,
      int IoCompletionInformationClass,
      @Out(size = "IoCompletionInformationLength") long IoCompletionInformation,
      int IoCompletionInformationLength,
      @Out @Opt long ReturnLength) {
    NtObjects.checkQuery(IoCompletionInformationClass, IoCompletionInformationLength, 4);
    int depth = port(t, IoCompletionHandle, CompletionPort.QUERY_STATE).depth();
    Memory.putInt(IoCompletionInformation, depth);
    if (ReturnLength != 0) {
      Memory.putInt(ReturnLength, 4);
    }
    return SUCCESS;
  }

  /** Adds a packet. */
  @Export({"NtSetIoCompletion", "ZwSetIoCompletion"})
  static int NtSetIoCompletion(
      GuestThread t,
      @Handle long IoCompletionHandle,
      @Opt long KeyContext,
      @Opt long ApcContext,
      int IoStatus,
      long IoStatusInformation) {
    port(t, IoCompletionHandle, CompletionPort.MODIFY_STATE)
        .post(KeyContext, ApcContext, IoStatus, IoStatusInformation);
    return SUCCESS;
  }

  /** Takes a packet; {@code STATUS_TIMEOUT} when the time is over. */
  @Export({"NtRemoveIoCompletion", "ZwRemoveIoCompletion"})
  static int NtRemoveIoCompletion(
      GuestThread t,
      @Handle long IoCompletionHandle,
      @Out long KeyContext,
      @Out long ApcContext,
      @Out long IoStatusBlock,
      @In @Opt long Timeout) {
    CompletionPort port = port(t, IoCompletionHandle, CompletionPort.MODIFY_STATE);
    int result = port.take(t, Waits.nanosAt(Timeout), false);
    if (result != 0) {
      return result;
    }
    CompletionPacket packet = CompletionPort.packet(t);
    Memory.putLong(KeyContext, packet.key);
    Memory.putLong(ApcContext, packet.context);
    Memory.putLong(IoStatusBlock, packet.status);
    Memory.putLong(IoStatusBlock + INFORMATION, packet.information);
    return SUCCESS;
  }

  /** Takes up to {@code Count} packets; {@code STATUS_TIMEOUT} when there is none in time. */
  @Export({"NtRemoveIoCompletionEx", "ZwRemoveIoCompletionEx"})
  static int NtRemoveIoCompletionEx(
      GuestThread t,
      @Handle long IoCompletionHandle,
      @Out long IoCompletionInformation,
      int Count,
      @Out long NumEntriesRemoved,
      @In @Opt long Timeout,
      boolean Alertable) {
    if (Count <= 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    CompletionPort port = port(t, IoCompletionHandle, CompletionPort.MODIFY_STATE);
    int result = port.take(t, Waits.nanosAt(Timeout), Alertable);
    int written =
        result == 0 ? CompletionEntries.write(t, port, IoCompletionInformation, Count) : 0;
    Memory.putInt(NumEntriesRemoved, written);
    return Apcs.made(t, result);
  }

  // --- wait completion packets -------------------------------------------------------------------

  @Export({"NtCreateWaitCompletionPacket", "ZwCreateWaitCompletionPacket"})
  static int NtCreateWaitCompletionPacket(
      GuestThread t,
      @Out long WaitCompletionPacketHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.create(
        t,
        WaitCompletionPacketHandle,
        Handles.granted(DesiredAccess, Handles.ALL_ACCESS) | PACKET_ALL_ACCESS,
        ObjectAttributes,
        WaitCompletionPacket.class,
        WaitCompletionPacket::new);
  }

  /** Has a packet put into a port when an object is signalled. */
  @Export({"NtAssociateWaitCompletionPacket", "ZwAssociateWaitCompletionPacket"})
  static int NtAssociateWaitCompletionPacket(
      GuestThread t,
      @Handle long WaitCompletionPacketHandle,
      @Handle long IoCompletionHandle,
      @Handle long TargetObjectHandle,
      @Opt long KeyContext,
      @Opt long ApcContext,
      int IoStatus,
      long IoStatusInformation,
      @Out @Opt long AlreadySignaled) {
    WaitCompletionPacket packet =
        Handles.get(t, WaitCompletionPacketHandle, WaitCompletionPacket.class);
    CompletionPort port = port(t, IoCompletionHandle, CompletionPort.MODIFY_STATE);
    Waitable object = Handles.get(t, TargetObjectHandle, Waitable.class, Handles.SYNCHRONIZE);
    boolean signalled =
        packet.associate(port, object, KeyContext, ApcContext, IoStatus, IoStatusInformation);
    if (AlreadySignaled != 0) {
      Memory.putByte(AlreadySignaled, signalled ? 1 : 0);
    }
    return SUCCESS;
  }

  /**
   * Ends an association: {@code STATUS_CANCELLED} when there is none, {@code STATUS_PENDING} when
   * its packet is in the port and is not to be removed.
   */
  @Export({"NtCancelWaitCompletionPacket", "ZwCancelWaitCompletionPacket"})
  static int NtCancelWaitCompletionPacket(
      GuestThread t, @Handle long WaitCompletionPacketHandle, boolean RemoveSignaledPacket) {
    return Handles.get(t, WaitCompletionPacketHandle, WaitCompletionPacket.class)
        .cancel(RemoveSignaledPacket)
        .code();
  }
}
