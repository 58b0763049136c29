package decant.abi;

import decant.abi.seh.Context;
import decant.host.Memory;

/** The host's {@code ucontext_t} of an interrupted thread, as a CONTEXT. */
final class HostContext {
  /** From the ucontext_t to its general registers, which begin with R8 (layout.inc: UC_GREGS). */
  private static final int GREGS = 40;

  /** Where the integer registers are, by their numbers in instruction encodings. */
  private static final int[] PLACES = {
    GREGS + 13 * 8,
    GREGS + 14 * 8,
    GREGS + 12 * 8,
    GREGS + 11 * 8,
    GREGS + 15 * 8,
    GREGS + 10 * 8,
    GREGS + 9 * 8,
    GREGS + 8 * 8,
    GREGS,
    GREGS + 8,
    GREGS + 2 * 8,
    GREGS + 3 * 8,
    GREGS + 4 * 8,
    GREGS + 5 * 8,
    GREGS + 6 * 8,
    GREGS + 7 * 8
  };

  private static final int RIP = GREGS + 16 * 8;
  private static final int RSP = GREGS + 15 * 8;
  private static final int EFLAGS = GREGS + 17 * 8;
  private static final int FPSTATE = GREGS + 23 * 8;

  /** FXSAVE area without the words at its end that the kernel uses for its own ends. */
  private static final int FXSAVE_OURS = 464;

  private static final int FXSAVE_SIZE = 512;
  private static final int MXCSR = 24;

  /** XSAVE header behind the FXSAVE area: which components are not in their initial state. */
  private static final int XSTATE_BV = FXSAVE_SIZE;

  private static final long XSTATE_LEGACY = 3;

  /** In the kernel's words at the end of the FXSAVE area: an extended state follows. */
  private static final int FP_XSTATE_MAGIC1 = 0x4650_5853;

  private HostContext() {}

  /** Fills a CONTEXT with the registers of an interrupted thread. */
  static void read(long ucontext, long context) {
    Memory.fill(context, Context.SIZE, 0);
    Memory.putInt(context + Context.FLAGS, Context.ALL);
    Context.setSegments(context);
    for (int i = 0; i < PLACES.length; i++) {
      Context.setRegister(context, i, Memory.getLong(ucontext + PLACES[i]));
    }
    Context.setRip(context, Memory.getLong(ucontext + RIP));
    Memory.putInt(context + Context.EFLAGS, Memory.getInt(ucontext + EFLAGS));
    long fp = Memory.getLong(ucontext + FPSTATE);
    Memory.putInt(context + Context.MXCSR, Memory.getInt(fp + MXCSR));
    Memory.copy(fp, context + Context.FLT_SAVE, FXSAVE_OURS);
  }

  /** Sets the registers of an interrupted thread to those of a whole CONTEXT. */
  static void write(long ucontext, long context) {
    for (int i = 0; i < PLACES.length; i++) {
      Memory.putLong(ucontext + PLACES[i], Context.register(context, i));
    }
    Memory.putLong(ucontext + RIP, Context.rip(context));
    Memory.putInt(ucontext + EFLAGS, Context.userFlags(Memory.getInt(context + Context.EFLAGS)));
    long fp = Memory.getLong(ucontext + FPSTATE);
    Memory.copy(context + Context.FLT_SAVE, fp, FXSAVE_OURS);
    Memory.putInt(fp + MXCSR, Memory.getInt(context + Context.FLT_SAVE + MXCSR) & 0xFFFF);
    Memory.putLong(fp + XSTATE_BV, Memory.getLong(fp + XSTATE_BV) | XSTATE_LEGACY);
  }

  /** The XSAVE area of an interrupted thread, 0 when the host has saved no extended state. */
  static long xsave(long ucontext) {
    long fp = Memory.getLong(ucontext + FPSTATE);
    return Memory.getInt(fp + FXSAVE_OURS) == FP_XSTATE_MAGIC1 ? fp : 0;
  }

  /** Where an interrupted thread is. */
  static long rip(long ucontext) {
    return Memory.getLong(ucontext + RIP);
  }

  /** An integer register of an interrupted thread, by its number in instruction encodings. */
  static long register(long ucontext, int number) {
    return Memory.getLong(ucontext + PLACES[number]);
  }

  /** Sends an interrupted thread somewhere else. */
  static void redirect(long ucontext, long rip, long rsp) {
    Memory.putLong(ucontext + RIP, rip);
    Memory.putLong(ucontext + RSP, rsp);
    Memory.putInt(ucontext + EFLAGS, Context.userFlags(0));
  }
}
