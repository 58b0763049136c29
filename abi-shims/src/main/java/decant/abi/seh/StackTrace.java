package decant.abi.seh;

import decant.host.Memory;
import decant.nt.GuestThread;

/** The callers of a guest context, by unwinding. */
public final class StackTrace {
  private StackTrace() {}

  /**
   * Collects return addresses.
   *
   * @param context where to begin; it is changed
   * @param addresses takes the addresses, that of {@code context} itself first
   * @return how many there are
   */
  public static int collect(GuestThread t, long context, long[] addresses) {
    long base = Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
    Unwinder unwinder = new Unwinder(t);
    int n = 0;
    while (n < addresses.length && (n == 0 || Context.rip(context) != 0)) {
      long pc = Context.rip(context);
      long rsp = Context.rsp(context);
      addresses[n++] = pc;
      if (rsp < Memory.LOW || rsp >= base - 8 || (rsp & 7) != 0) {
        break;
      }
      boolean astray = GateFrame.isCall(pc) && GateFrame.pretended(rsp) != 0; // any other stack
      unwinder.unwind(0, unwinder.lookup(pc), pc, context);
      if (Context.rsp(context) <= rsp && !astray) {
        break;
      }
    }
    return n;
  }
}
