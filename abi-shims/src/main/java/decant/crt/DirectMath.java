package decant.crt;

import decant.abi.Gate;
import decant.host.Libm;
import decant.host.Memory;

/** Tells the machine code where libm's functions are. */
final class DirectMath {
  private static final String[] FUNCTIONS = {
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "log",
    "pow"
  };

  static {
    for (String function : FUNCTIONS) {
      bind(function);
    }
  }

  private DirectMath() {}

  /** From now on the machine code answers one function by itself. */
  static void bind(String function) {
    Memory.putLong(Gate.machineCode("data_libm_" + function), Libm.address(function));
  }

  /** From now on the machine code answers by itself, but for complex numbers. */
  static void bind() {
    // The work is the class's.
  }
}
