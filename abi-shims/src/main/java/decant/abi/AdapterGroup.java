package decant.abi;

import decant.nt.GuestThread;

/**
 * Decodes the Win64 frames of the APIs of one shim class and calls its methods. Generated beside
 * that class at build time, from its {@link Export} declarations: a small method for each API, and
 * a switch over them. It has no state.
 *
 * <p>One class for many APIs, because every class that the archive of the JVM has costs each start
 * 10 µs, and one that it has not costs its first caller a hundred times that.
 */
public abstract class AdapterGroup {
  /** What the guest sees when the {@code number}-th method throws. */
  public abstract Fails fails(int number);

  /** Answers a call of the {@code number}-th API; see {@link Adapter#invoke}. */
  public abstract long invoke(int number, GuestThread thread, long frame);
}
