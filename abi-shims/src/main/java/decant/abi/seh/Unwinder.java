package decant.abi.seh;

import decant.abi.Gate;
import decant.host.Memory;

/**
 * Undoes one frame: {@code RtlVirtualUnwind}.
 *
 * @see <a href="https://learn.microsoft.com/cpp/build/exception-handling-x64">x64 exception
 *     handling</a>
 */
public final class Unwinder {
  public static final int UNW_FLAG_EHANDLER = 1;
  public static final int UNW_FLAG_UHANDLER = 2;
  private static final int UNW_FLAG_CHAININFO = 4;

  private static final int PUSH_NONVOL = 0;
  private static final int ALLOC_LARGE = 1;
  private static final int ALLOC_SMALL = 2;
  private static final int SET_FPREG = 3;
  private static final int SAVE_NONVOL = 4;
  private static final int SAVE_NONVOL_FAR = 5;
  private static final int EPILOG = 6;
  private static final int SPARE = 7;
  private static final int SAVE_XMM128 = 8;
  private static final int SAVE_XMM128_FAR = 9;
  private static final int PUSH_MACHFRAME = 10;

  /** Chains of unwind data are short; a longer one is broken. */
  private static final int MAX_CHAIN = 32;

  /** The establisher frame of the function that was undone. */
  public long establisher;

  /** Address of the language handler, 0 for none. */
  public long handler;

  /** Address of the handler's data. */
  public long handlerData;

  /** Whether an address is in the gate, whose frames need no table. */
  static boolean inGate(long pc) {
    return pc >= Gate.machineCode("gate") && pc <= Gate.machineCode("gate_end");
  }

  /**
   * Undoes the frame of the function that {@code context} is in: the context becomes its caller's.
   *
   * @param type which handler the caller is interested in: {@code UNW_FLAG_*}, 0 for none
   * @param entry address of the function's entry, 0 for a leaf function
   * @param base what its RVAs are relative to
   */
  public void unwind(int type, long base, long pc, long entry, long context) {
    handler = 0;
    handlerData = 0;
    long rsp = Context.rsp(context);
    if (inGate(pc)) {
      establisher = rsp;
      GateFrame.restore(context, rsp);
      return;
    }
    if (entry == 0) {
      establisher = rsp;
      pop(context);
      return;
    }
    long begin = Memory.getU32(entry);
    long offset = pc - base - begin;
    long info = base + Memory.getU32(entry + 8);
    establisher = frame(info, offset, context);
    int prolog = Memory.getU8(info + 1);
    boolean first = true;
    boolean machineFrame = false;
    if (offset >= prolog && Epilog.undo(base, entry, pc, context)) {
      return;
    }
    for (int chain = 0; chain < MAX_CHAIN; chain++) {
      int flags = Memory.getU8(info) >> 3;
      int count = Memory.getU8(info + 2);
      machineFrame |= undo(info, count, first ? offset : Long.MAX_VALUE, context);
      long behind = info + 4 + 2L * ((count + 1) & ~1);
      if ((flags & UNW_FLAG_CHAININFO) == 0) {
        if ((flags & type) != 0 && (!first || offset >= prolog)) {
          handler = base + Memory.getU32(behind);
          handlerData = behind + 4;
        }
        break;
      }
      first = false;
      info = base + Memory.getU32(behind + 8);
    }
    if (!machineFrame) {
      pop(context);
    }
  }

  private static void pop(long context) {
    long rsp = Context.rsp(context);
    Context.setRip(context, Memory.getLong(rsp));
    Context.setRsp(context, rsp + 8);
  }

  /**
   * The establisher frame: RSP behind the prolog, or what the frame register stands for once it is
   * set.
   */
  private static long frame(long info, long offset, long context) {
    int registerAndOffset = Memory.getU8(info + 3);
    int register = registerAndOffset & 15;
    if (register == 0) {
      return Context.rsp(context);
    }
    boolean set =
        offset >= Memory.getU8(info + 1) || (Memory.getU8(info) >> 3 & UNW_FLAG_CHAININFO) != 0;
    int count = Memory.getU8(info + 2);
    for (int i = 0; i < count && !set; i += slots(info + 4 + 2L * i)) {
      long code = info + 4 + 2L * i;
      set = (Memory.getU8(code + 1) & 15) == SET_FPREG && offset >= Memory.getU8(code);
    }
    return set
        ? Context.register(context, register) - 16L * (registerAndOffset >> 4)
        : Context.rsp(context);
  }

  /** The number of 16-bit slots that a code takes. */
  private static int slots(long code) {
    int op = Memory.getU8(code + 1) & 15;
    int opInfo = Memory.getU8(code + 1) >> 4;
    return switch (op) {
      case ALLOC_LARGE -> opInfo == 0 ? 2 : 3;
      case SAVE_NONVOL, SAVE_XMM128, EPILOG -> 2;
      case SAVE_NONVOL_FAR, SAVE_XMM128_FAR, SPARE -> 3;
      default -> 1;
    };
  }

  /**
   * Undoes what the prolog had done up to {@code offset}; true when a machine frame set RIP and
   * RSP.
   */
  private boolean undo(long info, int count, long offset, long context) {
    int version = Memory.getU8(info) & 7;
    boolean machineFrame = false;
    for (int i = 0; i < count; ) {
      long code = info + 4 + 2L * i;
      int op = Memory.getU8(code + 1) & 15;
      int opInfo = Memory.getU8(code + 1) >> 4;
      int slots = op == EPILOG && version >= 2 ? 1 : slots(code);
      i += slots;
      if (offset < Memory.getU8(code)) {
        continue;
      }
      long rsp = Context.rsp(context);
      switch (op) {
        case PUSH_NONVOL -> {
          Context.setRegister(context, opInfo, Memory.getLong(rsp));
          Context.setRsp(context, rsp + 8);
        }
        case ALLOC_LARGE ->
            Context.setRsp(
                context,
                rsp + (opInfo == 0 ? 8L * Memory.getU16(code + 2) : Memory.getU32(code + 2)));
        case ALLOC_SMALL -> Context.setRsp(context, rsp + 8L * opInfo + 8);
        case SET_FPREG -> {
          int registerAndOffset = Memory.getU8(info + 3);
          Context.setRsp(
              context,
              Context.register(context, registerAndOffset & 15) - 16L * (registerAndOffset >> 4));
        }
        case SAVE_NONVOL ->
            Context.setRegister(
                context, opInfo, Memory.getLong(establisher + 8L * Memory.getU16(code + 2)));
        case SAVE_NONVOL_FAR ->
            Context.setRegister(
                context, opInfo, Memory.getLong(establisher + Memory.getU32(code + 2)));
        case SAVE_XMM128 -> xmm(context, opInfo, establisher + 16L * Memory.getU16(code + 2));
        case SAVE_XMM128_FAR -> xmm(context, opInfo, establisher + Memory.getU32(code + 2));
        case PUSH_MACHFRAME -> {
          long at = rsp + 8L * opInfo;
          Context.setRip(context, Memory.getLong(at));
          Context.setRsp(context, Memory.getLong(at + 24));
          machineFrame = true;
        }
        default -> {} // version 2's description of epilogs: they are recognised by their code
      }
    }
    return machineFrame;
  }

  private static void xmm(long context, int number, long from) {
    Memory.copy(from, context + Context.XMM0 + 16L * number, 16);
  }
}
