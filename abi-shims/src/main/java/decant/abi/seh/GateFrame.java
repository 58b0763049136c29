package decant.abi.seh;

import decant.abi.Gate;
import decant.host.Memory;

/**
 * The frame of the gate on the guest stack, as layout.inc describes it, for those who look through
 * it.
 */
final class GateFrame {
  /** From the bottom of the frame to the argument slots. */
  static final int ARGUMENTS = 0x190;

  private static final int XMM6 = 0x80;

  /** The low halves of XMM0 to XMM3, as they were when the gate was entered. */
  private static final int FLOAT_ARGUMENTS = 0x120;

  /** Where the registers are saved, and their numbers: R15 R14 R13 R12 RSI RDI RBX RBP. */
  private static final int REGISTERS = 0x148;

  private static final int[] NUMBERS = {15, 14, 13, 12, 6, 7, 3, 5};
  private static final int RETURN_ADDRESS = 0x188;

  /** 0, or the address of the context to go on with. */
  private static final int CONTEXT = 0x140;

  /** Where functions of the guest that Java calls return to; 0 while nobody has asked. */
  private static long guestReturn;

  private GateFrame() {}

  /** Whether a frame at an address is one that Java calls a function of the guest from. */
  static boolean isCall(long pc) {
    if (guestReturn == 0) {
      guestReturn = Gate.machineCode("guest_return");
    }
    return pc == guestReturn;
  }

  /**
   * The context that is to look like the caller of a function that Java calls, 0 when it is the
   * caller of the gate. {@code bottom}: RSP in the gate's body.
   */
  static long pretended(long bottom) {
    return Memory.getLong(bottom + CONTEXT);
  }

  /**
   * Makes the frame that a call of the guest will begin at look as if {@code context} had called
   * it.
   */
  static void pretend(long frame, long context) {
    Memory.putLong(frame - ARGUMENTS + CONTEXT, context);
  }

  /**
   * Sets a context to the registers of the gate's caller. {@code bottom}: RSP in the gate's body.
   */
  static void restore(long context, long bottom) {
    long caller = pretended(bottom);
    if (caller != 0) {
      Context.copy(caller, context);
      return;
    }
    Memory.copy(bottom + XMM6, context + Context.XMM0 + 6 * 16, 10 * 16);
    for (int i = 0; i < NUMBERS.length; i++) {
      Context.setRegister(context, NUMBERS[i], Memory.getLong(bottom + REGISTERS + 8L * i));
    }
    Context.setRip(context, Memory.getLong(bottom + RETURN_ADDRESS));
    Context.setRsp(context, bottom + ARGUMENTS);
  }

  /** Sets XMM0 to XMM3 to the arguments of the gate's caller. */
  static void floatArguments(long context, long bottom) {
    for (int i = 0; i < 4; i++) {
      long value = Memory.getLong(bottom + FLOAT_ARGUMENTS + 8L * i);
      Memory.putLong(context + Context.XMM0 + 16L * i, value);
    }
  }
}
