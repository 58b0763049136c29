package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.ProcessObject;
import decant.nt.Win32Error;
import decant.nt.process.Family;
import decant.nt.process.JobObject;
import decant.nt.process.ProcessTimes;
import decant.nt.sync.CompletionPort;

/** jobapi.h, jobapi2.h: job objects. */
@Library({"kernel32", "kernelbase"})
public final class JobApi {
  /** {@code JOBOBJECTINFOCLASS}. */
  private static final int BASIC_ACCOUNTING = 1;

  private static final int BASIC_LIMITS = 2;
  private static final int PROCESS_ID_LIST = 3;
  private static final int UI_RESTRICTIONS = 4;
  private static final int COMPLETION_PORT = 7;
  private static final int ACCOUNTING_AND_IO = 8;
  private static final int EXTENDED_LIMITS = 9;

  private static final int BASIC_ACCOUNTING_SIZE = 48;
  private static final int BASIC_LIMITS_SIZE = 64;
  private static final int EXTENDED_LIMITS_SIZE = 144;

  /** {@code JOBOBJECT_BASIC_LIMIT_INFORMATION}. */
  private static final int LIMIT_FLAGS = 16;

  private static final int ACTIVE_PROCESS_LIMIT = 40;

  /**
   * What limits can be set: the number of processes, leaving the job, its end; and affinity,
   * priority and scheduling class, errors and preserving of time, which change nothing here.
   */
  private static final int LIMITS =
      JobObject.JOB_OBJECT_LIMIT_ACTIVE_PROCESS
          | JobObject.JOB_OBJECT_LIMIT_BREAKAWAY_OK
          | JobObject.JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK
          | JobObject.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
          | 0x10
          | 0x20
          | 0x40
          | 0x80
          | 0x400;

  private JobApi() {}

  private static JobObject job(GuestThread t, long handle) {
    return t.process.handles.get(handle, JobObject.class);
  }

  /**
   * Makes or opens a job.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-createjobobjectw">CreateJobObject</a>
   */
  @Export(support = Support.PARTIAL, note = "Names are known in the process.")
  static long CreateJobObject(
      GuestThread t, Text text, @Opt long lpJobAttributes, @Opt String lpName) {
    return NamedObjects.create(
        t,
        lpName,
        JobObject.class,
        lpJobAttributes,
        Handles.ALL_ACCESS,
        () -> new JobObject(t.process));
  }

  @Export(support = Support.PARTIAL, note = "Names are known in the process.")
  static long OpenJobObject(
      GuestThread t, Text text, int dwDesiredAccess, boolean bInheritHandle, String lpName) {
    return NamedObjects.open(t, lpName, JobObject.class, dwDesiredAccess, bInheritHandle);
  }

  /**
   * Adds a process to a job; its children belong to it as well.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-assignprocesstojobobject">AssignProcessToJobObject</a>
   */
  @Export(support = Support.PARTIAL, note = "The calling process and its children.")
  static boolean AssignProcessToJobObject(GuestThread t, @Handle long hJob, @Handle long hProcess) {
    job(t, hJob).assign(Handles.get(t, hProcess, ProcessObject.class));
    return true;
  }

  /** Ends all processes of a job. */
  @Export
  static boolean TerminateJobObject(GuestThread t, @Handle long hJob, int uExitCode) {
    if (job(t, hJob).terminate(uExitCode)) {
      t.process.ending.kill(t, uExitCode);
    }
    return true;
  }

  /** Whether a process belongs to a job; without one, to any. */
  @Export
  static boolean IsProcessInJob(
      GuestThread t, @Handle long ProcessHandle, @Handle @Opt long JobHandle, @Out long Result) {
    ProcessObject process = Handles.get(t, ProcessHandle, ProcessObject.class);
    boolean is;
    if (JobHandle != 0) {
      is = job(t, JobHandle).contains(process);
    } else {
      Family family = t.process.family;
      int row = family == null ? -1 : family.find(process.id());
      is = row >= 0 && family.jobs.containAny(row);
    }
    Memory.putInt(Result, is ? 1 : 0);
    return true;
  }

  /**
   * Sets limits of a job, or the completion port that is told of it.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-setinformationjobobject">SetInformationJobObject</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Limits of memory and time are refused; those of windows have no effect.")
  static boolean SetInformationJobObject(
      GuestThread t,
      @Handle long hJob,
      int JobObjectInformationClass,
      @In(size = "cbJobObjectInformationLength") long lpJobObjectInformation,
      int cbJobObjectInformationLength) {
    JobObject job = job(t, hJob);
    int size = cbJobObjectInformationLength;
    long from = lpJobObjectInformation;
    switch (JobObjectInformationClass) {
      case BASIC_LIMITS -> {
        check(size == BASIC_LIMITS_SIZE);
        limits(job, from);
      }
      case EXTENDED_LIMITS -> {
        check(size == EXTENDED_LIMITS_SIZE);
        limits(job, from);
      }
      case UI_RESTRICTIONS -> check(size == 4);
      case COMPLETION_PORT -> {
        check(size == 16);
        long port = Memory.getLong(from + 8);
        job.reportTo(t.process.handles.get(port, CompletionPort.class), Memory.getLong(from));
      }
      default -> throw NtStatus.NOT_SUPPORTED.exception();
    }
    return true;
  }

  private static void check(boolean rightSize) {
    if (!rightSize) {
      throw Win32Error.BAD_LENGTH.exception();
    }
  }

  private static void limits(JobObject job, long from) {
    int flags = Memory.getInt(from + LIMIT_FLAGS);
    if ((flags & ~LIMITS) != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    job.setLimits(flags, Memory.getInt(from + ACTIVE_PROCESS_LIMIT));
  }

  /**
   * Limits, members and use of a job.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/jobapi2/nf-jobapi2-queryinformationjobobject">QueryInformationJobObject</a>
   */
  @Export(support = Support.PARTIAL, note = "Page faults and input and output are not counted.")
  static boolean QueryInformationJobObject(
      GuestThread t,
      @Handle @Opt long hJob,
      int JobObjectInformationClass,
      @Out(size = "cbJobObjectInformationLength") long lpJobObjectInformation,
      int cbJobObjectInformationLength,
      @Out @Opt long lpReturnLength) {
    if (hJob == 0) {
      // The caller's own job, which another process made: its limits are not known here.
      throw (t.process.family == null || t.process.family.jobs.own() == 0
              ? Win32Error.ACCESS_DENIED
              : Win32Error.NOT_SUPPORTED)
          .exception();
    }
    JobObject job = job(t, hJob);
    int room = cbJobObjectInformationLength;
    long to = lpJobObjectInformation;
    int size;
    switch (JobObjectInformationClass) {
      case BASIC_ACCOUNTING -> {
        size = BASIC_ACCOUNTING_SIZE;
        check(room == size);
        accounting(t, job, to);
      }
      case ACCOUNTING_AND_IO -> {
        size = 2 * BASIC_ACCOUNTING_SIZE;
        check(room == size);
        Memory.fill(to, size, 0);
        accounting(t, job, to);
      }
      case BASIC_LIMITS, EXTENDED_LIMITS -> {
        size = JobObjectInformationClass == BASIC_LIMITS ? BASIC_LIMITS_SIZE : EXTENDED_LIMITS_SIZE;
        check(room == size);
        Memory.fill(to, size, 0);
        Memory.putInt(to + LIMIT_FLAGS, job.limits());
        Memory.putInt(to + ACTIVE_PROCESS_LIMIT, job.activeLimit());
      }
      case PROCESS_ID_LIST -> size = identifiers(job, to, room);
      case UI_RESTRICTIONS -> {
        size = 4;
        check(room == size);
        Memory.putInt(to, 0);
      }
      default -> throw NtStatus.NOT_SUPPORTED.exception();
    }
    if (lpReturnLength != 0) {
      Memory.putInt(lpReturnLength, size);
    }
    return true;
  }

  private static void accounting(GuestThread t, JobObject job, long to) {
    Memory.fill(to, BASIC_ACCOUNTING_SIZE, 0);
    ProcessTimes times = job.times(t);
    Memory.putLong(to, times.user());
    Memory.putLong(to + 8, times.kernel());
    Memory.putLong(to + 16, times.user());
    Memory.putLong(to + 24, times.kernel());
    Memory.putInt(to + 36, job.total());
    Memory.putInt(to + 40, job.identifiers().length);
  }

  private static int identifiers(JobObject job, long to, int room) {
    int[] identifiers = job.identifiers();
    check(room >= 16);
    int fits = Math.min(identifiers.length, (room - 8) / 8);
    Memory.putInt(to, identifiers.length);
    Memory.putInt(to + 4, fits);
    for (int i = 0; i < fits; i++) {
      Memory.putLong(to + 8 + 8L * i, identifiers[i]);
    }
    if (fits < identifiers.length) {
      throw Win32Error.MORE_DATA.exception();
    }
    return 8 + 8 * fits;
  }
}
