package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.ThreadFacts;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;

/** processthreadsapi.h: what is known about threads, and their priorities. */
@Library({"kernel32", "kernelbase"})
public final class ThreadPriorities {
  private static final int THREAD_PRIORITY_ERROR_RETURN = Integer.MAX_VALUE;
  private static final int THREAD_MODE_BACKGROUND_BEGIN = 0x1_0000;
  private static final int THREAD_MODE_BACKGROUND_END = 0x2_0000;

  /** {@code HRESULT_FROM_NT(STATUS_SUCCESS)}: what Windows returns for success. */
  private static final int DESCRIBED = 0x1000_0000;

  private static final int E_INVALIDARG = 0x8007_0057;

  private ThreadPriorities() {}

  private static ThreadFacts facts(GuestThread t, long thread) {
    return Handles.get(t, thread, ThreadObject.class).facts;
  }

  @Export
  static int GetThreadPriority(GuestThread t, @Handle long hThread) {
    try {
      return facts(t, hThread).priority;
    } catch (decant.nt.NtStatusException e) {
      t.setLastError(e.status().error());
      return THREAD_PRIORITY_ERROR_RETURN;
    }
  }

  @Export(support = Support.PARTIAL, note = "Kept as information; the host schedules as before.")
  static boolean SetThreadPriority(GuestThread t, @Handle long hThread, int nPriority) {
    ThreadFacts facts = facts(t, hThread);
    if (nPriority == THREAD_MODE_BACKGROUND_BEGIN || nPriority == THREAD_MODE_BACKGROUND_END) {
      return true;
    }
    if ((nPriority < -2 || nPriority > 2) && nPriority != -15 && nPriority != 15) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    facts.priority = nPriority;
    return true;
  }

  @Export
  static boolean GetThreadPriorityBoost(
      GuestThread t, @Handle long hThread, @Out long pDisablePriorityBoost) {
    Memory.putInt(pDisablePriorityBoost, facts(t, hThread).boostDisabled ? 1 : 0);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "Kept as information.")
  static boolean SetThreadPriorityBoost(
      GuestThread t, @Handle long hThread, boolean bDisablePriorityBoost) {
    facts(t, hThread).boostDisabled = bDisablePriorityBoost;
    return true;
  }

  /**
   * Sets the ideal processor, which is a hint that the host does not take; returns the one before.
   *
   * @param dwIdealProcessor {@code MAXIMUM_PROCESSORS} (64) to ask only
   */
  @Export(fails = Fails.MINUS_ONE, support = Support.PARTIAL, note = "Kept as information.")
  static int SetThreadIdealProcessor(GuestThread t, @Handle long hThread, int dwIdealProcessor) {
    ThreadFacts facts = facts(t, hThread);
    if (Integer.compareUnsigned(dwIdealProcessor, 64) > 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int before = facts.idealProcessor;
    if (dwIdealProcessor != 64) {
      facts.idealProcessor = dwIdealProcessor;
    }
    return before;
  }

  @Export(support = Support.PARTIAL, note = "Kept as information.")
  static boolean SetThreadIdealProcessorEx(
      GuestThread t,
      @Handle long hThread,
      @In long lpIdealProcessor,
      @Out @Opt long lpPreviousIdealProcessor) {
    ThreadFacts facts = facts(t, hThread);
    int number = Memory.getU8(lpIdealProcessor + 2);
    if (Memory.getU16(lpIdealProcessor) != 0 || number >= 64) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (lpPreviousIdealProcessor != 0) {
      Memory.putInt(lpPreviousIdealProcessor, facts.idealProcessor << 16);
    }
    facts.idealProcessor = number;
    return true;
  }

  @Export
  static boolean GetThreadIdealProcessorEx(
      GuestThread t, @Handle long hThread, @Out long lpIdealProcessor) {
    Memory.putInt(lpIdealProcessor, facts(t, hThread).idealProcessor << 16);
    return true;
  }

  /**
   * When a thread was made, and the processor time that it used.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreadtimes">GetThreadTimes</a>
   */
  @Export
  static boolean GetThreadTimes(
      GuestThread t,
      @Handle long hThread,
      @Out long lpCreationTime,
      @Out long lpExitTime,
      @Out long lpKernelTime,
      @Out long lpUserTime) {
    ThreadFacts facts = facts(t, hThread);
    Memory.putLong(lpCreationTime, facts.created());
    Memory.putLong(lpExitTime, facts.exited());
    Memory.putLong(lpKernelTime, facts.kernelTime(t));
    Memory.putLong(lpUserTime, facts.userTime(t));
    return true;
  }

  @Export
  static int SetThreadDescription(
      GuestThread t, @Handle long hThread, @Wide String lpThreadDescription) {
    if (lpThreadDescription == null) {
      return E_INVALIDARG;
    }
    facts(t, hThread).setDescription(lpThreadDescription);
    return DESCRIBED;
  }

  /** A thread's description, in memory that {@code LocalFree} frees. */
  @Export
  static int GetThreadDescription(
      GuestThread t, @Handle long hThread, @Out long ppszThreadDescription) {
    String description = facts(t, hThread).description();
    long copy = t.process.heap.allocate(t, 2L * description.length() + 2);
    Memory.putWideZ(copy, description);
    Memory.putLong(ppszThreadDescription, copy);
    return DESCRIBED;
  }

  @Export(support = Support.STUB, note = "No information can be set: ERROR_INVALID_PARAMETER.")
  static boolean SetThreadInformation(
      @Handle long hThread, int ThreadInformationClass, @In @Opt long info, int size) {
    throw Win32Error.INVALID_PARAMETER.exception();
  }
}
