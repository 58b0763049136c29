package decant.abi.seh;

import decant.host.Memory;

/**
 * The {@code CONTEXT} structure of x86-64 (winnt.h), by address.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-context">CONTEXT</a>
 */
public final class Context {
  public static final int SIZE = 0x4D0;
  public static final int FLAGS = 0x30;
  public static final int MXCSR = 0x34;
  public static final int SEG_CS = 0x38;
  public static final int EFLAGS = 0x44;

  /**
   * The integer registers in the order of their numbers: RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8
   * to R15.
   */
  public static final int RAX = 0x78;

  public static final int RSP = 0x98;
  public static final int RIP = 0xF8;
  public static final int FLT_SAVE = 0x100;
  public static final int XMM0 = 0x1A0;

  /** {@code CONTEXT_FULL} of AMD64: control, integer and floating-point registers. */
  public static final int FULL = 0x10_000B;

  private static final int FLT_MXCSR = FLT_SAVE + 24;
  private static final int FLT_MXCSR_MASK = FLT_SAVE + 28;
  private static final int FLT_CONTROL = FLT_SAVE;
  private static final int DEFAULT_MXCSR = 0x1F80;
  private static final int DEFAULT_CONTROL = 0x27F;
  private static final int USER_EFLAGS = 0x246;

  private Context() {}

  public static long rip(long context) {
    return Memory.getLong(context + RIP);
  }

  public static void setRip(long context, long value) {
    Memory.putLong(context + RIP, value);
  }

  public static long rsp(long context) {
    return Memory.getLong(context + RSP);
  }

  public static void setRsp(long context, long value) {
    Memory.putLong(context + RSP, value);
  }

  /** An integer register by its number in instruction encodings. */
  public static long register(long context, int number) {
    return Memory.getLong(context + RAX + 8L * number);
  }

  public static void setRegister(long context, int number, long value) {
    Memory.putLong(context + RAX + 8L * number, value);
  }

  /**
   * Fills a context with what the guest's registers will be when the API that is being called
   * returns: what the gate's frame has saved. Volatile registers are zero.
   *
   * @param frame address of the argument slots (layout.inc: the gate's frame lies below)
   */
  public static void ofCaller(long context, long frame) {
    Memory.fill(context, SIZE, 0);
    Memory.putInt(context + FLAGS, FULL);
    Memory.putInt(context + MXCSR, DEFAULT_MXCSR);
    Memory.putInt(context + FLT_MXCSR, DEFAULT_MXCSR);
    Memory.putInt(context + FLT_MXCSR_MASK, 0xFFFF);
    Memory.putShort(context + FLT_CONTROL, DEFAULT_CONTROL);
    Memory.putInt(context + EFLAGS, USER_EFLAGS);
    Memory.putShort(context + SEG_CS, 0x33);
    Memory.putShort(context + SEG_CS + 10, 0x2B); // SegSs
    GateFrame.restore(context, frame - GateFrame.ARGUMENTS);
  }

  public static void copy(long from, long to) {
    Memory.copy(from, to, SIZE);
  }
}
