package decant.abi;

import decant.nt.GuestThread;

/**
 * Decodes the Win64 frame of one API and calls its method. One small class per API, made at build
 * time from its {@link Export} declaration and loaded when the API is first called.
 */
public abstract class Adapter {
  /** What the guest sees when the method throws; never {@link Fails#DEFAULT}. */
  public final Fails fails;

  protected Adapter(Fails fails) {
    this.fails = fails;
  }

  /**
   * Answers a call.
   *
   * @param thread the calling thread
   * @param frame address of the argument slots: the caller's home space, followed by the stack
   *     arguments
   * @return RAX
   */
  public abstract long invoke(GuestThread thread, long frame);
}
