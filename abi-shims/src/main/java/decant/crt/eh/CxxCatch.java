package decant.crt.eh;

import decant.abi.Gate;
import decant.abi.GuestUnwind;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.Unwinding;
import decant.crt.eh.CxxFunction.Action;
import decant.crt.eh.CxxFunction.Handler;
import decant.crt.eh.CxxFunction.Try;
import decant.crt.start.AbortH;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.ArrayList;

/**
 * Looks for catch blocks, destroys objects on the way, and runs the catch blocks. State of a
 * thread: the catch blocks that it is in, and what it has set.
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

  /** What {@code __current_exception} and its like show, in the guest's memory. */
  private static final int CURRENT_RECORD = 0;

  private static final int CURRENT_CONTEXT = 8;
  private static final int PROCESSING = 16;
  private static final int SHOWN = 24;

  private final ArrayList<Running> running = new ArrayList<>();

  /** Address of what is shown, 0 until the program asks. */
  private long shown;

  /** How many exceptions are destroying objects. */
  private int processing;

  /** Objects in the heap that have been thrown: freed when they are destroyed. */
  final ArrayList<Long> owned = new ArrayList<>(0);

  /** The function that makes C++ exceptions of the system's ({@code _set_se_translator}). */
  long translator;

  /** The {@code FRAMEINFO} that was added last (_CreateFrameInfo), 0 for none. */
  long frames;

  /**
   * Stack address of a destructor or copy constructor that an exception has called, which none may
   * leave; 0 while there is none.
   */
  private long guarded;

  private CxxCatch(GuestThread t) {}

  static CxxCatch of(GuestThread t) {
    return t.state(CxxCatch.class, CxxCatch::new);
  }

  /** The exception that {@code throw;} throws, null for none. */
  CxxThrown current() {
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

  // --- what the program may look at --------------------------------------------------------------

  /** Address of the pointer to the record of the exception that is being handled. */
  static long currentRecord(GuestThread t) {
    return of(t).shown(t) + CURRENT_RECORD;
  }

  static long currentContext(GuestThread t) {
    return of(t).shown(t) + CURRENT_CONTEXT;
  }

  /** Address of the number of exceptions that are destroying objects. */
  static long processing(GuestThread t) {
    return of(t).shown(t) + PROCESSING;
  }

  private long shown(GuestThread t) {
    if (shown == 0) {
      shown = t.process.heap.allocate(t, SHOWN);
      show();
    }
    return shown;
  }

  private void show() {
    if (shown != 0) {
      CxxThrown current = current();
      Memory.putLong(shown + CURRENT_RECORD, current == null ? 0 : current.record());
      Memory.putLong(shown + CURRENT_CONTEXT, current == null ? 0 : current.context());
      Memory.putInt(shown + PROCESSING, processing);
    }
  }

  /** Whether a catch block that runs has an object. */
  boolean handles(long object) {
    for (Running r : running) {
      if (!r.left && r.thrown.object() == object) {
        return true;
      }
    }
    return false;
  }

  // --- the search --------------------------------------------------------------------------------

  /** Looks for a catch block in a frame, and does not come back if there is one. */
  static void search(GuestThread t, CxxFrame frame, long record, long context, long dispatcher) {
    CxxCatch catches = of(t);
    CxxThrown thrown = CxxThrown.of(record, context, catches.current());
    if (thrown == null) {
      return; // throw; without an exception: nobody catches it
    }
    if (catches.guarded != 0 && frame.establisher > catches.guarded) {
      AbortH.terminate(t); // an exception leaves what an exception has called
    }
    CxxFunction code = frame.code;
    if (!thrown.isCxx() && code.tries.length > 0) {
      catches.translate(t, record, context);
    }
    int state = catches.state(frame);
    if (frame.owns(state)) {
      for (Try block : code.tries) {
        if (!frame.inside(block, state)) {
          continue;
        }
        for (Handler handler : block.handlers()) {
          long type = thrown.match(handler);
          if (type != -1) {
            catches.copy(t, thrown, frame, handler, type);
            throw catches.run(t, frame, block.low(), handler, thrown);
          }
        }
      }
    }
    if (code.isNoexcept && !frame.isCatch() && CxxThrown.isCxx(record)) {
      AbortH.terminate(t);
    }
  }

  /** Asks the program to throw an exception of C++ in place of one of the system. */
  private void translate(GuestThread t, long record, long context) {
    int code = ExceptionRecord.code(record);
    if (translator == 0 || code == NtStatus.BREAKPOINT.code()) {
      return;
    }
    long before = t.frame;
    Exceptions room = Exceptions.inCaller(t);
    Memory.putLong(room.pointers(), record);
    Memory.putLong(room.pointers() + 8, context);
    Gate.call(t, translator, code & 0xFFFF_FFFFL, room.pointers());
    t.frame = before;
  }

  private void copy(GuestThread t, CxxThrown thrown, CxxFrame frame, Handler handler, long type) {
    long outer = guarded;
    guarded = t.frame;
    try {
      thrown.copy(t, frame, handler, type);
    } finally {
      guarded = outer;
    }
  }

  // --- catch blocks ------------------------------------------------------------------------------

  /** Unwinds to a frame, runs a catch block on top of the old stack, and continues behind it. */
  private GuestUnwind run(
      GuestThread t, CxxFrame frame, int tryState, Handler handler, CxxThrown thrown) {
    Unwinding.consolidate(t, frame.establisher, frame.context, 0, tryState, thrown.object());
    int depth = running.size();
    int outer = frame.code.actions[tryState].outer();
    running.add(new Running(thrown, t.frame, frame.establisher, outer));
    show();
    long next;
    int exceptions = t.exceptionDepth;
    t.exceptionDepth = 0; // dealt with: the catch block begins anew
    try {
      next = Gate.call(t, handler.function(), handler.function(), frame.function);
    } finally {
      t.exceptionDepth = exceptions;
      while (running.size() > depth) {
        running.removeLast();
      }
      show();
    }
    long[] places = handler.continuations();
    Context.setRip(frame.context, next >= 0 && next < places.length ? places[(int) next] : next);
    release(t, thrown);
    return new GuestUnwind(Context.rsp(frame.context), frame.context);
  }

  /** Destroys the object of a catch block that has ended, unless it is still in use. */
  private void release(GuestThread t, CxxThrown thrown) {
    if (handles(thrown.object()) || CxxHelpers.holds(frames, thrown.object())) {
      return;
    }
    long outer = guarded;
    guarded = t.frame;
    try {
      thrown.destroy(t);
    } finally {
      guarded = outer;
    }
    if (!owned.isEmpty() && owned.remove(thrown.object())) {
      t.process.heap.free(t, thrown.object());
    }
  }

  // --- the unwind --------------------------------------------------------------------------------

  /** Destroys the objects of a frame that is left, or down to a {@code try} block of it. */
  static void unwind(GuestThread t, CxxFrame frame, long record) {
    CxxCatch catches = of(t);
    boolean ours =
        ExceptionRecord.code(record) == Unwinding.STATUS_UNWIND_CONSOLIDATE
            && ExceptionRecord.parameterCount(record) == PARAMETERS;
    boolean target = ours && (ExceptionRecord.flags(record) & ExceptionRecord.TARGET_UNWIND) != 0;
    int end = target ? (int) ExceptionRecord.parameter(record, PARAMETER_STATE) : CxxFunction.EMPTY;
    int state = catches.state(frame);
    if (frame.owns(state) && state > end) {
      catches.destroyObjects(t, frame, state, end);
    }
    if (frame.isCatch() && !target) {
      CxxThrown thrown = CxxThrown.of(record, 0, catches.current());
      long inFlight =
          ours
              ? ExceptionRecord.parameter(record, PARAMETER_OBJECT)
              : thrown == null ? 0 : thrown.object();
      catches.leave(t, frame, inFlight);
    }
  }

  private void destroyObjects(GuestThread t, CxxFrame frame, int from, int end) {
    long outer = guarded;
    guarded = t.frame;
    processing++;
    show();
    try {
      int state = from;
      while (frame.owns(state) && state > end) {
        Action action = frame.code.actions[state];
        if (action.object() != CxxFunction.NO_OBJECT) {
          long object = frame.function + action.object();
          Gate.call(t, action.function(), action.indirect() ? Memory.getLong(object) : object);
        } else if (action.function() != 0) {
          Gate.call(t, action.function(), action.function(), frame.function);
        }
        state = action.outer();
      }
    } finally {
      guarded = outer;
      processing--;
      show();
    }
  }

  /** A catch block is left by an exception: its own, which it has thrown again, or another one. */
  private void leave(GuestThread t, CxxFrame frame, long inFlight) {
    for (int i = running.size() - 1; i >= 0; i--) {
      Running r = running.get(i);
      if (r.position > frame.establisher) { // the innermost around this frame
        boolean first = !r.left;
        r.left = true;
        show();
        if (first && r.thrown.object() != inFlight) {
          release(t, r.thrown);
        }
        return;
      }
    }
  }
}
