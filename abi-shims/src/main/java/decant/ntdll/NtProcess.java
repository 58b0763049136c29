package decant.ntdll;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import decant.nt.ProcessObject;
import decant.nt.memory.AddressSpace;
import decant.nt.process.RemoteProcess;

/** winternl.h: the system, processes and threads as information. */
@Library("ntdll")
public final class NtProcess {
  private NtProcess() {}

  private static void check(int length, int size, boolean exact) {
    if (exact ? length != size : Integer.compareUnsigned(length, size) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
  }

  private static int done(long returnLength, int size) {
    if (returnLength != 0) {
      Memory.putInt(returnLength, size);
    }
    return 0;
  }

  /**
   * Facts about the system.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntquerysysteminformation">NtQuerySystemInformation</a>
   */
  @Export(
      value = {"NtQuerySystemInformation", "ZwQuerySystemInformation"},
      support = Support.PARTIAL,
      note = "Basic, processor and time-of-day information.")
  static int NtQuerySystemInformation(
      GuestThread t,
      int SystemInformationClass,
      @Out(size = "SystemInformationLength") @Opt long SystemInformation,
      int SystemInformationLength,
      @Out @Opt long ReturnLength) {
    int size =
        switch (SystemInformationClass) {
          case 0 -> 64;
          case 1 -> 12;
          case 3 -> 48;
          default -> throw NtStatus.INVALID_INFO_CLASS.exception();
        };
    if (ReturnLength != 0) {
      Memory.putInt(ReturnLength, size);
    }
    check(SystemInformationLength, size, false);
    Memory.fill(SystemInformation, size, 0);
    switch (SystemInformationClass) {
      case 0 -> basic(t, SystemInformation);
      case 1 -> {
        Memory.putShort(SystemInformation, 9);
        Memory.putShort(SystemInformation + 2, 6);
      }
      default -> {
        long now = HostSystem.now();
        Memory.putLong(SystemInformation, now - HostSystem.uptime());
        Memory.putLong(SystemInformation + 8, now);
        Memory.putLong(SystemInformation + 16, -decant.nt.TimeZones.offset(now));
      }
    }
    return 0;
  }

  private static void basic(GuestThread t, long to) {
    long mask = HostSystem.affinity(t);
    Memory.putInt(to + 4, 156_250);
    Memory.putInt(to + 8, Memory.PAGE);
    Memory.putInt(to + 12, (int) (HostSystem.memory("MemTotal") / Memory.PAGE));
    Memory.putInt(to + 16, 1);
    Memory.putInt(to + 20, (int) (HostSystem.memory("MemTotal") / Memory.PAGE));
    Memory.putInt(to + 24, (int) AddressSpace.GRANULARITY);
    Memory.putLong(to + 32, Memory.LOW);
    Memory.putLong(to + 40, AddressSpace.END - 1);
    Memory.putLong(to + 48, mask);
    Memory.putByte(to + 56, Long.bitCount(mask));
  }

  /**
   * Facts about a process.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntqueryinformationprocess">NtQueryInformationProcess</a>
   */
  @Export(
      value = {"NtQueryInformationProcess", "ZwQueryInformationProcess"},
      support = Support.PARTIAL,
      note =
          "Of other processes basic information; of this one basic, times, debug port, WOW64, image"
              + " name, cookie.")
  static int NtQueryInformationProcess(
      GuestThread t,
      @Handle long ProcessHandle,
      int ProcessInformationClass,
      @Out(size = "ProcessInformationLength") long ProcessInformation,
      int ProcessInformationLength,
      @Out @Opt long ReturnLength) {
    if (ProcessInformationClass == 0
        && Handles.get(t, ProcessHandle, ProcessObject.class) instanceof RemoteProcess other) {
      check(ProcessInformationLength, 48, true);
      Memory.fill(ProcessInformation, 48, 0);
      Memory.putInt(ProcessInformation, other.exitCode());
      Memory.putInt(ProcessInformation + 24, 8);
      Memory.putLong(ProcessInformation + 32, other.id());
      Memory.putLong(ProcessInformation + 40, other.parentId());
      return done(ReturnLength, 48);
    }
    Handles.requireCurrentProcess(t, ProcessHandle);
    long to = ProcessInformation;
    switch (ProcessInformationClass) {
      case 0 -> {
        check(ProcessInformationLength, 48, true);
        Memory.fill(to, 48, 0);
        Memory.putInt(to, 259);
        Memory.putLong(to + 8, t.process.peb);
        Memory.putLong(to + 16, HostSystem.affinity(t));
        Memory.putInt(to + 24, 8);
        Memory.putLong(to + 32, t.process.id);
        return done(ReturnLength, 48);
      }
      case 4 -> {
        check(ProcessInformationLength, 32, true);
        Memory.putLong(to, HostSystem.startTime());
        Memory.putLong(to + 8, 0);
        Memory.putLong(to + 16, HostSystem.kernelTime(t, false));
        Memory.putLong(to + 24, HostSystem.userTime(t, false));
        return done(ReturnLength, 32);
      }
      // ProcessDebugPort and ProcessWow64Information: neither.
      case 7, 26 -> {
        check(ProcessInformationLength, 8, true);
        Memory.putLong(to, 0);
        return done(ReturnLength, 8);
      }
      case 20 -> {
        check(ProcessInformationLength, 4, true);
        Memory.putInt(to, t.process.handles.count());
        return done(ReturnLength, 4);
      }
      // ProcessDebugObjectHandle
      case 30 -> throw NtStatus.PORT_NOT_SET.exception();
      // ProcessDebugFlags: no debugger would inherit.
      case 31 -> {
        check(ProcessInformationLength, 4, true);
        Memory.putInt(to, 1);
        return done(ReturnLength, 4);
      }
      case 27, 43 -> {
        String name = t.process.loader.fileName(t.process.loader.handle(null));
        int size = 16 + 2 * name.length() + 2;
        done(ReturnLength, size);
        check(ProcessInformationLength, size, false);
        Memory.putShort(to, 2 * name.length());
        Memory.putShort(to + 2, 2 * name.length() + 2);
        Memory.putLong(to + 8, to + 16);
        Memory.putWideZ(to + 16, name);
        return 0;
      }
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    }
  }

  /** Ends a process without telling its libraries; for a null handle, the other threads only. */
  @Export({"NtTerminateProcess", "ZwTerminateProcess"})
  static int NtTerminateProcess(GuestThread t, @Handle @Opt long ProcessHandle, int ExitStatus) {
    if (ProcessHandle == 0) {
      GuestThreads.stopOthers(t, ExitStatus);
    } else if (Handles.get(t, ProcessHandle, ProcessObject.class) instanceof RemoteProcess other) {
      other.terminate(ExitStatus);
    } else {
      t.process.ending.kill(t, ExitStatus);
    }
    return 0;
  }

  @Export
  static void RtlExitUserProcess(GuestThread t, int ExitStatus) {
    throw Gate.exitProcess(t, ExitStatus);
  }

  @Export
  static long RtlGetCurrentPeb(GuestThread t) {
    return t.process.peb;
  }
}
