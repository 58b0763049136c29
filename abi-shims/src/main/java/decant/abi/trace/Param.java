package decant.abi.trace;

import decant.abi.Declaration;

/**
 * How one parameter is shown.
 *
 * @param in whether its value at the call is of interest
 * @param out whether what it points to is, after the call
 */
record Param(Declaration.Argument argument, Type type, boolean in, boolean out) {
  /** The value at the call; null when there is none yet. */
  String before(View v) {
    return in ? show(v) : null;
  }

  /** The value once the call has returned: what it was before, and what it became. */
  String after(View v, String before, boolean failed) {
    if (!out) {
      return before;
    }
    if (failed) {
      return before != null ? before : pointer(v);
    }
    String now = show(v);
    return before == null || before.equals(now) ? now : before + " -> " + now;
  }

  /** The pointer itself, for what was not filled in. */
  String pointer(View v) {
    StringBuilder out = new StringBuilder();
    Type.pointer(v.slots[argument.slot()], out);
    return out.toString();
  }

  private String show(View v) {
    StringBuilder out = new StringBuilder();
    Class<?> java = argument.type();
    long value = v.slots[argument.slot()];
    if (java == double.class) {
      out.append(Double.longBitsToDouble(value));
    } else if (java == float.class) {
      out.append(Float.intBitsToFloat((int) value));
    } else {
      int bits = java == long.class || java == String.class ? 64 : bits(java);
      long zeroExtended = bits == 64 ? value : value & (1L << bits) - 1;
      type.show(v, zeroExtended, out);
    }
    return out.toString();
  }

  private static int bits(Class<?> type) {
    return type == byte.class ? 8 : type == short.class ? 16 : 32;
  }
}
