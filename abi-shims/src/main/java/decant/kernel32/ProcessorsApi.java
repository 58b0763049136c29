package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.host.Sched;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.HostSystem;
import decant.nt.ThreadFacts;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;

/**
 * sysinfoapi.h, processtopologyapi.h and systemtopologyapi.h: processors. The machine appears as
 * one group of at most 64 processors in one package and one NUMA node, each its own core.
 */
@Library({"kernel32", "kernelbase"})
public final class ProcessorsApi {
  private static final int ALL_PROCESSOR_GROUPS = 0xFFFF;
  private static final int RELATION_PROCESSOR_CORE = 0;
  private static final int RELATION_NUMA_NODE = 1;
  private static final int RELATION_CACHE = 2;
  private static final int RELATION_PROCESSOR_PACKAGE = 3;
  private static final int RELATION_GROUP = 4;
  private static final int RELATION_ALL = 0xFFFF;
  private static final int ENTRY = 32;

  private ProcessorsApi() {}

  @Export
  static boolean GetProcessAffinityMask(
      GuestThread t,
      @Handle long hProcess,
      @Out long lpProcessAffinityMask,
      @Out long lpSystemAffinityMask) {
    Handles.requireCurrentProcess(t, hProcess);
    long mask = HostSystem.affinity(t);
    Memory.putLong(lpProcessAffinityMask, mask);
    Memory.putLong(lpSystemAffinityMask, HostSystem.machine(t));
    return true;
  }

  /** Restricts all threads of the process that were not given processors of their own. */
  @Export
  static boolean SetProcessAffinityMask(
      GuestThread t, @Handle long hProcess, long dwProcessAffinityMask) {
    Handles.requireCurrentProcess(t, hProcess);
    long mask = ThreadObject.of(t).facts.usableAffinity(t, dwProcessAffinityMask);
    for (int slot = 0; slot < t.process.threadSlots(); slot++) {
      GuestThread other = t.process.threadAt(slot);
      if (other != null) {
        ThreadObject.of(other).facts.setAffinity(t, mask);
      }
    }
    return true;
  }

  /** Restricts a thread to some processors; returns those before. */
  @Export
  static long SetThreadAffinityMask(
      GuestThread t, @Handle long hThread, long dwThreadAffinityMask) {
    ThreadFacts facts = Handles.get(t, hThread, ThreadObject.class).facts;
    long mask = facts.usableAffinity(t, dwThreadAffinityMask);
    long before = facts.affinity(t);
    facts.setAffinity(t, mask);
    return before;
  }

  @Export
  static boolean SetThreadGroupAffinity(
      GuestThread t,
      @Handle long hThread,
      @In long GroupAffinity,
      @Out @Opt long PreviousGroupAffinity) {
    if (Memory.getU16(GroupAffinity + 8) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long before = SetThreadAffinityMask(t, hThread, Memory.getLong(GroupAffinity));
    if (PreviousGroupAffinity != 0) {
      Memory.putLong(PreviousGroupAffinity, before);
      Memory.putLong(PreviousGroupAffinity + 8, 0);
    }
    return true;
  }

  @Export
  static boolean GetThreadGroupAffinity(
      GuestThread t, @Handle long hThread, @Out long GroupAffinity) {
    long mask = Handles.get(t, hThread, ThreadObject.class).facts.affinity(t);
    Memory.putLong(GroupAffinity, mask);
    Memory.putLong(GroupAffinity + 8, 0);
    return true;
  }

  @Export
  static boolean GetProcessGroupAffinity(
      GuestThread t, @Handle long hProcess, @In @Out long GroupCount, @Out long GroupArray) {
    Handles.requireCurrentProcess(t, hProcess);
    boolean fits = Memory.getU16(GroupCount) >= 1;
    Memory.putShort(GroupCount, 1);
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putShort(GroupArray, 0);
    return true;
  }

  @Export({"GetActiveProcessorGroupCount", "GetMaximumProcessorGroupCount"})
  static short GetActiveProcessorGroupCount() {
    return 1;
  }

  @Export({"GetActiveProcessorCount", "GetMaximumProcessorCount"})
  static int GetActiveProcessorCount(GuestThread t, short GroupNumber) {
    int group = GroupNumber & 0xFFFF;
    if (group != 0 && group != ALL_PROCESSOR_GROUPS) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return HostSystem.processors(t);
  }

  @Export
  static int GetCurrentProcessorNumber() {
    return Math.max(Sched.sched_getcpu(), 0) & 63;
  }

  @Export
  static void GetCurrentProcessorNumberEx(@Out long ProcNumber) {
    Memory.putInt(ProcNumber, 0);
    Memory.putByte(ProcNumber + 2, GetCurrentProcessorNumber());
  }

  @Export
  static boolean GetNumaHighestNodeNumber(@Out long HighestNodeNumber) {
    Memory.putInt(HighestNodeNumber, 0);
    return true;
  }

  @Export
  static boolean GetNumaNodeProcessorMask(GuestThread t, byte Node, @Out long ProcessorMask) {
    if (Node != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(ProcessorMask, HostSystem.affinity(t));
    return true;
  }

  @Export
  static boolean GetNumaNodeProcessorMaskEx(GuestThread t, short Node, @Out long ProcessorMask) {
    if (Node != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(ProcessorMask, HostSystem.affinity(t));
    Memory.putLong(ProcessorMask + 8, 0);
    return true;
  }

  @Export
  static boolean GetNumaProcessorNode(byte Processor, @Out long NodeNumber) {
    Memory.putByte(NodeNumber, 0);
    return true;
  }

  /**
   * Processors, caches and nodes, 32 bytes each.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getlogicalprocessorinformation">GetLogicalProcessorInformation</a>
   */
  @Export(support = Support.PARTIAL, note = "Every processor is a core of one package; no caches.")
  static boolean GetLogicalProcessorInformation(
      GuestThread t, @Out @Opt long Buffer, @In @Out long ReturnedLength) {
    long mask = HostSystem.affinity(t);
    int size = ENTRY * (Long.bitCount(mask) + 2);
    boolean fits = Buffer != 0 && Integer.compareUnsigned(Memory.getInt(ReturnedLength), size) >= 0;
    Memory.putInt(ReturnedLength, size);
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    long at = Buffer;
    for (long left = mask; left != 0; left &= left - 1) {
      at = putEntry(at, Long.lowestOneBit(left), RELATION_PROCESSOR_CORE);
    }
    at = putEntry(at, mask, RELATION_PROCESSOR_PACKAGE);
    putEntry(at, mask, RELATION_NUMA_NODE);
    return true;
  }

  private static long putEntry(long at, long mask, int relation) {
    Memory.fill(at, ENTRY, 0);
    Memory.putLong(at, mask);
    Memory.putInt(at + 8, relation);
    return at + ENTRY;
  }

  /**
   * Processors, nodes and groups, of variable size.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getlogicalprocessorinformationex">GetLogicalProcessorInformationEx</a>
   */
  @Export(support = Support.PARTIAL, note = "Every processor is a core of one package; no caches.")
  static boolean GetLogicalProcessorInformationEx(
      GuestThread t, int RelationshipType, @Out @Opt long Buffer, @In @Out long ReturnedLength) {
    if (RelationshipType != RELATION_ALL
        && (RelationshipType < 0 || RelationshipType > RELATION_GROUP)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long mask = HostSystem.affinity(t);
    boolean all = RelationshipType == RELATION_ALL;
    int size = 0;
    if (all || RelationshipType == RELATION_PROCESSOR_CORE) {
      size += 48 * Long.bitCount(mask);
    }
    if (all || RelationshipType == RELATION_PROCESSOR_PACKAGE) {
      size += 48;
    }
    if (all || RelationshipType == RELATION_NUMA_NODE) {
      size += 48;
    }
    if (all || RelationshipType == RELATION_GROUP) {
      size += 80;
    }
    if (RelationshipType == RELATION_CACHE) {
      Memory.putInt(ReturnedLength, 0);
      return true;
    }
    boolean fits = Buffer != 0 && Integer.compareUnsigned(Memory.getInt(ReturnedLength), size) >= 0;
    Memory.putInt(ReturnedLength, size);
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.fill(Buffer, size, 0);
    putRelations(Buffer, RelationshipType, mask);
    return true;
  }

  private static void putRelations(long to, int relation, long mask) {
    boolean all = relation == RELATION_ALL;
    long at = to;
    if (all || relation == RELATION_PROCESSOR_CORE) {
      for (long left = mask; left != 0; left &= left - 1) {
        at = putProcessor(at, RELATION_PROCESSOR_CORE, Long.lowestOneBit(left));
      }
    }
    if (all || relation == RELATION_PROCESSOR_PACKAGE) {
      at = putProcessor(at, RELATION_PROCESSOR_PACKAGE, mask);
    }
    if (all || relation == RELATION_NUMA_NODE) {
      Memory.putInt(at, RELATION_NUMA_NODE);
      Memory.putInt(at + 4, 48);
      Memory.putLong(at + 32, mask);
      at += 48;
    }
    if (all || relation == RELATION_GROUP) {
      Memory.putInt(at, RELATION_GROUP);
      Memory.putInt(at + 4, 80);
      Memory.putShort(at + 8, 1);
      Memory.putShort(at + 10, 1);
      Memory.putByte(at + 32, Long.bitCount(mask));
      Memory.putByte(at + 33, Long.bitCount(mask));
      Memory.putLong(at + 72, mask);
    }
  }

  /** PROCESSOR_RELATIONSHIP with one group. */
  private static long putProcessor(long at, int relation, long mask) {
    Memory.putInt(at, relation);
    Memory.putInt(at + 4, 48);
    Memory.putShort(at + 30, 1);
    Memory.putLong(at + 32, mask);
    return at + 48;
  }
}
