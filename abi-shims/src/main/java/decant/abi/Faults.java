package decant.abi;

import decant.host.Memory;
import decant.host.Signals;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;

/** What happens when guest code, or a shim on behalf of the guest, faults. */
final class Faults {
  private static final int CTX_RSP = 0x98;
  private static final int CTX_RIP = 0xF8;
  private static final int TRAP_DIVIDE = 0;
  private static final int TRAP_DEBUG = 1;
  private static final int TRAP_BREAKPOINT = 3;
  private static final int TRAP_GENERAL_PROTECTION = 13;
  private static final int PAGE_FAULT_WRITE = 2;
  private static final int PAGE_FAULT_EXECUTE = 16;

  private Faults() {}

  /** A hardware fault in guest code; its CONTEXT is in the thread block. */
  static long hardware(GuestThread t) {
    long context = t.teb + ThreadBlock.CONTEXT;
    long address = Memory.getLong(t.teb + ThreadBlock.FAULT_ADDRESS);
    NtStatus status = status(t);
    if (status == NtStatus.ACCESS_VIOLATION && t.process.memory.guardHit(address)) {
      status = growStack(t, address);
      if (status == NtStatus.SUCCESS) {
        return Gate.restore(t, context);
      }
    }
    report(
        t,
        status,
        Memory.getLong(context + CTX_RIP),
        detail(t, status, address),
        Memory.getLong(context + CTX_RSP));
    throw Gate.exitProcess(t, status.code());
  }

  /** What a hit guard page means: the stack grows, or overflows, or it is not a stack's. */
  private static NtStatus growStack(GuestThread t, long address) {
    long base = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    if (address < base || address >= Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)) {
      return NtStatus.GUARD_PAGE_VIOLATION;
    }
    try {
      long limit = t.process.memory.growStack(base, address);
      Memory.putLong(t.teb + GuestThread.TEB_STACK_LIMIT, limit);
      return NtStatus.SUCCESS;
    } catch (NtStatusException overflow) {
      return overflow.status();
    }
  }

  /** A shim touched memory that is not there: the guest gave it a bad pointer. */
  static long inShim(GuestThread t, long address, String api) {
    report(
        t,
        NtStatus.ACCESS_VIOLATION,
        Memory.getLong(t.frame - 8),
        "a pointer given to " + api + " leads to 0x" + Long.toHexString(address),
        t.frame - 8);
    throw Gate.exitProcess(t, NtStatus.ACCESS_VIOLATION.code());
  }

  private static NtStatus status(GuestThread t) {
    long trap = Memory.getLong(t.teb + ThreadBlock.FAULT_TRAP);
    return switch (Memory.getInt(t.teb + ThreadBlock.FAULT_SIGNAL)) {
      case Signals.SIGILL -> NtStatus.ILLEGAL_INSTRUCTION;
      case Signals.SIGFPE ->
          trap == TRAP_DIVIDE ? NtStatus.INTEGER_DIVIDE_BY_ZERO : NtStatus.FLOAT_INVALID_OPERATION;
      case Signals.SIGTRAP -> trap == TRAP_DEBUG ? NtStatus.SINGLE_STEP : NtStatus.BREAKPOINT;
      case Signals.SIGBUS -> NtStatus.IN_PAGE_ERROR;
      default -> {
        if (trap == TRAP_BREAKPOINT) {
          yield NtStatus.BREAKPOINT;
        }
        if (trap == TRAP_GENERAL_PROTECTION) {
          yield privileged(t) ? NtStatus.PRIVILEGED_INSTRUCTION : NtStatus.ACCESS_VIOLATION;
        }
        yield NtStatus.ACCESS_VIOLATION;
      }
    };
  }

  /**
   * Whether the faulting instruction is one of the plain privileged ones: HLT, CLI, STI, IN, OUT.
   */
  private static boolean privileged(GuestThread t) {
    int opcode = Memory.getU8(Memory.getLong(t.teb + ThreadBlock.CONTEXT + CTX_RIP));
    return opcode == 0xF4
        || opcode == 0xFA
        || opcode == 0xFB
        || (opcode & 0xFC) == 0xE4
        || (opcode & 0xFC) == 0xEC;
  }

  private static String detail(GuestThread t, NtStatus status, long address) {
    if (status != NtStatus.ACCESS_VIOLATION) {
      return null;
    }
    long error = Memory.getLong(t.teb + ThreadBlock.FAULT_ERROR);
    String kind =
        (error & PAGE_FAULT_EXECUTE) != 0
            ? "execute"
            : (error & PAGE_FAULT_WRITE) != 0 ? "write" : "read";
    return kind + " of 0x" + Long.toHexString(address);
  }

  private static void report(GuestThread t, NtStatus status, long rip, String detail, long rsp) {
    StringBuilder s = new StringBuilder("decant: the program crashed: STATUS_");
    s.append(status.name())
        .append(" (0x")
        .append(Integer.toHexString(status.code()))
        .append(") at ");
    s.append(describe(t, rip));
    if (detail != null) {
      s.append(": ").append(detail);
    }
    s.append("\n  RIP ").append(hex(rip)).append("  RSP ").append(hex(rsp));
    System.err.println(s);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** An address as module+RVA, or as it is. */
  static String describe(GuestThread t, long address) {
    ModuleLoader loader = t.process.loader;
    long base = loader == null ? 0 : loader.containing(address);
    if (base == 0) {
      return hex(address);
    }
    String path = loader.fileName(base);
    return path.substring(path.lastIndexOf('\\') + 1) + "+" + hex(address - base);
  }
}
