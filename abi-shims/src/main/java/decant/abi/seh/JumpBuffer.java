package decant.abi.seh;

import decant.abi.GuestUnwind;
import decant.host.Memory;

/** The {@code _JUMP_BUFFER} structure of x86-64 (setjmp.h), by address. */
public final class JumpBuffer {
  /** The code of an unwind that ends with a jump: the jump buffer is the record's parameter. */
  public static final int STATUS_LONGJUMP = 0x8000_0026;

  private static final int RBX = 0x08;

  /** The numbers of the registers from {@link #RBX} on. */
  private static final int[] REGISTERS = {3, 4, 5, 6, 7, 12, 13, 14, 15};

  private static final int RIP = 0x50;
  private static final int MXCSR = 0x58;
  private static final int FPCSR = 0x5C;
  private static final int XMM6 = 0x60;
  private static final int XMM6_TO_15 = 10 * 16;
  private static final int FLT_MXCSR = 24;

  private JumpBuffer() {}

  /** The frame that a jump unwinds to, 0 when it just jumps. */
  public static long frame(long buffer) {
    return Memory.getLong(buffer);
  }

  public static long rip(long buffer) {
    return Memory.getLong(buffer + RIP);
  }

  /**
   * Continues where {@code setjmp} was called.
   *
   * @param context a context of the thread, which becomes that of {@code setjmp}'s caller
   * @param value what {@code setjmp} returns
   */
  public static GuestUnwind jump(long buffer, long context, long value) {
    load(buffer, context);
    Context.setRegister(context, 0, value);
    throw new GuestUnwind(Context.rsp(context), context);
  }

  /** Sets the registers that a buffer has. */
  static void load(long buffer, long context) {
    for (int i = 0; i < REGISTERS.length; i++) {
      Context.setRegister(context, REGISTERS[i], Memory.getLong(buffer + RBX + 8L * i));
    }
    Context.setRip(context, rip(buffer));
    int mxcsr = Memory.getInt(buffer + MXCSR);
    Memory.putInt(context + Context.MXCSR, mxcsr);
    Memory.putShort(context + Context.FLT_SAVE, Memory.getShort(buffer + FPCSR));
    Memory.putInt(context + Context.FLT_SAVE + FLT_MXCSR, mxcsr);
    Memory.copy(buffer + XMM6, context + Context.XMM0 + 6 * 16, XMM6_TO_15);
  }
}
