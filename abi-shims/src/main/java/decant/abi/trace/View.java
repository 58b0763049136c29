package decant.abi.trace;

import decant.abi.Text;
import decant.nt.GuestThread;

/** One call as it is looked at: whose it is, its arguments, and how much to show. */
final class View {
  final GuestThread thread;
  final Names names;

  /** Which of its twins is called, null for a function without. */
  final Text twin;

  /** The argument slots; of floating-point arguments the bits. */
  final long[] slots;

  /** Characters of a string that are shown. */
  final int most;

  /** RAX, once the call has returned. */
  long result;

  /** Whether the call has returned. */
  boolean returned;

  View(GuestThread thread, Names names, Text twin, long[] slots, int most) {
    this.thread = thread;
    this.names = names;
    this.twin = twin;
    this.slots = slots;
    this.most = most;
  }
}
