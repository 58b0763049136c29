package decant.crt;

import decant.abi.Gate;
import decant.abi.GuestUnwind;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Unwinding;
import decant.crt.start.AbortH;
import decant.nt.GuestThread;
import java.util.ArrayList;

/**
 * Looks for catch blocks, destroys objects on the way, and runs the catch blocks. State of a
 * thread: the catch blocks that it is in.
 *
 * <p>A catch block runs on top of the stack that the exception has left behind, because the
 * exception object lies there. To unwinders it is called by the function that it belongs to, at the
 * place in the {@code try} block that the exception came from.
 */
final class CxxCatch {
  /** Parameters of the record of our unwinds, besides one that stands for the callback. */
  private static final int PARAMETER_STATE = 1;

  private static final int PARAMETER_OBJECT = 2;
  private static final int PARAMETERS = 3;

  /** A catch block that runs. */
  private static final class Running {
    final CxxThrown thrown;

    /** Stack address that the catch block was called at. */
    final long position;

    /** The frame with the {@code try} block, and the state around that block. */
    final long establisher;

    final int state;

    /** Whether it is being left by another exception. */
    boolean left;

    Running(CxxThrown thrown, long position, long establisher, int state) {
      this.thrown = thrown;
      this.position = position;
      this.establisher = establisher;
      this.state = state;
    }
  }

  private final ArrayList<Running> running = new ArrayList<>();

  /**
   * Stack address of a destructor or copy constructor that an exception has called, which none may
   * leave; 0 while there is none.
   */
  private long guarded;

  private CxxCatch(GuestThread t) {}

  private static CxxCatch of(GuestThread t) {
    return t.state(CxxCatch.class, CxxCatch::new);
  }

  /** The exception that {@code throw;} throws, null for none. */
  private CxxThrown current() {
    for (int i = running.size() - 1; i >= 0; i--) {
      if (!running.get(i).left) {
        return running.get(i).thrown;
      }
    }
    return null;
  }

  /** The state of a frame: that around the {@code try} block whose catch block it runs, if any. */
  private int state(CxxFrame frame) {
    for (int i = running.size() - 1; i >= 0; i--) {
      if (running.get(i).establisher == frame.establisher) {
        return running.get(i).state;
      }
    }
    return frame.stateByAddress();
  }

  /** Looks for a catch block in a frame, and does not come back if there is one. */
  static void search(GuestThread t, CxxFrame frame, long record) {
    CxxCatch catches = of(t);
    CxxThrown thrown = CxxThrown.of(record, catches.current());
    if (thrown == null) {
      return; // throw; without an exception: nobody catches it
    }
    if (catches.guarded != 0 && frame.establisher > catches.guarded) {
      AbortH.terminate(t); // an exception leaves what an exception has called
    }
    int state = catches.state(frame);
    int count = frame.owns(state) ? frame.tryCount() : 0;
    for (int i = 0; i < count; i++) {
      long block = frame.tryBlock(i);
      if (!frame.inside(block, state)) {
        continue;
      }
      for (int h = 0; h < CxxFrame.handlerCount(block); h++) {
        long handler = frame.handler(block, h);
        long type = thrown.match(frame, handler);
        if (type != -1) {
          catches.copy(t, thrown, frame, handler, type);
          throw catches.run(t, frame, CxxFrame.tryLow(block), frame.catchBlock(handler), thrown);
        }
      }
    }
    if (frame.isNoexcept() && !frame.isCatch() && CxxThrown.isCxx(record)) {
      AbortH.terminate(t);
    }
  }

  private void copy(GuestThread t, CxxThrown thrown, CxxFrame frame, long handler, long type) {
    long outer = guarded;
    guarded = t.frame;
    try {
      thrown.copy(t, frame, handler, type);
    } finally {
      guarded = outer;
    }
  }

  /** Unwinds to a frame, runs a catch block on top of the old stack, and continues behind it. */
  private GuestUnwind run(
      GuestThread t, CxxFrame frame, int tryState, long catchBlock, CxxThrown thrown) {
    Unwinding.consolidate(t, frame.establisher, frame.context, 0, tryState, thrown.object());
    int depth = running.size();
    running.add(new Running(thrown, t.frame, frame.establisher, frame.outerState(tryState)));
    try {
      Context.setRip(frame.context, Gate.call(t, catchBlock, catchBlock, frame.function));
    } finally {
      while (running.size() > depth) {
        running.removeLast();
      }
    }
    release(t, thrown);
    return new GuestUnwind(Context.rsp(frame.context), frame.context);
  }

  /** Destroys the object of a catch block that has ended, unless it was thrown once more. */
  private void release(GuestThread t, CxxThrown thrown) {
    for (Running r : running) {
      if (!r.left && r.thrown.object() == thrown.object()) {
        return;
      }
    }
    long outer = guarded;
    guarded = t.frame;
    try {
      thrown.destroy(t);
    } finally {
      guarded = outer;
    }
  }

  /** Destroys the objects of a frame that is left, or down to a {@code try} block of it. */
  static void unwind(GuestThread t, CxxFrame frame, long record) {
    CxxCatch catches = of(t);
    boolean ours =
        ExceptionRecord.code(record) == Unwinding.STATUS_UNWIND_CONSOLIDATE
            && ExceptionRecord.parameterCount(record) == PARAMETERS;
    boolean target = ours && (ExceptionRecord.flags(record) & ExceptionRecord.TARGET_UNWIND) != 0;
    int end = target ? (int) ExceptionRecord.parameter(record, PARAMETER_STATE) : CxxFrame.EMPTY;
    long outer = catches.guarded;
    catches.guarded = t.frame;
    try {
      int state = catches.state(frame);
      while (frame.owns(state) && state > end) {
        long action = frame.action(state);
        if (action != 0) {
          Gate.call(t, action, action, frame.function);
        }
        state = frame.outerState(state);
      }
    } finally {
      catches.guarded = outer;
    }
    if (frame.isCatch() && !target) {
      CxxThrown thrown = CxxThrown.of(record, catches.current());
      long inFlight =
          ours
              ? ExceptionRecord.parameter(record, PARAMETER_OBJECT)
              : thrown == null ? 0 : thrown.object();
      catches.leave(t, frame, inFlight);
    }
  }

  /** A catch block is left by an exception: its own, which it has thrown again, or another one. */
  private void leave(GuestThread t, CxxFrame frame, long inFlight) {
    for (int i = running.size() - 1; i >= 0; i--) {
      Running r = running.get(i);
      if (r.position > frame.establisher) { // the innermost around this frame
        boolean first = !r.left;
        r.left = true;
        if (first && r.thrown.object() != inFlight) {
          release(t, r.thrown);
        }
        return;
      }
    }
  }
}
