package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.StackTrace;
import decant.host.GuestFault;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** What is said on standard error when an exception ends a process. */
final class CrashReport {
  private static final int MAX_TRACE = 32;
  private static final String[] REGISTERS = {
    "RAX", "RCX", "RDX", "RBX", "RSP", "RBP", "RSI", "RDI",
    "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15"
  };

  private CrashReport() {}

  static void print(GuestThread t, long record, long context) {
    int code = ExceptionRecord.code(record);
    long rip = Context.rip(context);
    NtStatus status = NtStatus.of(code);
    StringBuilder s = new StringBuilder("decant: the program crashed: ");
    s.append(status == null ? "exception" : "STATUS_" + status.name());
    s.append(" (").append(Faults.hex(code & 0xFFFF_FFFFL)).append(") at ");
    s.append(Faults.describe(t, rip));
    if (status == NtStatus.ACCESS_VIOLATION) {
      long kind = ExceptionRecord.parameter(record, 0);
      s.append(kind == 8 ? ", executing " : kind == 1 ? ", writing " : ", reading ");
      s.append(Faults.hex(ExceptionRecord.parameter(record, 1)));
    }
    for (int i = 0; i < REGISTERS.length; i++) {
      s.append(i % 4 == 0 ? "\n  " : "  ").append(REGISTERS[i]).append(' ');
      s.append(Faults.hex(Context.register(context, i)));
    }
    trace(t, context, s);
    System.err.println(s);
  }

  /** The callers. Unwinding reads the guest's memory, which may be broken: then the trace ends. */
  private static void trace(GuestThread t, long context, StringBuilder s) {
    long[] addresses = new long[MAX_TRACE];
    int n = 0;
    try {
      n = StackTrace.collect(t, context, addresses);
    } catch (GuestFault | InternalError broken) {
      s.append("\n  (the stack cannot be read)");
    }
    for (int i = 0; i < n; i++) {
      s.append(i == 0 ? "\n  at " : "\n  from ").append(Faults.describe(t, addresses[i]));
    }
  }
}
