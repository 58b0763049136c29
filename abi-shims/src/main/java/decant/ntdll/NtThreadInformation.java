package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.ThreadFacts;
import decant.nt.ThreadObject;

/** What can be asked about a thread, and set, by class of information. */
@Library("ntdll")
public final class NtThreadInformation {
  private static final int BASIC = 0;
  private static final int TIMES = 1;
  private static final int PRIORITY = 2;
  private static final int BASE_PRIORITY = 3;
  private static final int AFFINITY_MASK = 4;
  private static final int START_ADDRESS = 9;
  private static final int AM_I_LAST_THREAD = 12;
  private static final int IDEAL_PROCESSOR = 13;
  private static final int PRIORITY_BOOST = 14;
  private static final int HIDE_FROM_DEBUGGER = 17;
  private static final int IS_TERMINATED = 20;
  private static final int GROUP_INFORMATION = 30;
  private static final int SUSPEND_COUNT = 35;
  private static final int NAME_INFORMATION = 38;

  /** The base priority of a process's normal class, which relative priorities are added to. */
  private static final int NORMAL_BASE = 8;

  private NtThreadInformation() {}

  private static void check(int length, int wanted) {
    if (length != wanted) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
  }

  private static int done(long returnLength, int length) {
    if (returnLength != 0) {
      Memory.putInt(returnLength, length);
    }
    return 0;
  }

  private static int answer(long to, int length, int value, long returnLength) {
    check(length, 4);
    Memory.putInt(to, value);
    return done(returnLength, 4);
  }

  /**
   * Facts about a thread.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntqueryinformationthread">NtQueryInformationThread</a>
   */
  @Export({"NtQueryInformationThread", "ZwQueryInformationThread"})
  static int NtQueryInformationThread(
      GuestThread t,
      @Handle long ThreadHandle,
      int ThreadInformationClass,
      @Out(size = "ThreadInformationLength") @Opt long ThreadInformation,
      int ThreadInformationLength,
      @Out @Opt long ReturnLength) {
    ThreadObject object = Handles.get(t, ThreadHandle, ThreadObject.class);
    ThreadFacts facts = object.facts;
    long to = ThreadInformation;
    int length = ThreadInformationLength;
    return switch (ThreadInformationClass) {
      case BASIC -> {
        check(length, 48);
        Memory.fill(to, 48, 0);
        Memory.putInt(to, object.exitCode());
        Memory.putLong(to + 8, object.thread.teb);
        Memory.putLong(to + 16, t.process.id);
        Memory.putLong(to + 24, object.thread.id);
        Memory.putLong(to + 32, facts.affinity(t));
        Memory.putInt(to + 40, NORMAL_BASE + facts.priority);
        Memory.putInt(to + 44, facts.priority);
        yield done(ReturnLength, 48);
      }
      case TIMES -> {
        check(length, 32);
        Memory.putLong(to, facts.created());
        Memory.putLong(to + 8, facts.exited());
        Memory.putLong(to + 16, facts.kernelTime(t));
        Memory.putLong(to + 24, facts.userTime(t));
        yield done(ReturnLength, 32);
      }
      case START_ADDRESS -> {
        check(length, 8);
        Memory.putLong(to, facts.startAddress);
        yield done(ReturnLength, 8);
      }
      case AM_I_LAST_THREAD ->
          answer(to, length, t.process.liveThreads.get() == 1 ? 1 : 0, ReturnLength);
      case PRIORITY_BOOST -> answer(to, length, facts.boostDisabled ? 1 : 0, ReturnLength);
      case IS_TERMINATED -> answer(to, length, object.signalled(t) ? 1 : 0, ReturnLength);
      case SUSPEND_COUNT -> answer(to, length, object.suspension.count(), ReturnLength);
      case HIDE_FROM_DEBUGGER -> {
        check(length, 1);
        Memory.putByte(to, facts.hiddenFromDebugger ? 1 : 0);
        yield done(ReturnLength, 1);
      }
      case GROUP_INFORMATION -> {
        check(length, 16);
        Memory.putLong(to, facts.affinity(t));
        Memory.putLong(to + 8, 0);
        yield done(ReturnLength, 16);
      }
      case NAME_INFORMATION -> name(facts.description(), to, length, ReturnLength);
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    };
  }

  /** A UNICODE_STRING with its text behind it. */
  private static int name(String text, long to, int length, long returnLength) {
    int size = 16 + 2 * text.length();
    done(returnLength, size);
    if (Integer.compareUnsigned(length, size) < 0) {
      throw NtStatus.BUFFER_TOO_SMALL.exception();
    }
    Memory.putShort(to, 2 * text.length());
    Memory.putShort(to + 2, 2 * text.length());
    Memory.putLong(to + 8, to + 16);
    Memory.putWide(to + 16, text);
    return 0;
  }

  /**
   * Changes what is known about a thread.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntsetinformationthread">NtSetInformationThread</a>
   */
  @Export(
      value = {"NtSetInformationThread", "ZwSetInformationThread"},
      support = Support.PARTIAL,
      note = "Priorities and the ideal processor are kept as information.")
  static int NtSetInformationThread(
      GuestThread t,
      @Handle long ThreadHandle,
      int ThreadInformationClass,
      @In(size = "ThreadInformationLength") @Opt long ThreadInformation,
      int ThreadInformationLength) {
    ThreadFacts facts = Handles.get(t, ThreadHandle, ThreadObject.class).facts;
    long from = ThreadInformation;
    int length = ThreadInformationLength;
    switch (ThreadInformationClass) {
      case PRIORITY -> {
        check(length, 4);
        facts.priority = range(Memory.getInt(from), 1, 31) - NORMAL_BASE;
      }
      case BASE_PRIORITY -> {
        check(length, 4);
        facts.priority = range(Memory.getInt(from), -15, 15);
      }
      case AFFINITY_MASK -> {
        check(length, 8);
        facts.setAffinity(t, facts.usableAffinity(t, Memory.getLong(from)));
      }
      case IDEAL_PROCESSOR -> {
        check(length, 4);
        int before = facts.idealProcessor;
        facts.idealProcessor = range(Memory.getInt(from), 0, 63);
        return before;
      }
      case PRIORITY_BOOST -> {
        check(length, 4);
        facts.boostDisabled = Memory.getInt(from) != 0;
      }
      case HIDE_FROM_DEBUGGER -> {
        check(length, 0);
        facts.hiddenFromDebugger = true;
      }
      case NAME_INFORMATION -> {
        check(length, 16);
        facts.setDescription(Memory.wide(Memory.getLong(from + 8), Memory.getU16(from) / 2));
      }
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    return 0;
  }

  private static int range(int value, int least, int most) {
    if (value < least || value > most) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return value;
  }
}
