package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Membarrier;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.ProcessObject;
import decant.nt.ProcessParameters;
import decant.nt.Win32Error;
import decant.nt.file.NtName;
import decant.nt.process.ProcessTimes;
import decant.nt.process.RemoteProcess;

/** processthreadsapi.h: the process. */
@Library({"kernel32", "kernelbase"})
public final class ProcessThreadsApi {
  private static final int STARTUPINFO_SIZE = 104;
  private static final int STARTF_USESTDHANDLES = 0x100;
  private static final int PROCESS_NAME_NATIVE = 1;

  private ProcessThreadsApi() {}

  /** Ends the process: libraries are told, buffers of the C runtime are not flushed. */
  @Export
  static void ExitProcess(GuestThread t, int uExitCode) {
    throw Gate.exitProcess(t, uExitCode);
  }

  /**
   * Ends a process without telling its libraries.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-terminateprocess">TerminateProcess</a>
   */
  @Export
  static boolean TerminateProcess(GuestThread t, @Handle long hProcess, int uExitCode) {
    if (process(t, hProcess) instanceof RemoteProcess remote) {
      remote.terminate(uExitCode);
    } else {
      t.process.ending.kill(t, uExitCode);
    }
    return true;
  }

  private static ProcessObject process(GuestThread t, long handle) {
    return Handles.get(t, handle, ProcessObject.class);
  }

  /** The exit code of a process, {@code STILL_ACTIVE} while it runs. */
  @Export
  static boolean GetExitCodeProcess(GuestThread t, @Handle long hProcess, @Out long lpExitCode) {
    Memory.putInt(lpExitCode, process(t, hProcess).exitCode());
    return true;
  }

  /** The identifier of a process. */
  @Export
  static int GetProcessId(GuestThread t, @Handle long Process) {
    return process(t, Process).id();
  }

  /**
   * A handle to a process.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-openprocess">OpenProcess</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Processes of the family: those that one program of the host's user has started.")
  static long OpenProcess(
      GuestThread t, int dwDesiredAccess, boolean bInheritHandle, int dwProcessId) {
    ProcessObject process = RemoteProcess.open(t.process, dwProcessId);
    try {
      return t.process.handles.open(
          process, dwDesiredAccess, bInheritHandle ? HandleTable.INHERIT : 0);
    } finally {
      process.release();
    }
  }

  /**
   * The full path of a process's program.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-queryfullprocessimagenamew">QueryFullProcessImageName</a>
   */
  @Export
  static boolean QueryFullProcessImageName(
      GuestThread t,
      Text text,
      @Handle long hProcess,
      int dwFlags,
      @Out long lpExeName,
      @In @Out long lpdwSize) {
    String path = process(t, hProcess).imagePath();
    if (dwFlags == PROCESS_NAME_NATIVE) {
      path = NtName.ofPath(path);
    } else if (dwFlags != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (Integer.compareUnsigned(text.length(path), Memory.getInt(lpdwSize)) >= 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putInt(lpdwSize, text.write(lpExeName, path));
    return true;
  }

  /** What the process was started with, UTF-16. */
  @Export
  public static void GetStartupInfoW(GuestThread t, @Out long lpStartupInfo) {
    long p = ProcessParameters.of(t.process);
    fillStartupInfo(
        p,
        lpStartupInfo,
        ProcessParameters.buffer(p, ProcessParameters.DESKTOP_INFO),
        ProcessParameters.buffer(p, ProcessParameters.WINDOW_TITLE));
  }

  /** What the process was started with, in the ANSI code page. */
  @Export
  static void GetStartupInfoA(GuestThread t, @Out long lpStartupInfo) {
    NarrowTitles titles = t.process.state(NarrowTitles.class, p -> new NarrowTitles(t));
    fillStartupInfo(ProcessParameters.of(t.process), lpStartupInfo, titles.desktop, titles.title);
  }

  /** The strings of {@code GetStartupInfoA}, in guest memory: made once. */
  private static final class NarrowTitles {
    final long desktop;
    final long title;

    NarrowTitles(GuestThread t) {
      desktop = copy(t, ProcessParameters.DESKTOP_INFO);
      title = copy(t, ProcessParameters.WINDOW_TITLE);
    }

    private static long copy(GuestThread t, int field) {
      byte[] bytes = Text.encode(ProcessParameters.string(t.process, field));
      long copy = t.process.heap.allocate(t, bytes.length + 1L);
      Memory.putNarrowZ(copy, bytes);
      return copy;
    }
  }

  private static void fillStartupInfo(long p, long info, long desktop, long title) {
    Memory.fill(info, STARTUPINFO_SIZE, 0);
    Memory.putInt(info, STARTUPINFO_SIZE);
    Memory.putLong(info + 16, desktop);
    Memory.putLong(info + 24, title);
    int flags = Memory.getInt(p + ProcessParameters.WINDOW_FLAGS);
    Memory.putInt(info + 60, flags);
    Memory.putShort(info + 64, Memory.getInt(p + ProcessParameters.SHOW_WINDOW_FLAGS));
    int runtimeData = Memory.getU16(p + ProcessParameters.RUNTIME_DATA);
    if (runtimeData != 0) {
      Memory.putShort(info + 66, runtimeData);
      Memory.putLong(info + 72, ProcessParameters.buffer(p, ProcessParameters.RUNTIME_DATA));
    }
    if ((flags & STARTF_USESTDHANDLES) != 0) {
      Memory.copy(p + ProcessParameters.STANDARD_INPUT, info + 80, 24);
    }
  }

  /**
   * When a process was made, and the processor time that it used.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-getprocesstimes">GetProcessTimes</a>
   */
  @Export
  static boolean GetProcessTimes(
      GuestThread t,
      @Handle long hProcess,
      @Out long lpCreationTime,
      @Out long lpExitTime,
      @Out long lpKernelTime,
      @Out long lpUserTime) {
    ProcessObject process = process(t, hProcess);
    ProcessTimes times = process.times(t);
    Memory.putLong(lpCreationTime, process.creationTime());
    Memory.putLong(lpExitTime, process.exitTime());
    Memory.putLong(lpKernelTime, times.kernel());
    Memory.putLong(lpUserTime, times.user());
    return true;
  }

  /** Windows' version that the program was linked for: the subsystem version of its header. */
  @Export
  static int GetProcessVersion(GuestThread t, int ProcessId) {
    if (ProcessId != 0 && ProcessId != t.process.id) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long image = t.process.loader.handle(null);
    long optional = image + Memory.getInt(image + 0x3C) + 24;
    return Memory.getU16(optional + 48) << 16 | Memory.getU16(optional + 50);
  }

  /**
   * Whether the processor has a feature ({@code PF_*}): of those of x86-64, what the host has.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-isprocessorfeaturepresent">IsProcessorFeaturePresent</a>
   */
  @Export
  public static boolean IsProcessorFeaturePresent(int ProcessorFeature) {
    return decant.nt.ProcessorFeatures.has(ProcessorFeature);
  }

  @Export(support = Support.PARTIAL, note = "All mitigation policies are reported as off.")
  static boolean GetProcessMitigationPolicy(
      GuestThread t,
      @Handle long hProcess,
      int MitigationPolicy,
      @Out(size = "dwLength") long lpBuffer,
      long dwLength) {
    Handles.requireCurrentProcess(t, hProcess);
    if (Integer.compareUnsigned(MitigationPolicy, 20) > 0 || dwLength != 4 && dwLength != 8) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.fill(lpBuffer, dwLength, 0);
    if (MitigationPolicy == 0) {
      // PROCESS_MITIGATION_DEP_POLICY: enabled for good, as for every 64-bit process.
      Memory.putInt(lpBuffer, 1);
      if (dwLength == 8) {
        Memory.putInt(lpBuffer + 4, 1);
      }
    }
    return true;
  }

  @Export(support = Support.STUB, note = "Mitigation policies cannot be changed.")
  static boolean SetProcessMitigationPolicy(
      int MitigationPolicy, @In(size = "dwLength") long lpBuffer, long dwLength) {
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }

  /** The priority class that was set: the host's scheduler decides by its own rules. */
  private static final class Priority {
    volatile int processClass = 0x20;
    volatile boolean boostDisabled;
  }

  @Export
  static int GetPriorityClass(GuestThread t, @Handle long hProcess) {
    Handles.requireCurrentProcess(t, hProcess);
    return t.process.state(Priority.class, p -> new Priority()).processClass;
  }

  @Export(support = Support.PARTIAL, note = "Kept as information; the host schedules as before.")
  static boolean SetPriorityClass(GuestThread t, @Handle long hProcess, int dwPriorityClass) {
    Handles.requireCurrentProcess(t, hProcess);
    switch (dwPriorityClass) {
      case 0x20, 0x40, 0x80, 0x100, 0x4000, 0x8000 ->
          t.process.state(Priority.class, p -> new Priority()).processClass = dwPriorityClass;
      case 0x10_0000, 0x20_0000 -> {
        // PROCESS_MODE_BACKGROUND_BEGIN and END leave the class as it is.
      }
      default -> throw Win32Error.INVALID_PARAMETER.exception();
    }
    return true;
  }

  @Export
  static boolean GetProcessPriorityBoost(
      GuestThread t, @Handle long hProcess, @Out long pDisablePriorityBoost) {
    Handles.requireCurrentProcess(t, hProcess);
    Priority priority = t.process.state(Priority.class, p -> new Priority());
    Memory.putInt(pDisablePriorityBoost, priority.boostDisabled ? 1 : 0);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "Kept as information.")
  static boolean SetProcessPriorityBoost(
      GuestThread t, @Handle long hProcess, boolean bDisablePriorityBoost) {
    Handles.requireCurrentProcess(t, hProcess);
    t.process.state(Priority.class, p -> new Priority()).boostDisabled = bDisablePriorityBoost;
    return true;
  }

  /** Whether the processor set follows the machine's: an answer without effect, as on one group. */
  @Export
  static boolean SetProcessAffinityUpdateMode(GuestThread t, @Handle long hProcess, int dwFlags) {
    Handles.requireCurrentProcess(t, hProcess);
    if ((dwFlags & ~1) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return true;
  }

  @Export
  static boolean GetProcessHandleCount(
      GuestThread t, @Handle long hProcess, @Out long pdwHandleCount) {
    Handles.requireCurrentProcess(t, hProcess);
    Memory.putInt(pdwHandleCount, t.process.handles.count());
    return true;
  }

  /** The instruction cache of x86-64 needs no flushing. */
  @Export
  static boolean FlushInstructionCache(
      GuestThread t, @Handle long hProcess, @Opt long lpBaseAddress, long dwSize) {
    Handles.requireCurrentProcess(t, hProcess);
    return true;
  }

  /**
   * What this thread wrote is seen by every other thread of the process, and what they wrote by it.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-flushprocesswritebuffers">FlushProcessWriteBuffers</a>
   */
  @Export
  static void FlushProcessWriteBuffers() {
    Membarrier.everywhere();
  }
}
