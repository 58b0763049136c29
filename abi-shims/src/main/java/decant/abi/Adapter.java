package decant.abi;

import decant.nt.GuestThread;

/** One API as the gate calls it: a number in the {@link AdapterGroup} of its shim class. */
public final class Adapter {
  /** What the guest sees when the method throws; never {@link Fails#DEFAULT}. */
  public final Fails fails;

  private final AdapterGroup group;
  private final int number;

  Adapter(AdapterGroup group, int number) {
    this.group = group;
    this.number = number;
    this.fails = group.fails(number);
  }

  /**
   * Answers a call.
   *
   * @param thread the calling thread
   * @param frame address of the argument slots: the caller's home space, followed by the stack
   *     arguments
   * @return RAX
   */
  public long invoke(GuestThread thread, long frame) {
    return group.invoke(number, thread, frame);
  }
}
