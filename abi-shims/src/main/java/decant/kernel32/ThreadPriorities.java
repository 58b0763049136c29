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
import decant.nt.HostSystem;
import decant.nt.NtObject;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** processthreadsapi.h: what is known about threads, and their priorities. */
@Library({"kernel32", "kernelbase"})
public final class ThreadPriorities {
  private static final int THREAD_PRIORITY_ERROR_RETURN = Integer.MAX_VALUE;
  private static final int THREAD_MODE_BACKGROUND_BEGIN = 0x1_0000;
  private static final int THREAD_MODE_BACKGROUND_END = 0x2_0000;
  private static final int E_INVALIDARG = 0x8007_0057;

  private ThreadPriorities() {}

  /** What a program set for a thread: the host's scheduler decides by its own rules. */
  private static final class Settings {
    volatile int priority;
    volatile boolean boostDisabled;
    volatile String description = "";
  }

  /** The settings of a process's threads, for as long as the threads are referred to. */
  private static final class Table {
    final Map<NtObject, Settings> byThread = Collections.synchronizedMap(new WeakHashMap<>());
  }

  private static Settings settings(GuestThread t, long thread) {
    ThreadObject object = Handles.get(t, thread, ThreadObject.class);
    return t.process
        .state(Table.class, p -> new Table())
        .byThread
        .computeIfAbsent(object, o -> new Settings());
  }

  @Export
  static int GetThreadPriority(GuestThread t, @Handle long hThread) {
    try {
      return settings(t, hThread).priority;
    } catch (decant.nt.NtStatusException e) {
      t.setLastError(e.status().error());
      return THREAD_PRIORITY_ERROR_RETURN;
    }
  }

  @Export(support = Support.PARTIAL, note = "Kept as information; the host schedules as before.")
  static boolean SetThreadPriority(GuestThread t, @Handle long hThread, int nPriority) {
    Settings settings = settings(t, hThread);
    if (nPriority == THREAD_MODE_BACKGROUND_BEGIN || nPriority == THREAD_MODE_BACKGROUND_END) {
      return true;
    }
    if ((nPriority < -2 || nPriority > 2) && nPriority != -15 && nPriority != 15) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    settings.priority = nPriority;
    return true;
  }

  @Export
  static boolean GetThreadPriorityBoost(
      GuestThread t, @Handle long hThread, @Out long pDisablePriorityBoost) {
    Memory.putInt(pDisablePriorityBoost, settings(t, hThread).boostDisabled ? 1 : 0);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "Kept as information.")
  static boolean SetThreadPriorityBoost(
      GuestThread t, @Handle long hThread, boolean bDisablePriorityBoost) {
    settings(t, hThread).boostDisabled = bDisablePriorityBoost;
    return true;
  }

  /** The ideal processor is a hint, and the host takes none. */
  @Export(fails = Fails.MINUS_ONE, support = Support.PARTIAL, note = "Without effect.")
  static int SetThreadIdealProcessor(GuestThread t, @Handle long hThread, int dwIdealProcessor) {
    settings(t, hThread);
    if (Integer.compareUnsigned(dwIdealProcessor, 64) > 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return 0;
  }

  /**
   * When a thread was made, and the processor time that it used.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getthreadtimes">GetThreadTimes</a>
   */
  @Export(support = Support.PARTIAL, note = "The times of the calling thread; 0 for another.")
  static boolean GetThreadTimes(
      GuestThread t,
      @Handle long hThread,
      @Out long lpCreationTime,
      @Out long lpExitTime,
      @Out long lpKernelTime,
      @Out long lpUserTime) {
    boolean own = Handles.get(t, hThread, ThreadObject.class) == ThreadObject.of(t);
    Memory.putLong(lpCreationTime, HostSystem.startTime());
    Memory.putLong(lpExitTime, 0);
    Memory.putLong(lpKernelTime, own ? HostSystem.kernelTime(t, true) : 0);
    Memory.putLong(lpUserTime, own ? HostSystem.userTime(t, true) : 0);
    return true;
  }

  @Export
  static int SetThreadDescription(
      GuestThread t, @Handle long hThread, @Wide String lpThreadDescription) {
    if (lpThreadDescription == null) {
      return E_INVALIDARG;
    }
    settings(t, hThread).description = lpThreadDescription;
    return 0;
  }

  /** A thread's description, in memory that {@code LocalFree} frees. */
  @Export
  static int GetThreadDescription(
      GuestThread t, @Handle long hThread, @Out long ppszThreadDescription) {
    String description = settings(t, hThread).description;
    long copy = t.process.heap.allocate(t, 2L * description.length() + 2);
    Memory.putWideZ(copy, description);
    Memory.putLong(ppszThreadDescription, copy);
    return 0;
  }

  @Export(support = Support.STUB, note = "No information can be set: ERROR_INVALID_PARAMETER.")
  static boolean SetThreadInformation(
      @Handle long hThread, int ThreadInformationClass, @In @Opt long info, int size) {
    throw Win32Error.INVALID_PARAMETER.exception();
  }
}
