package decant.crt.eh;

/**
 * What the compiler says of a C++ function with objects or {@code try} blocks ({@code FuncInfo},
 * ehdata.h), decoded once. A state is a number that says which objects live and which {@code try}
 * blocks have been entered. Catch blocks are functions of their own, "funclets", which use the
 * objects of the function that they belong to; in the older form of the data they share its
 * description, in the compressed form each has its own.
 */
final class CxxFunction {
  /** The state in which there is nothing to do. */
  static final int EMPTY = -1;

  /** Where a destructor's object lies is known to the funclet that {@link Action} calls. */
  static final int NO_OBJECT = Integer.MIN_VALUE;

  /** The description is that of a function, not of a catch block. */
  static final int NO_CATCH = -1;

  /**
   * How a state is left.
   *
   * @param outer the state around it, smaller than it
   * @param function address of what destroys the object, 0 for nothing
   * @param object place of the object in the frame, or {@link #NO_OBJECT}
   * @param indirect whether a pointer to the object is there
   */
  record Action(int outer, long function, int object, boolean indirect) {}

  /** A {@code try} block: its states, and the last state of its catch blocks. */
  record Try(int low, int high, int catchHigh, Handler[] handlers) {}

  /**
   * A catch block.
   *
   * @param adjectives of what it catches
   * @param type address of the type descriptor, 0 for {@code catch (...)}
   * @param object place of its variable in the frame, 0 for none
   * @param function address of the funclet
   * @param frame where the funclet keeps the frame of its function, in the older form
   * @param continuations where to continue, if the funclet returns an index into this
   */
  record Handler(
      int adjectives, long type, int object, long function, int frame, long[] continuations) {}

  /** Base of the image, which RVAs are relative to. */
  final long base;

  /** Whether {@code catch (...)} catches C++ exceptions alone. */
  final boolean synchronous;

  /** Whether an exception that leaves the function ends the program. */
  final boolean isNoexcept;

  /** Of a catch block with its own description: where it keeps the frame of its function. */
  final int catchFrame;

  /** By state. */
  final Action[] actions;

  /** Inner {@code try} blocks come before those around them. */
  final Try[] tries;

  /** RVAs in order, and the state from each on. */
  private final int[] addresses;

  private final int[] states;

  CxxFunction(
      long base,
      boolean synchronous,
      boolean isNoexcept,
      int catchFrame,
      Action[] actions,
      Try[] tries,
      int[] addresses,
      int[] states) {
    this.base = base;
    this.synchronous = synchronous;
    this.isNoexcept = isNoexcept;
    this.catchFrame = catchFrame;
    this.actions = actions;
    this.tries = tries;
    this.addresses = addresses;
    this.states = states;
  }

  /** The state by an address. */
  int state(long rva) {
    int low = 0;
    int high = addresses.length;
    while (low < high) { // the first entry behind the address
      int middle = (low + high) >>> 1;
      if (Integer.toUnsignedLong(addresses[middle]) <= rva) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? EMPTY : states[low - 1];
  }
}
