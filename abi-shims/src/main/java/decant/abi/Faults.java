package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.StackTrace;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.host.Signals;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;

/** What happens when guest code, or a shim on behalf of the guest, faults. */
final class Faults {
  private static final int MAX_TRACE = 32;
  private static final String[] REGISTERS = {
    "RAX", "RCX", "RDX", "RBX", "RSP", "RBP", "RSI", "RDI",
    "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"
  };
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
    Exceptions e = Exceptions.at(t, context);
    ExceptionRecord.write(e.record(), status.code(), 0, Context.rip(context));
    if (status == NtStatus.ACCESS_VIOLATION || status == NtStatus.IN_PAGE_ERROR) {
      ExceptionRecord.addParameter(e.record(), accessKind(t));
      ExceptionRecord.addParameter(e.record(), address);
    }
    if (e.handled()) {
      return Gate.restore(t, e.context());
    }
    throw unhandled(t, e);
  }

  /**
   * 0 for a read, 1 for a write, 8 for an execution: the first parameter of an access violation.
   */
  private static int accessKind(GuestThread t) {
    long error = Memory.getLong(t.teb + ThreadBlock.FAULT_ERROR);
    return (error & PAGE_FAULT_EXECUTE) != 0 ? 8 : (error & PAGE_FAULT_WRITE) != 0 ? 1 : 0;
  }

  /** Nobody deals with an exception: the process ends with its code, and says why. */
  static GuestExit unhandled(GuestThread t, Exceptions e) {
    report(t, ExceptionRecord.code(e.record()), e, "");
    throw Gate.exitProcess(t, ExceptionRecord.code(e.record()));
  }

  /** A handler wants to continue where that is impossible. */
  static GuestExit noncontinuable(GuestThread t, Exceptions e) {
    report(t, NtStatus.NONCONTINUABLE_EXCEPTION.code(), e, "");
    throw Gate.exitProcess(t, NtStatus.NONCONTINUABLE_EXCEPTION.code());
  }

  /** What a hit guard page means: the stack grows, or overflows, or it is not a stack's. */
  private static NtStatus growStack(GuestThread t, long address) {
    long base = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    if (address < base || address >= Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)) {
      return NtStatus.GUARD_PAGE_VIOLATION;
    }
    try {
      ThreadMemory.growStack(t, address);
      return NtStatus.SUCCESS;
    } catch (NtStatusException overflow) {
      return overflow.status();
    }
  }

  /** A shim touched memory that is not there: the guest gave it a bad pointer. */
  static long inShim(GuestThread t, long address, String api) {
    Exceptions e = Exceptions.inCaller(t);
    ExceptionRecord.write(
        e.record(), NtStatus.ACCESS_VIOLATION.code(), 0, Context.rip(e.context()));
    ExceptionRecord.addParameter(e.record(), 0);
    ExceptionRecord.addParameter(e.record(), address);
    if (e.handled()) {
      return Gate.restore(t, e.context());
    }
    report(t, NtStatus.ACCESS_VIOLATION.code(), e, " by a pointer given to " + api);
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
    int opcode = Memory.getU8(Memory.getLong(t.teb + ThreadBlock.CONTEXT + Context.RIP));
    return opcode == 0xF4
        || opcode == 0xFA
        || opcode == 0xFB
        || (opcode & 0xFC) == 0xE4
        || (opcode & 0xFC) == 0xEC;
  }

  private static void report(GuestThread t, int code, Exceptions e, String cause) {
    long rip = Context.rip(e.context());
    NtStatus status = NtStatus.of(code);
    StringBuilder s = new StringBuilder("decant: the program crashed: ");
    s.append(status == null ? "exception" : "STATUS_" + status.name());
    s.append(" (").append(hex(code & 0xFFFF_FFFFL)).append(") at ").append(describe(t, rip));
    if (status == NtStatus.ACCESS_VIOLATION) {
      long kind = ExceptionRecord.parameter(e.record(), 0);
      s.append(kind == 8 ? ", executing " : kind == 1 ? ", writing " : ", accessing ");
      s.append(hex(ExceptionRecord.parameter(e.record(), 1))).append(cause);
    }
    for (int i = 0; i < REGISTERS.length; i++) {
      s.append(i % 4 == 0 ? "\n  " : "  ").append(REGISTERS[i]).append(' ');
      s.append(hex(Context.register(e.context(), i)));
    }
    trace(t, e, s);
    System.err.println(s);
  }

  /** The callers. Unwinding reads the guest's memory, which may be broken: then the trace ends. */
  private static void trace(GuestThread t, Exceptions e, StringBuilder s) {
    long[] addresses = new long[MAX_TRACE];
    int n = 0;
    try {
      n = StackTrace.collect(t, e.context(), addresses);
    } catch (GuestFault | InternalError broken) {
      s.append("\n  (the stack cannot be read)");
    }
    for (int i = 0; i < n; i++) {
      s.append(i == 0 ? "\n  at " : "\n  from ").append(describe(t, addresses[i]));
    }
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
