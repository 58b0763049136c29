package decant.crt.eh;

import decant.abi.seh.DispatcherContext;
import decant.crt.eh.CxxFunction.Handler;
import decant.crt.eh.CxxFunction.Try;
import decant.host.Memory;

/** One frame of a C++ function or of one of its catch blocks. */
final class CxxFrame {
  final CxxFunction code;

  /** The establisher frame of the function or funclet that runs. */
  final long establisher;

  /** Address of the dispatcher's context of this frame, which an unwind may use. */
  final long context;

  /** The frame of the function, whose objects the funclets use. */
  final long function;

  private final long rva;

  /** The {@code try} block whose catch block this frame is, where they share a description. */
  private final Try ownTry;

  private final boolean isCatch;

  /**
   * Reads a frame.
   *
   * @param dispatcher address of the {@code DISPATCHER_CONTEXT}
   */
  CxxFrame(CxxFunction code, long establisher, long dispatcher) {
    this.code = code;
    this.establisher = establisher;
    rva = Memory.getLong(dispatcher + DispatcherContext.CONTROL_PC) - code.base;
    context = Memory.getLong(dispatcher + DispatcherContext.CONTEXT_RECORD);
    if (code.catchFrame != CxxFunction.NO_CATCH) {
      ownTry = null;
      isCatch = true;
      function = Memory.getLong(establisher + code.catchFrame);
      return;
    }
    long begin =
        code.base + Memory.getU32(Memory.getLong(dispatcher + DispatcherContext.FUNCTION_ENTRY));
    Try own = null;
    long outer = establisher;
    for (int i = 0; own == null && i < code.tries.length; i++) {
      for (Handler h : code.tries[i].handlers()) {
        if (h.function() == begin) {
          own = code.tries[i];
          outer = Memory.getLong(establisher + h.frame());
          break;
        }
      }
    }
    ownTry = own;
    isCatch = own != null;
    function = outer;
  }

  /** Whether this is the frame of a catch block. */
  boolean isCatch() {
    return isCatch;
  }

  /** The state by the address that the frame is at. */
  int stateByAddress() {
    return code.state(rva);
  }

  /** Whether a state is one of this frame, not of the function around a catch block. */
  boolean owns(int state) {
    return state > CxxFunction.EMPTY
        && state < code.actions.length
        && (ownTry == null || state > ownTry.high() && state <= ownTry.catchHigh());
  }

  /** Whether a {@code try} block of this frame is entered in a state. */
  boolean inside(Try block, int state) {
    return block.low() >= 0
        && block.low() <= state
        && state <= block.high()
        && (ownTry == null || block.low() > ownTry.high());
  }
}
