package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Suspension;
import decant.nt.ThreadBlock;
import decant.nt.ThreadObject;

/**
 * What a thread does in the host before it goes on in the guest, when others want something of it:
 * it waits while it is suspended, takes the registers that were set for it, or ends.
 */
final class Interruptions {
  private Interruptions() {}

  /** Before a thread's first step. */
  static void begin(GuestThread t) {
    Suspension suspension = ThreadObject.of(t).suspension;
    suspension.await();
    requireAlive(suspension);
  }

  /** Behind the notifications of a new thread: the registers set for it while it was suspended. */
  static void beforeBody(GuestThread t) {
    ThreadObject.of(t).suspension.remind();
  }

  /**
   * Before the guest goes on.
   *
   * @param frame what {@link ThreadBlock#FRAME} is: where the thread's registers are
   */
  static long run(GuestThread t, long frame) {
    int action = Memory.getInt(t.teb + ThreadBlock.ACTION);
    long argument = Memory.getLong(t.teb + ThreadBlock.ACTION_ARG);
    Suspension suspension = ThreadObject.of(t).suspension;
    suspension.await();
    requireAlive(suspension);
    if (suspension.takeContext()
        && (frame == ThreadBlock.FRAME_RESTORE || frame == ThreadBlock.FRAME_HOST)) {
      return Gate.restore(t, t.teb + ThreadBlock.NEW_CONTEXT);
    }
    Memory.putLong(t.teb + ThreadBlock.ACTION_ARG, argument);
    Memory.putInt(t.teb + ThreadBlock.ACTION, action);
    return 0;
  }

  /**
   * Sends a thread that was stopped in guest code to {@link #run}, from which it will not return.
   */
  static void divert(GuestThread t, long stopped) {
    EnteredFile.leave(t, stopped);
    HostContext.redirect(
        stopped, Gate.machineCode("interrupt_entry"), Memory.getLong(t.teb + ThreadBlock.HOST_SP));
    Memory.putLong(t.teb + ThreadBlock.FRAME, ThreadBlock.FRAME_HOST);
  }

  private static void requireAlive(Suspension suspension) {
    Integer end = suspension.end();
    if (end != null) {
      throw new GuestExit(end, false);
    }
  }
}
