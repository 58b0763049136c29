package decant.abi.seh;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;

/**
 * An exception on its way to the handlers: its record and context lie on the guest's stack, below
 * the frame that it happened in.
 */
public final class Exceptions {
  private static final int POINTERS = 0;
  private static final int RECORD = 0x10;
  private static final int CONTEXT = 0xB0;
  private static final int SIZE = CONTEXT + Context.SIZE;

  /** Stack that an exception takes, handlers aside. */
  private static final int ROOM = 0x1000;

  /**
   * What lies below the stack pointer may be in use by the faulting code for a few bytes; nothing
   * goes there.
   */
  private static final int DISTANCE = 0x100;

  private final GuestThread t;
  private final long area;

  /** Makes room below a stack pointer, for calls of the guest too. */
  private Exceptions(GuestThread t, long stackPointer) {
    this.t = t;
    this.area = Memory.alignDown(stackPointer - DISTANCE - SIZE, 16);
    t.frame = area;
  }

  /** An exception in guest code. {@code context}: the registers, which are copied. */
  public static Exceptions at(GuestThread t, long context) {
    Exceptions e = new Exceptions(t, usable(t, Context.rsp(context)));
    Context.copy(context, e.context());
    VectoredHandlers.pointers(e.area + POINTERS, e.record(), e.context());
    return e;
  }

  /**
   * A stack pointer with room below it: the guest's own, or the end of our scratch memory when that
   * has overflowed or is lost.
   */
  private static long usable(GuestThread t, long rsp) {
    long limit = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
    long base = Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
    boolean own = rsp <= base && rsp - limit >= ROOM;
    return own ? rsp : t.scratch() + ThreadBlock.SCRATCH_SIZE;
  }

  /** An exception that an API raises in its caller. */
  public static Exceptions inCaller(GuestThread t) {
    long frame = t.frame;
    Exceptions e = new Exceptions(t, usable(t, frame - GateFrame.ARGUMENTS));
    Context.ofCaller(e.context(), frame);
    VectoredHandlers.pointers(e.area + POINTERS, e.record(), e.context());
    return e;
  }

  public long record() {
    return area + RECORD;
  }

  public long context() {
    return area + CONTEXT;
  }

  /** Asks the handlers; true when one has dealt with it and the context is to be continued. */
  public boolean handled() {
    return VectoredHandlers.of(t.process).call(t, area + POINTERS);
  }
}
