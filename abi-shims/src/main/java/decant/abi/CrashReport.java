package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.StackTrace;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;

/**
 * What is said on standard error when an exception ends a process: the exception, where, the
 * registers, the instructions there, the callers, the last calls of the system, and what to type to
 * see more.
 */
final class CrashReport {
  private static final int MAX_TRACE = 32;
  private static final int MAX_CALLS = 8;
  private static final int CODE_BEFORE = 8;
  private static final int CODE_BEHIND = 16;
  private static final int SHOWN_AROUND = 32;
  private static final int PE_IMAGE_BASE = 0x30;
  private static final String[] REGISTERS = {
    "RAX", "RCX", "RDX", "RBX", "RSP", "RBP", "RSI", "RDI",
    "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"
  };

  private final GuestThread t;
  private final long record;
  private final long context;
  private final long rip;
  private final long[] addresses = new long[MAX_TRACE];
  private final StringBuilder s = new StringBuilder(2000);

  private CrashReport(GuestThread t, long record, long context) {
    this.t = t;
    this.record = record;
    this.context = context;
    this.rip = Context.rip(context);
  }

  /** All lines, the last one without its end. */
  static String of(GuestThread t, long record, long context) {
    CrashReport report = new CrashReport(t, record, context);
    report.exception();
    report.registers();
    report.code();
    report.callers();
    report.calls();
    report.advice();
    return report.s.toString();
  }

  private void exception() {
    int code = ExceptionRecord.code(record);
    NtStatus status = NtStatus.of(code);
    s.append("decant: the program crashed: ");
    s.append(status == null ? "exception" : "STATUS_" + status.name()).append(" (");
    hex(code & 0xFFFF_FFFFL).append(") at ");
    s.append(Faults.describe(t, ExceptionRecord.address(record)));
    boolean access =
        status == NtStatus.ACCESS_VIOLATION
            || status == NtStatus.IN_PAGE_ERROR
            || status == NtStatus.GUARD_PAGE_VIOLATION;
    int parameters = ExceptionRecord.parameterCount(record);
    if (access && parameters >= 2) {
      long kind = ExceptionRecord.parameter(record, 0);
      s.append(kind == 8 ? ", executing " : kind == 1 ? ", writing " : ", reading ");
      hex(ExceptionRecord.parameter(record, 1));
    } else {
      for (int i = 0; i < parameters; i++) {
        s.append(i == 0 ? ", parameters " : " ");
        hex(ExceptionRecord.parameter(record, i));
      }
    }
    s.append(", thread ").append(t.id);
  }

  private void registers() {
    for (int i = 0; i < REGISTERS.length; i++) {
      s.append(i % 4 == 0 ? "\n  " : "  ").append(REGISTERS[i]).append(' ');
      hex(Context.register(context, i));
    }
    s.append("\n  RIP ");
    hex(rip).append("  EFLAGS ");
    hex(Memory.getU32(context + Context.EFLAGS));
  }

  /** The bytes around RIP, the one that it points to in brackets. */
  private void code() {
    StringBuilder bytes = new StringBuilder();
    for (int i = -CODE_BEFORE; i < CODE_BEHIND; i++) {
      try {
        int b = Memory.getU8(rip + i);
        bytes.append(i == 0 ? " [" : " ");
        bytes.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
        bytes.append(i == 0 ? "]" : "");
      } catch (GuestFault | InternalError unreadable) {
        if (i >= 0) {
          break;
        }
      }
    }
    if (!bytes.isEmpty()) {
      s.append("\n  code").append(bytes);
    }
  }

  /**
   * The callers; the context becomes the last one's. Unwinding reads the guest's memory, which may
   * be broken: then the trace ends.
   */
  private void callers() {
    try {
      StackTrace.collect(t, context, addresses);
    } catch (GuestFault | InternalError broken) {
      s.append("\n  (the stack cannot be read)");
    }
    for (int i = 0, same; i < MAX_TRACE && (i == 0 || addresses[i] != 0); i += same) {
      same = 1;
      while (i + same < MAX_TRACE && addresses[i + same] == addresses[i]) {
        same++;
      }
      s.append(i == 0 ? "\n  at " : "\n  from ").append(Faults.describe(t, addresses[i]));
      if (same > 1) {
        s.append(", ").append(same).append(" times");
      }
    }
  }

  private void calls() {
    int ring = GuestThread.REMEMBERED_CALLS;
    int count = Math.min(t.callCount, MAX_CALLS);
    for (int i = 1; i <= count; i++) {
      String name = Gate.describe(t.calls[t.callCount - i & ring - 1]);
      s.append(i == 1 ? "\n  last calls: " : ", ").append(name == null ? "?" : name);
    }
  }

  /**
   * How to see the instructions around the innermost address that is the program's own, and what
   * came before.
   */
  private void advice() {
    ModuleLoader loader = t.process.loader;
    for (int i = 0; loader != null && i < MAX_TRACE && addresses[i] != 0; i++) {
      long base = loader.containing(addresses[i]);
      if (base != 0 && Gate.modules().stubName(addresses[i]) == null) {
        disassemble(base, addresses[i] - base);
        break;
      }
    }
    s.append("\n  to see the calls that led here: decant trace ");
    s.append(Faults.program(t)).append(" …");
  }

  private void disassemble(long base, long rva) {
    String path = Faults.shellPath(t, base);
    try {
      long linked = Memory.getLong(base + Memory.getInt(base + 0x3C) + PE_IMAGE_BASE);
      if (path != null) {
        s.append("\n  to see the code: objdump -d -M intel --start-address=");
        hex(linked + rva - SHOWN_AROUND).append(" --stop-address=");
        hex(linked + rva + SHOWN_AROUND).append(' ').append(path);
      }
    } catch (GuestFault | InternalError unknown) {
      // a module whose header is gone
    }
  }

  private StringBuilder hex(long value) {
    return s.append("0x").append(Long.toHexString(value));
  }
}
