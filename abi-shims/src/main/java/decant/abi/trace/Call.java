package decant.abi.trace;

/** A call that is traced, from its arrival until it is written. */
final class Call {
  final CallShape shape;

  /** What is decoded; null when nothing is, and then there are no values. */
  final View view;

  final String caller;
  final int depth;

  /** What is shown of each argument; null for what is only known afterwards. */
  final String[] values;

  /** When it arrived and how long it took, in nanoseconds. */
  long begin;

  long duration;

  /** How long the calls took that were made meanwhile by the same thread. */
  long nested;

  /** Null when there is none. */
  String result;

  /** What it failed with; null when it did not, or when {@link #result} says it. */
  String error;

  /** Whether its beginning has been written already. */
  boolean begun;

  /** The last error when it arrived. */
  int lastError;

  Call(CallShape shape, View view, String caller, int depth) {
    this.shape = shape;
    this.view = view;
    this.caller = caller;
    this.depth = depth;
    this.values = new String[view == null ? 0 : shape.params.length];
  }

  String value(int i) {
    return values[i] != null ? values[i] : shape.params[i].pointer(view);
  }
}
