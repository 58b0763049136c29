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

  /** If {@code pc} is in an epilog of the function, does to the context what is left of it. */
  static boolean undo(long base, long entry, long pc, long context) {
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
    if (!ends(base, entry, at)) {
      return false;
    }
    for (long p = afterAdjust; p < at; ) {
      int op = Memory.getU8(p++);
      int high = 0;
      if ((op & 0xF0) == 0x40) {
        high = (op & 1) << 3;
        op = Memory.getU8(p++);
      }
      Context.setRegister(context, op - 0x58 + high, Memory.getLong(rsp));
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
  private static boolean ends(long base, long entry, long at) {
    int op = Memory.getU8(at);
    int next = Memory.getU8(at + 1);
    return switch (op) {
      case 0xC3, 0xC2 -> true;
      case 0xF3 -> next == 0xC3;
      case 0xEB -> outside(base, entry, at + 2 + Memory.getByte(at + 1));
      case 0xE9 -> outside(base, entry, at + 5 + Memory.getInt(at + 1));
      case 0xFF -> next == 0x25;
      case REX_W -> next == 0xFF && (Memory.getU8(at + 2) & 0x38) == 0x20;
      default -> false;
    };
  }

  private static boolean outside(long base, long entry, long target) {
    long rva = target - base;
    return rva < Memory.getU32(entry) || rva >= Memory.getU32(entry + 4);
  }
}
