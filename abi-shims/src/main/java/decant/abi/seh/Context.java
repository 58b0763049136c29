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

  /** {@link #FULL} and the segment registers. */
  public static final int ALL = 0x10_000F;

  /** Bits of {@link #FLAGS}, behind {@link #AMD64}. */
  public static final int AMD64 = 0x10_0000;

  public static final int CONTROL = 1;
  public static final int INTEGER = 2;
  public static final int SEGMENTS = 4;
  public static final int FLOATING_POINT = 8;
  public static final int DEBUG_REGISTERS = 16;

  private static final int DR0 = 0x48;
  private static final int REGISTER_COUNT = 16;
  private static final int RSP_NUMBER = 4;
  private static final int FLT_SIZE = 512;

  /** What user mode may set of EFLAGS: ID AC OF DF TF SF ZF AF PF CF, and what is always set. */
  private static final int SETTABLE_EFLAGS = 0x24_0DD5;

  private static final int FIXED_EFLAGS = 0x202;

  /** {@code CONTEXT_XSTATE}, without the bit of AMD64: an extended state belongs to it. */
  public static final int XSTATE = 0x40;

  /** The registers that the first arguments are in: RCX, RDX, R8, R9. */
  private static final int[] ARGUMENTS = {1, 2, 8, 9};

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
    setDefaultModes(context);
    Memory.putInt(context + EFLAGS, USER_EFLAGS);
    Memory.putShort(context + SEG_CS, 0x33);
    Memory.putShort(context + SEG_CS + 10, 0x2B); // SegSs
    GateFrame.restore(context, frame - GateFrame.ARGUMENTS);
  }

  /** Sets the floating-point modes: MXCSR and the control word of the x87. */
  public static void setModes(long context, int mxcsr, int control) {
    Memory.putInt(context + MXCSR, mxcsr);
    Memory.putInt(context + FLT_MXCSR, mxcsr);
    Memory.putShort(context + FLT_CONTROL, control);
  }

  /** The floating-point modes of a new thread. */
  public static void setDefaultModes(long context) {
    Memory.putInt(context + MXCSR, DEFAULT_MXCSR);
    Memory.putInt(context + FLT_MXCSR, DEFAULT_MXCSR);
    Memory.putInt(context + FLT_MXCSR_MASK, 0xFFFF);
    Memory.putShort(context + FLT_CONTROL, DEFAULT_CONTROL);
  }

  /** The segment registers as every 64-bit program of Windows has them. */
  public static void setSegments(long context) {
    Memory.putInt(context + SEG_CS, 0x002B_0033);
    Memory.putInt(context + SEG_CS + 4, 0x0053_002B);
    Memory.putInt(context + SEG_CS + 8, 0x002B_002B);
  }

  /** Flags as a program may set them. */
  public static int userFlags(int flags) {
    return flags & SETTABLE_EFLAGS | FIXED_EFLAGS;
  }

  /**
   * Copies the parts of a whole context that flags name: what GetThreadContext and SetThreadContext
   * do.
   *
   * @param flags {@code CONTEXT_*}
   */
  public static void copyParts(long from, long to, int flags) {
    if ((flags & CONTROL) != 0) {
      Memory.putLong(to + RIP, Memory.getLong(from + RIP));
      Memory.putLong(to + RSP, Memory.getLong(from + RSP));
      Memory.putInt(to + EFLAGS, Memory.getInt(from + EFLAGS));
      Memory.putShort(to + SEG_CS, Memory.getShort(from + SEG_CS));
      Memory.putShort(to + SEG_CS + 10, Memory.getShort(from + SEG_CS + 10));
    }
    if ((flags & INTEGER) != 0) {
      for (int i = 0; i < REGISTER_COUNT; i++) {
        if (i != RSP_NUMBER) {
          setRegister(to, i, register(from, i));
        }
      }
    }
    if ((flags & SEGMENTS) != 0) {
      Memory.copy(from + SEG_CS + 2, to + SEG_CS + 2, 8);
    }
    if ((flags & FLOATING_POINT) != 0) {
      Memory.putInt(to + MXCSR, Memory.getInt(from + MXCSR));
      Memory.copy(from + FLT_SAVE, to + FLT_SAVE, FLT_SIZE);
    }
    if ((flags & DEBUG_REGISTERS) != 0) {
      Memory.copy(from + DR0, to + DR0, 6 * 8);
    }
  }

  /**
   * Fills a context with the guest's registers as they were when it called an API: at the first
   * instruction of the API's function. What an API's arguments do not lie in is zero.
   *
   * @param frame address of the argument slots
   * @param function the function's address
   */
  public static void ofCall(long context, long frame, long function) {
    ofCaller(context, frame);
    Memory.putInt(context + FLAGS, ALL);
    for (int i = 0; i < ARGUMENTS.length; i++) {
      setRegister(context, ARGUMENTS[i], Memory.getLong(frame + 8L * i));
    }
    GateFrame.floatArguments(context, frame - GateFrame.ARGUMENTS);
    setRip(context, function);
    setRsp(context, frame - 8);
  }

  public static void copy(long from, long to) {
    Memory.copy(from, to, SIZE);
  }
}
