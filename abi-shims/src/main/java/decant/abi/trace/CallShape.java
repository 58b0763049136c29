package decant.abi.trace;

import decant.abi.Declaration;
import decant.abi.Fails;
import decant.abi.Text;
import java.util.List;

/** How calls of one function are shown. */
final class CallShape {
  final String library;
  final String function;
  final Text twin;
  final Param[] params;

  /** Null when there is no result. */
  final Type result;

  /** Whether a failure is what the function returns. */
  final boolean failureIsResult;

  /** The slots that are read. */
  final int slots;

  final boolean floatingResult;

  CallShape(String library, String function, Declaration d, Rules rules) {
    this.library = library;
    this.function = function;
    this.twin = d.twin(function);
    List<Declaration.Argument> arguments = d.arguments();
    this.params = new Param[arguments.size()];
    for (int i = 0; i < params.length; i++) {
      params[i] = rules.param(d, function, arguments.get(i));
    }
    Class<?> type = d.resultType();
    this.floatingResult = type == double.class || type == float.class;
    this.result = type == void.class ? null : rules.result(d, function);
    Fails fails = d.fails();
    this.failureIsResult =
        fails == Fails.NTSTATUS
            || fails == Fails.WIN32
            || fails == Fails.HRESULT
            || fails == Fails.ERRNO;
    this.slots = params.length;
  }

  /** Whether an argument arrives as a floating-point number. */
  boolean isFloating(int i) {
    Class<?> type = params[i].argument().type();
    return type == double.class || type == float.class;
  }
}
