package decant.ntdll;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.ThreadContexts;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.ThreadObject;

/** Threads: how ntdll makes, stops and ends them. */
@Library("ntdll")
public final class NtThreads {
  private static final int THREAD_CREATE_FLAGS_CREATE_SUSPENDED = 1;

  private NtThreads() {}

  private static ThreadObject thread(GuestThread t, long handle) {
    return Handles.get(t, handle, ThreadObject.class);
  }

  private static void put(long address, int value) {
    if (address != 0) {
      Memory.putInt(address, value);
    }
  }

  /**
   * Starts a thread in the calling process.
   *
   * @param StackSize bytes to commit, 0 for what the program's header says
   * @param MaximumStackSize bytes to reserve, likewise
   */
  @Export(
      value = {"NtCreateThreadEx", "ZwCreateThreadEx"},
      support = Support.PARTIAL,
      note = "Of the flags CREATE_SUSPENDED counts; of the attributes the client's identifier.")
  static int NtCreateThreadEx(
      GuestThread t,
      @Out long ThreadHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      @Handle long ProcessHandle,
      long StartRoutine,
      @Opt long Argument,
      int CreateFlags,
      long ZeroBits,
      long StackSize,
      long MaximumStackSize,
      @Opt long AttributeList) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    boolean suspended = (CreateFlags & THREAD_CREATE_FLAGS_CREATE_SUSPENDED) != 0;
    ThreadObject thread =
        GuestThreads.start(
            t.process, StartRoutine, Argument, MaximumStackSize, StackSize, suspended);
    Memory.putLong(ThreadHandle, t.process.handles.open(thread, DesiredAccess, 0));
    if (AttributeList != 0) {
      attributes(AttributeList, t.process.id, thread.thread);
    }
    thread.release();
    return 0;
  }

  /** PS_ATTRIBUTE_LIST: its size, then attribute, size, value and where to put the length. */
  private static void attributes(long list, int process, GuestThread thread) {
    long end = list + Math.min(Memory.getLong(list), 0x1000);
    for (long at = list + 8; at + 32 <= end; at += 32) {
      long value = Memory.getLong(at + 16);
      switch (Memory.getInt(at) & 0xFFFF) {
        case 3 -> { // PsAttributeClientId
          Memory.putLong(value, process);
          Memory.putLong(value + 8, thread.id);
        }
        case 4 -> Memory.putLong(value, thread.teb); // PsAttributeTebAddress
        default -> {}
      }
    }
  }

  @Export
  static int RtlCreateUserThread(
      GuestThread t,
      @Handle long ProcessHandle,
      @Opt long ThreadSecurityDescriptor,
      boolean CreateSuspended,
      int ZeroBits,
      long MaximumStackSize,
      long CommittedStackSize,
      long StartAddress,
      @Opt long Parameter,
      @Out @Opt long ThreadHandle,
      @Out @Opt long ClientId) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    ThreadObject thread =
        GuestThreads.start(
            t.process,
            StartAddress,
            Parameter,
            MaximumStackSize,
            CommittedStackSize,
            CreateSuspended);
    if (ThreadHandle != 0) {
      Memory.putLong(ThreadHandle, t.process.handles.open(thread, Handles.ALL_ACCESS, 0));
    }
    if (ClientId != 0) {
      Memory.putLong(ClientId, t.process.id);
      Memory.putLong(ClientId + 8, thread.thread.id);
    }
    thread.release();
    return 0;
  }

  /** Where threads begin: calls the function, and ends the thread with what that returns. */
  @Export
  static void RtlUserThreadStart(GuestThread t, long function, @Opt long parameter) {
    throw Gate.exitThread(t, (int) Gate.call(t, function, parameter));
  }

  @Export
  static void RtlExitUserThread(GuestThread t, int ExitStatus) {
    throw Gate.exitThread(t, ExitStatus);
  }

  /** Ends a thread without telling anybody; the calling one for a null handle. */
  @Export({"NtTerminateThread", "ZwTerminateThread"})
  static int NtTerminateThread(GuestThread t, @Handle @Opt long ThreadHandle, int ExitStatus) {
    ThreadObject thread = ThreadHandle == 0 ? ThreadObject.of(t) : thread(t, ThreadHandle);
    GuestThreads.terminate(t, thread, ExitStatus);
    return 0;
  }

  @Export({"NtSuspendThread", "ZwSuspendThread"})
  static int NtSuspendThread(
      GuestThread t, @Handle long ThreadHandle, @Out @Opt long PreviousSuspendCount) {
    put(PreviousSuspendCount, thread(t, ThreadHandle).suspension.suspend(t));
    return 0;
  }

  @Export({"NtResumeThread", "ZwResumeThread"})
  static int NtResumeThread(
      GuestThread t, @Handle long ThreadHandle, @Out @Opt long PreviousSuspendCount) {
    put(PreviousSuspendCount, thread(t, ThreadHandle).suspension.resume());
    return 0;
  }

  @Export({"NtGetContextThread", "ZwGetContextThread"})
  static int NtGetContextThread(
      GuestThread t, @Handle long ThreadHandle, @In @Out long ThreadContext) {
    ThreadContexts.get(t, thread(t, ThreadHandle), ThreadContext);
    return 0;
  }

  @Export({"NtSetContextThread", "ZwSetContextThread"})
  static int NtSetContextThread(GuestThread t, @Handle long ThreadHandle, @In long ThreadContext) {
    ThreadContexts.set(t, thread(t, ThreadHandle), ThreadContext);
    return 0;
  }

  /** Opens a thread by the identifiers in a CLIENT_ID. */
  @Export({"NtOpenThread", "ZwOpenThread"})
  static int NtOpenThread(
      GuestThread t,
      @Out long ThreadHandle,
      int DesiredAccess,
      @In long ObjectAttributes,
      @In long ClientId) {
    long process = Memory.getLong(ClientId);
    GuestThread thread = t.process.threadById(Memory.getInt(ClientId + 8));
    if (thread == null || process != 0 && process != t.process.id) {
      throw NtStatus.INVALID_CID.exception();
    }
    Memory.putLong(ThreadHandle, t.process.handles.open(ThreadObject.of(thread), DesiredAccess, 0));
    return 0;
  }

  /**
   * Opens the thread that follows one, in the order of identifiers; the first for a null handle.
   */
  @Export({"NtGetNextThread", "ZwGetNextThread"})
  static int NtGetNextThread(
      GuestThread t,
      @Handle long ProcessHandle,
      @Handle @Opt long ThreadHandle,
      int DesiredAccess,
      int HandleAttributes,
      int Flags,
      @Out long NewThreadHandle) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    if (Flags != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int after = ThreadHandle == 0 ? 0 : thread(t, ThreadHandle).thread.id;
    for (int id : t.process.threadIds()) {
      GuestThread next = Integer.compareUnsigned(id, after) > 0 ? t.process.threadById(id) : null;
      if (next != null) {
        int inherit = (HandleAttributes & 2) != 0 ? HandleTable.INHERIT : 0;
        Memory.putLong(
            NewThreadHandle, t.process.handles.open(ThreadObject.of(next), DesiredAccess, inherit));
        return 0;
      }
    }
    throw NtStatus.NO_MORE_ENTRIES.exception();
  }
}
