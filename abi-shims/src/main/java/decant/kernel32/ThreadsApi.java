package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
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
import decant.nt.NtObject;
import decant.nt.ThreadMemory;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;
import decant.nt.process.PrimaryThread;
import decant.nt.process.RemoteProcess;

/** processthreadsapi.h: the life of threads. */
@Library({"kernel32", "kernelbase"})
public final class ThreadsApi {
  private static final int CREATE_SUSPENDED = 0x4;
  private static final int STACK_SIZE_PARAM_IS_A_RESERVATION = 0x1_0000;

  private ThreadsApi() {}

  /**
   * Starts a thread.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createthread">CreateThread</a>
   */
  @Export
  static long CreateThread(
      GuestThread t,
      @Opt long lpThreadAttributes,
      long dwStackSize,
      long lpStartAddress,
      @Opt long lpParameter,
      int dwCreationFlags,
      @Out @Opt long lpThreadId) {
    return create(t, dwStackSize, lpStartAddress, lpParameter, dwCreationFlags, lpThreadId);
  }

  /** Starts a thread of the calling process; of another one it cannot. */
  @Export(support = Support.PARTIAL, note = "Only in the calling process.")
  static long CreateRemoteThread(
      GuestThread t,
      @Handle long hProcess,
      @Opt long lpThreadAttributes,
      long dwStackSize,
      long lpStartAddress,
      @Opt long lpParameter,
      int dwCreationFlags,
      @Out @Opt long lpThreadId) {
    Handles.requireCurrentProcess(t, hProcess);
    return create(t, dwStackSize, lpStartAddress, lpParameter, dwCreationFlags, lpThreadId);
  }

  @Export(support = Support.PARTIAL, note = "Only in the calling process; attributes are ignored.")
  static long CreateRemoteThreadEx(
      GuestThread t,
      @Handle long hProcess,
      @Opt long lpThreadAttributes,
      long dwStackSize,
      long lpStartAddress,
      @Opt long lpParameter,
      int dwCreationFlags,
      @Opt long lpAttributeList,
      @Out @Opt long lpThreadId) {
    Handles.requireCurrentProcess(t, hProcess);
    return create(t, dwStackSize, lpStartAddress, lpParameter, dwCreationFlags, lpThreadId);
  }

  /** Starts a thread; returns a handle to it. Also behind {@code _beginthreadex}. */
  public static long create(
      GuestThread t, long stackSize, long function, long parameter, int flags, long threadId) {
    boolean reserve = (flags & STACK_SIZE_PARAM_IS_A_RESERVATION) != 0;
    ThreadObject thread =
        GuestThreads.start(
            t.process,
            function,
            parameter,
            reserve ? stackSize : 0,
            reserve ? 0 : stackSize,
            (flags & CREATE_SUSPENDED) != 0);
    long handle = t.process.handles.open(thread, Handles.ALL_ACCESS, 0);
    if (threadId != 0) {
      Memory.putInt(threadId, thread.thread.id);
    }
    thread.release();
    return handle;
  }

  /**
   * Opens a handle to a thread by its identifier; {@code ERROR_INVALID_PARAMETER} when no thread of
   * this process has it.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-openthread">OpenThread</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Threads of the calling process, and first threads of those that it has started.")
  static long OpenThread(
      GuestThread t, int dwDesiredAccess, boolean bInheritHandle, int dwThreadId) {
    return t.process.handles.open(
        threadById(t, dwThreadId), dwDesiredAccess, bInheritHandle ? HandleTable.INHERIT : 0);
  }

  private static NtObject threadById(GuestThread t, int id) {
    GuestThread thread = t.process.threadById(id);
    if (thread != null) {
      return ThreadObject.of(thread);
    }
    for (PrimaryThread other : RemoteProcess.primaryThreads(t.process)) {
      if (other.id() == id) {
        return other;
      }
    }
    throw Win32Error.INVALID_PARAMETER.exception();
  }

  /** Ends the calling thread. */
  @Export
  static void ExitThread(GuestThread t, int dwExitCode) {
    throw Gate.exitThread(t, dwExitCode);
  }

  /** The exit code of a thread, {@code STILL_ACTIVE} while it runs. */
  @Export
  static boolean GetExitCodeThread(GuestThread t, @Handle long hThread, @Out long lpExitCode) {
    Memory.putInt(
        lpExitCode,
        Handles.object(t, hThread) instanceof PrimaryThread other
            ? other.exitCode()
            : Handles.get(t, hThread, ThreadObject.class).exitCode());
    return true;
  }

  /** The identifier of a thread. */
  @Export
  static int GetThreadId(GuestThread t, @Handle long Thread) {
    return Handles.object(t, Thread) instanceof PrimaryThread other
        ? other.id()
        : Handles.get(t, Thread, ThreadObject.class).thread.id;
  }

  @Export
  static int GetProcessIdOfThread(GuestThread t, @Handle long Thread) {
    return Handles.get(t, Thread, ThreadObject.class).thread.process.id;
  }

  /** The bounds of the calling thread's stack. */
  @Export
  static void GetCurrentThreadStackLimits(GuestThread t, @Out long LowLimit, @Out long HighLimit) {
    Memory.putLong(LowLimit, Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK));
    Memory.putLong(HighLimit, Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE));
  }

  /**
   * Takes one suspension of a thread back; returns how many there were.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-resumethread">ResumeThread</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int ResumeThread(GuestThread t, @Handle long hThread) {
    return Handles.object(t, hThread) instanceof PrimaryThread other
        ? other.resume()
        : Handles.get(t, hThread, ThreadObject.class).suspension.resume();
  }

  /**
   * Suspends a thread; returns how many suspensions there were. A thread that is in a call stops
   * when that returns.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-suspendthread">SuspendThread</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int SuspendThread(GuestThread t, @Handle long hThread) {
    return Handles.get(t, hThread, ThreadObject.class).suspension.suspend(t);
  }

  /**
   * Ends a thread without telling anybody.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-terminatethread">TerminateThread</a>
   */
  @Export
  static boolean TerminateThread(GuestThread t, @Handle long hThread, int dwExitCode) {
    GuestThreads.terminate(t, Handles.get(t, hThread, ThreadObject.class), dwExitCode);
    return true;
  }

  /**
   * Asks for stack that stays for the handling of a stack overflow.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreadstackguarantee">SetThreadStackGuarantee</a>
   */
  @Export
  static boolean SetThreadStackGuarantee(GuestThread t, @In @Out long StackSizeInBytes) {
    long field = t.teb + GuestThread.TEB_GUARANTEED_STACK;
    int before = Memory.getInt(field);
    int wanted = Memory.getInt(StackSizeInBytes);
    if (wanted != 0) {
      long reserved =
          Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)
              - Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
      if (Integer.toUnsignedLong(wanted) > reserved) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      int bytes = Math.max(before, (int) Memory.alignUp(wanted, Memory.PAGE));
      ThreadMemory.guarantee(t, bytes, t.frame);
    }
    Memory.putInt(StackSizeInBytes, before);
    return true;
  }

  /**
   * The registers of a thread.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreadcontext">GetThreadContext</a>
   */
  @Export
  static boolean GetThreadContext(GuestThread t, @Handle long hThread, @In @Out long lpContext) {
    ThreadContexts.get(t, Handles.get(t, hThread, ThreadObject.class), lpContext);
    return true;
  }

  /**
   * Changes the registers of a thread.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreadcontext">SetThreadContext</a>
   */
  @Export
  static boolean SetThreadContext(GuestThread t, @Handle long hThread, @In long lpContext) {
    ThreadContexts.set(t, Handles.get(t, hThread, ThreadObject.class), lpContext);
    return true;
  }
}
