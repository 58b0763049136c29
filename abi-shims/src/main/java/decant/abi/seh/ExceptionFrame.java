package decant.abi.seh;

import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;

/**
 * What {@code KiUserExceptionDispatcher} finds at RSP: the CONTEXT and the record of an exception
 * on the guest's stack, below the frame that it happened in, laid out as Windows' kernel does
 * (layout.inc: DF_...). Unwind data there says how to get from it to that frame.
 */
public final class ExceptionFrame {
  /** Address of the {@code EXCEPTION_POINTERS}: P5Home and P6Home of the CONTEXT. */
  static final int POINTERS = 0x20;

  private static final int CONTEXT_EX = 0x4D0;
  private static final int EX_LEGACY = CONTEXT_EX + 0x08;
  private static final int EX_XSTATE = CONTEXT_EX + 0x10;
  private static final int RECORD = 0x4F0;
  private static final int MACHINE_FRAME = 0x590;
  private static final int XSTATE = 0x5C0;
  private static final int ALIGNMENT = 64;

  /** What is written below the frame before a handler gets control: return addresses. */
  private static final int BELOW = 0x40;

  private ExceptionFrame() {}

  /**
   * Lays out the frame for the registers in a CONTEXT; the record is left to the caller.
   *
   * @return its address
   * @throws GuestFault when the stack has no room for it
   */
  public static long below(GuestThread t, long context) {
    long length = xstateLength(context);
    long frame = Memory.alignDown(Context.rsp(context) - XSTATE - length, ALIGNMENT);
    long lowest = frame - BELOW;
    if (ownStack(t, Context.rsp(context))) {
      ThreadMemory.reach(t, lowest);
    } else if (!t.process.memory.accessible(lowest, XSTATE + length + BELOW, true)) {
      throw new GuestFault(lowest);
    }
    fill(frame, context, length);
    return frame;
  }

  /** Lays it out in memory of ours, for those who only look at it: the stack has no room. */
  public static long apart(GuestThread t, long context) {
    long frame = t.scratch() + Memory.alignDown(ThreadBlock.SCRATCH_SIZE / 2, ALIGNMENT);
    fill(frame, context, 0);
    return frame;
  }

  /** Whether a stack pointer lies in the stack that the TEB tells of. */
  public static boolean ownStack(GuestThread t, long rsp) {
    return rsp <= Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)
        && rsp > Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
  }

  private static void fill(long frame, long context, long xstateLength) {
    Context.copy(context, frame);
    long all = xstateLength == 0 ? RECORD : XSTATE + xstateLength;
    putChunk(frame + CONTEXT_EX, -CONTEXT_EX, all);
    putChunk(frame + EX_LEGACY, -CONTEXT_EX, Context.SIZE);
    putChunk(frame + EX_XSTATE, XSTATE - CONTEXT_EX, xstateLength);
    Memory.putLong(frame + MACHINE_FRAME, Context.rip(context));
    Memory.putLong(frame + MACHINE_FRAME + 24, Context.rsp(context));
    if (xstateLength == 0) {
      Memory.putInt(frame + Context.FLAGS, Memory.getInt(frame + Context.FLAGS) & ~Context.XSTATE);
    } else {
      Memory.copy(xstate(context), frame + XSTATE, xstateLength);
    }
  }

  private static void putChunk(long at, int offset, long length) {
    Memory.putInt(at, offset);
    Memory.putInt(at + 4, (int) length);
  }

  /** The bytes of a context's extended state, its header included; 0 when it has none. */
  private static long xstateLength(long context) {
    boolean has = (Memory.getInt(context + Context.FLAGS) & Context.XSTATE) != 0;
    long length = has ? Memory.getU32(context + EX_XSTATE + 4) : 0;
    return length > ThreadBlock.XSAVE_SIZE ? 0 : length;
  }

  private static long xstate(long context) {
    return context + CONTEXT_EX + Memory.getInt(context + EX_XSTATE);
  }

  public static long record(long frame) {
    return frame + RECORD;
  }

  /** The CONTEXT, with which the frame begins. */
  public static long context(long frame) {
    return frame;
  }
}
