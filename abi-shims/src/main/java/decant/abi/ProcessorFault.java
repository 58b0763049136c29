package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.host.Signals;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;

/**
 * Which exception of Windows a fault of the processor is. The processor does not say enough:
 * Windows' kernel looks at the faulting instruction too.
 */
final class ProcessorFault {
  /** No exception: the guest goes on. */
  static final int NONE = 0;

  static final int FAST_FAIL = NtStatus.STACK_BUFFER_OVERRUN.code();

  private static final int DIVIDE = 0;
  private static final int DEBUG = 1;
  private static final int BREAKPOINT = 3;
  private static final int OVERFLOW = 4;
  private static final int STACK_SEGMENT = 12;
  private static final int GENERAL_PROTECTION = 13;
  private static final int PAGE_FAULT = 14;
  private static final int X87 = 16;
  private static final int ALIGNMENT = 17;
  private static final int SIMD = 19;

  static final int ERROR_WRITE = 2;
  private static final int ERROR_EXECUTE = 16;
  private static final int TRAP_FLAG = 0x100;
  private static final int X87_STACK_FAULT = 0x40;

  /** Services of {@code int 2D} that are over when there is no debugger: BREAKPOINT_PRINT … */
  private static final long SERVICES_FOR_DEBUGGERS = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5;

  private static final int MAX_INSTRUCTION = 15;

  private ProcessorFault() {}

  /**
   * The code of the exception, {@link #NONE} for none; RIP and flags in the context become what
   * handlers are to see.
   */
  static int code(GuestThread t, long context) {
    int trap = (int) Memory.getLong(t.teb + ThreadBlock.FAULT_TRAP);
    NtStatus status =
        switch (trap) {
          case DIVIDE ->
              divisor(context) == 0 ? NtStatus.INTEGER_DIVIDE_BY_ZERO : NtStatus.INTEGER_OVERFLOW;
          case DEBUG -> {
            int flags = Memory.getInt(context + Context.EFLAGS);
            Memory.putInt(context + Context.EFLAGS, flags & ~TRAP_FLAG);
            yield NtStatus.SINGLE_STEP;
          }
          case BREAKPOINT -> {
            Context.setRip(context, Context.rip(context) - 1);
            yield NtStatus.BREAKPOINT;
          }
          case OVERFLOW -> NtStatus.INTEGER_OVERFLOW;
          case GENERAL_PROTECTION -> null;
          case X87 -> x87(context);
          case ALIGNMENT -> NtStatus.DATATYPE_MISALIGNMENT;
          case SIMD -> simd(context);
          case STACK_SEGMENT -> NtStatus.ACCESS_VIOLATION;
          case PAGE_FAULT ->
              Memory.getInt(t.teb + ThreadBlock.FAULT_SIGNAL) == Signals.SIGBUS
                  ? NtStatus.IN_PAGE_ERROR
                  : NtStatus.ACCESS_VIOLATION;
          default -> NtStatus.ILLEGAL_INSTRUCTION;
        };
    return status == null ? generalProtection(context) : status.code();
  }

  /** Whether the fault is one of paging, whose address is known. */
  static boolean ofPage(GuestThread t) {
    return Memory.getLong(t.teb + ThreadBlock.FAULT_TRAP) == PAGE_FAULT;
  }

  /** Adds the parameters that the exception has. */
  static void addParameters(GuestThread t, int code, long record, long context) {
    if (code == NtStatus.BREAKPOINT.code()) {
      boolean service = Memory.getLong(t.teb + ThreadBlock.FAULT_TRAP) == GENERAL_PROTECTION;
      ExceptionRecord.addParameter(record, service ? Context.register(context, 0) : 0);
    } else if (code == FAST_FAIL) {
      ExceptionRecord.addParameter(record, Context.register(context, 1));
    } else if (code == NtStatus.ACCESS_VIOLATION.code()
        || code == NtStatus.GUARD_PAGE_VIOLATION.code()
        || code == NtStatus.STACK_OVERFLOW.code()
        || code == NtStatus.IN_PAGE_ERROR.code()) {
      boolean known = ofPage(t);
      ExceptionRecord.addParameter(record, known ? accessKind(t) : 0);
      ExceptionRecord.addParameter(
          record, known ? Memory.getLong(t.teb + ThreadBlock.FAULT_ADDRESS) : -1);
      if (code == NtStatus.IN_PAGE_ERROR.code()) {
        ExceptionRecord.addParameter(record, NtStatus.END_OF_FILE.code() & 0xFFFF_FFFFL);
      }
    } else if (isFloat(code)) {
      ExceptionRecord.addParameter(record, 0);
      if (Memory.getLong(t.teb + ThreadBlock.FAULT_TRAP) == SIMD) {
        ExceptionRecord.addParameter(record, Memory.getU32(context + Context.MXCSR));
      }
    }
  }

  /**
   * 0 for a read, 1 for a write, 8 for an execution: the first parameter of an access violation.
   */
  private static int accessKind(GuestThread t) {
    long error = Memory.getLong(t.teb + ThreadBlock.FAULT_ERROR);
    return (error & ERROR_EXECUTE) != 0 ? 8 : (error & ERROR_WRITE) != 0 ? 1 : 0;
  }

  private static boolean isFloat(int code) {
    return code >= NtStatus.FLOAT_DENORMAL_OPERAND.code()
        && code <= NtStatus.FLOAT_UNDERFLOW.code();
  }

  private static NtStatus x87(long context) {
    int status = Memory.getU16(context + Context.FLT_SAVE + 2);
    int masks = Memory.getU16(context + Context.FLT_SAVE);
    int raised = status & ~masks & 0x3F;
    return (raised & 1) != 0 && (status & X87_STACK_FAULT) != 0
        ? NtStatus.FLOAT_STACK_CHECK
        : floatStatus(raised);
  }

  private static NtStatus simd(long context) {
    int mxcsr = Memory.getInt(context + Context.MXCSR);
    return floatStatus(mxcsr & ~(mxcsr >> 7) & 0x3F);
  }

  /** Of the exceptions that are raised and not masked, the one that Windows reports. */
  private static NtStatus floatStatus(int raised) {
    if ((raised & 1) != 0) {
      return NtStatus.FLOAT_INVALID_OPERATION;
    }
    if ((raised & 4) != 0) {
      return NtStatus.FLOAT_DIVIDE_BY_ZERO;
    }
    if ((raised & 2) != 0) {
      return NtStatus.FLOAT_DENORMAL_OPERAND;
    }
    if ((raised & 8) != 0) {
      return NtStatus.FLOAT_OVERFLOW;
    }
    return (raised & 16) != 0 ? NtStatus.FLOAT_UNDERFLOW : NtStatus.FLOAT_INEXACT_RESULT;
  }

  /** What an instruction may not do, or {@code int} with a number that is not for programs. */
  private static int generalProtection(long context) {
    try {
      long at = skipPrefixes(Context.rip(context));
      int opcode = Memory.getU8(at);
      if (opcode == 0xCD) {
        return interrupt(context, Memory.getU8(at + 1), at + 2);
      }
      boolean two = opcode == 0x0F;
      if (two ? privileged2(Memory.getU8(at + 1), Memory.getU8(at + 2)) : privileged(opcode)) {
        return NtStatus.PRIVILEGED_INSTRUCTION.code();
      }
    } catch (GuestFault | InternalError unreadable) {
      // then it is no instruction that we could tell anything of
    }
    return NtStatus.ACCESS_VIOLATION.code();
  }

  private static int interrupt(long context, int number, long behind) {
    switch (number) {
      case 0x29:
        return FAST_FAIL;
      case 0x2C:
        return NtStatus.ASSERTION_FAILURE.code();
      case 0x2D:
        // The debugger's services. Windows skips the byte behind the instruction.
        long service = Context.register(context, 0);
        if (service >= 0 && service < 6 && (SERVICES_FOR_DEBUGGERS >> service & 1) != 0) {
          Context.setRip(context, behind + 1);
          return NONE;
        }
        Context.setRip(context, behind);
        return NtStatus.BREAKPOINT.code();
      default:
        return NtStatus.ACCESS_VIOLATION.code();
    }
  }

  private static long skipPrefixes(long rip) {
    long at = rip;
    while (at - rip < MAX_INSTRUCTION && isPrefix(Memory.getU8(at))) {
      at++;
    }
    return at;
  }

  private static boolean isPrefix(int b) {
    return switch (b) {
      case 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3 -> true;
      default -> (b & 0xF0) == 0x40;
    };
  }

  /** INS, OUTS, IN, OUT, HLT, CLI, STI. */
  private static boolean privileged(int opcode) {
    return switch (opcode) {
      case 0x6C, 0x6D, 0x6E, 0x6F -> true;
      case 0xE4, 0xE5, 0xE6, 0xE7, 0xEC, 0xED, 0xEE, 0xEF -> true;
      case 0xF4, 0xFA, 0xFB -> true;
      default -> false;
    };
  }

  /** Instructions of two bytes, some of which are told apart by the register field behind. */
  private static boolean privileged2(int opcode, int modRm) {
    int field = modRm >> 3 & 7;
    return switch (opcode) {
      case 0x00 -> field == 2 || field == 3; // LLDT, LTR
      case 0x01 -> field == 2 || field == 3 || field == 6 || field == 7; // LGDT LIDT LMSW INVLPG
      case 0x06, 0x07, 0x08, 0x09 -> true; // CLTS, SYSRET, INVD, WBINVD
      case 0x20, 0x21, 0x22, 0x23 -> true; // MOV of control and debug registers
      case 0x30, 0x32, 0x33, 0x35 -> true; // WRMSR, RDMSR, RDPMC, SYSEXIT
      default -> false;
    };
  }

  /** The operand of the DIV or IDIV that a context is at; 0 when that cannot be told. */
  private static long divisor(long context) {
    try {
      long at = skipPrefixes(Context.rip(context));
      int rex = Memory.getU8(at - 1);
      rex = at > Context.rip(context) && (rex & 0xF0) == 0x40 ? rex : 0;
      boolean word = false;
      boolean gs = false;
      for (long p = Context.rip(context); p < at; p++) {
        word |= Memory.getU8(p) == 0x66;
        gs |= Memory.getU8(p) == 0x65;
      }
      int opcode = Memory.getU8(at);
      int size = opcode == 0xF6 ? 1 : (rex & 8) != 0 ? 8 : word ? 2 : 4;
      int modRm = Memory.getU8(at + 1);
      if (modRm >= 0xC0) {
        int register = modRm & 7 | (rex & 1) << 3;
        boolean high = size == 1 && rex == 0 && register >= 4; // AH, CH, DH, BH
        long value = Context.register(context, high ? register - 4 : register);
        return high ? value >> 8 & 0xFF : low(value, size);
      }
      return gs ? 0 : low(Memory.getLong(operand(context, at + 1, rex)), size);
    } catch (GuestFault | InternalError unreadable) {
      return 0;
    }
  }

  /** The address that a ModRM byte stands for. */
  private static long operand(long context, long modRmAt, int rex) {
    int modRm = Memory.getU8(modRmAt);
    int mode = modRm >> 6;
    long at = modRmAt + 1;
    long address;
    if ((modRm & 7) == 4) {
      int sib = Memory.getU8(at++);
      int index = sib >> 3 & 7 | (rex & 2) << 2;
      int base = sib & 7 | (rex & 1) << 3;
      address = index == 4 ? 0 : Context.register(context, index) << (sib >> 6);
      if ((base & 7) == 5 && mode == 0) {
        return address + Memory.getInt(at);
      }
      address += Context.register(context, base);
    } else if ((modRm & 7) == 5 && mode == 0) {
      return at + 4 + Memory.getInt(at);
    } else {
      address = Context.register(context, modRm & 7 | (rex & 1) << 3);
    }
    return switch (mode) {
      case 1 -> address + Memory.getByte(at);
      case 2 -> address + Memory.getInt(at);
      default -> address;
    };
  }

  private static long low(long value, int size) {
    return size == 8 ? value : value & (1L << 8 * size) - 1;
  }
}
