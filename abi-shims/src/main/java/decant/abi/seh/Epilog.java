package decant.abi.seh;

import decant.host.Memory;

/**
 * Recognises that an address lies in an epilog, by the few forms of code that an epilog may have,
 * and completes it.
 *
 * @see <a href="https://learn.microsoft.com/cpp/build/prolog-and-epilog">x64 prolog and epilog</a>
 */
final class Epilog {
  private static final int REX_W = 0x48;

  private Epilog() {}

  /** Whether an address may lie in an epilog. */
  static boolean contains(UnwindInfo function, long pc) {
    int[] epilogs = function.epilogs;
    if (epilogs == null) {
      return true; // its code tells
    }
    for (int i = 0; i < epilogs.length; i += 2) {
      long into = pc - function.begin - epilogs[i];
      if (into >= 0 && into < epilogs[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** If {@code pc} is in an epilog of the function, does to the context what is left of it. */
  static boolean undo(Unwinder unwinder, UnwindInfo function, long pc, long context) {
    long at = pc;
    long rsp = Context.rsp(context);
    int first = Memory.getU8(at);
    int second = Memory.getU8(at + 1);
    int third = Memory.getU8(at + 2);
    if (first == REX_W && second == 0x83 && third == 0xC4) { // add rsp, imm8
      rsp += Memory.getByte(at + 3);
      at += 4;
    } else if (first == REX_W && second == 0x81 && third == 0xC4) { // add rsp, imm32
      rsp += Memory.getInt(at + 3);
      at += 7;
    } else if ((first & 0xFE) == REX_W
        && second == 0x8D
        && (third & 0x38) == 0x20) { // lea rsp, [fp+disp]
      int register = third & 7 | (first & 1) << 3;
      if (register == 4 || register == 12) {
        return false;
      }
      int mode = third >> 6;
      if (mode == 1) {
        rsp = Context.register(context, register) + Memory.getByte(at + 3);
        at += 4;
      } else if (mode == 2) {
        rsp = Context.register(context, register) + Memory.getInt(at + 3);
        at += 7;
      } else {
        return false;
      }
    }
    long afterAdjust = at;
    at = skipPops(at);
    if (!ends(unwinder, function, at)) {
      return false;
    }
    for (long p = afterAdjust; p < at; ) {
      int op = Memory.getU8(p++);
      int high = 0;
      if ((op & 0xF0) == 0x40) {
        high = (op & 1) << 3;
        op = Memory.getU8(p++);
      }
      unwinder.restore(context, op - 0x58 + high, rsp);
      rsp += 8;
    }
    Context.setRip(context, Memory.getLong(rsp));
    Context.setRsp(context, rsp + 8);
    return true;
  }

  private static long skipPops(long from) {
    long at = from;
    while (true) {
      int op = Memory.getU8(at);
      int prefix = (op & 0xF0) == 0x40 ? 1 : 0;
      if ((Memory.getU8(at + prefix) & 0xF8) != 0x58) {
        return at;
      }
      at += 1 + prefix;
    }
  }

  /** Whether the function ends here: a return, or a jump out of it. */
  private static boolean ends(Unwinder unwinder, UnwindInfo function, long at) {
    int op = Memory.getU8(at);
    return switch (op) {
      case 0xC3, 0xC2 -> true;
      case 0xF3 -> Memory.getU8(at + 1) == 0xC3;
      case 0xEB -> leaves(unwinder, function, at + 2 + Memory.getByte(at + 1));
      case 0xE9 -> leaves(unwinder, function, at + 5 + Memory.getInt(at + 1));
      case 0xFF -> Memory.getU8(at + 1) == 0x25;
      case REX_W -> Memory.getU8(at + 1) == 0xFF && (Memory.getU8(at + 2) & 0x38) == 0x20;
      default -> false;
    };
  }

  /**
   * Whether a jump is a call at the end: to another function, or to the function's own begin, not
   * to another part of the function.
   */
  private static boolean leaves(Unwinder unwinder, UnwindInfo function, long target) {
    if (function.contains(target)) {
      return target == function.begin && function.chained == null;
    }
    UnwindInfo other = unwinder.lookup(target);
    return other == null || other.primary().begin != function.primary().begin;
  }
}
