package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;

/**
 * Calls of guest functions by Java code that is not ours: each is a beginning of its own, which no
 * exception of the guest's passes. Nested calls – from Java that the guest has called – begin below
 * the gate's frame that their thread is in.
 */
public final class HostedCalls {
  /** The most arguments: a frame of the gate has room for them below what an unwinder reads. */
  public static final int MAX_ARGUMENTS = 36;

  private HostedCalls() {}

  /**
   * Calls a guest function on the calling thread.
   *
   * @param t the guest thread that the calling thread is
   * @param arguments as they go into the slots
   * @return RAX; XMM0 is left in the thread block ({@link ThreadBlock#XMM0})
   * @throws GuestExit when the guest ends its thread or process, or an exception does
   * @throws StackOverflowError when the calling thread's own stack has no room
   */
  public static long call(GuestThread t, long function, long[] arguments, int count) {
    long outer = t.frame;
    int depth = t.exceptionDepth;
    int text = t.textException;
    // An empty frame of the gate: its return address 0 is where an unwinder stops.
    long frame = outer == 0 ? t.stackTop() : Memory.alignDown(outer - 2L * Gate.FRAME_ARGS, 16);
    long bottom = frame - Gate.FRAME_ARGS;
    try {
      ThreadMemory.reach(t, bottom);
      if (outer != 0) {
        Memory.fill(bottom, frame + 8 - bottom, 0);
      }
      for (int i = 0; i < count; i++) {
        Memory.putLong(bottom + 8L * i, arguments[i]);
      }
      t.frame = frame;
      t.exceptionDepth = 0;
      t.textException = 0;
      long result = Gate.enter(t, function, bottom);
      if (Memory.getInt(t.teb + ThreadBlock.HOST_FULL) != 0) {
        Memory.putInt(t.teb + ThreadBlock.HOST_FULL, 0);
        throw new StackOverflowError("this thread's stack has no room for a call of a DLL");
      }
      return result;
    } catch (GuestCrash e) {
      if (e.code() == NtStatus.STACK_OVERFLOW.code()) {
        ThreadMemory.resetGuard(t, bottom);
      }
      throw e;
    } finally {
      t.frame = outer;
      t.exceptionDepth = depth;
      t.textException = text;
    }
  }
}
