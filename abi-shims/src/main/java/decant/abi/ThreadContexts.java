package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExtendedContext;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Suspension;
import decant.nt.ThreadBlock;
import decant.nt.ThreadObject;

/**
 * The registers of threads: {@code NtGetContextThread}, {@code NtSetContextThread}. A thread that
 * is in a shim has those of the moment at which its call will return; what is set for it holds from
 * then on.
 */
public final class ThreadContexts {
  /** In the caller's scratch memory, behind what host calls use: a whole CONTEXT. */
  private static final int WHOLE = 0x1000;

  private ThreadContexts() {}

  /**
   * Fills the parts of a CONTEXT that its ContextFlags name, and of its extended state those that
   * its mask names. The thread stands still meanwhile, suspended or not.
   */
  public static void get(GuestThread caller, ThreadObject thread, long context) {
    int flags = flags(context);
    long whole = caller.scratch() + WHOLE;
    ExtendedContext extended = (flags & Context.XSTATE) == 0 ? null : ExtendedContext.of(caller);
    thread.suspension.whileStopped(
        caller,
        stopped -> {
          read(thread, stopped, whole);
          if (extended != null) { // in a call, a thread has none: calls need not keep it
            extended.fill(context, stopped == 0 ? 0 : HostContext.xsave(stopped));
          }
        });
    Context.copyParts(whole, context, flags);
    Memory.putInt(context + Context.FLAGS, flags);
  }

  /** Gives a thread the parts of a CONTEXT that its ContextFlags name. */
  public static void set(GuestThread caller, ThreadObject thread, long context) {
    int flags = flags(context);
    long whole = caller.scratch() + WHOLE;
    long wanted = whole + Memory.alignUp(Context.SIZE, 16);
    Context.copy(context, wanted); // faults happen before the thread is stopped
    thread.suspension.whileStopped(
        caller,
        stopped -> {
          read(thread, stopped, whole);
          Context.copyParts(wanted, whole, flags);
          Memory.putInt(whole + Context.FLAGS, Context.ALL);
          long frame = Memory.getLong(thread.thread.teb + ThreadBlock.FRAME);
          if (stopped != 0) {
            if (Context.rip(whole) != HostContext.rip(stopped)) {
              EnteredFile.leave(thread.thread, stopped);
            }
            HostContext.write(stopped, whole);
          } else if (isFrame(frame) && !isTaken(thread, frame)) {
            atReturn(caller, thread, frame, whole);
          } else if (isFrame(frame)) {
            Context.copy(whole, thread.thread.teb + ThreadBlock.NEW_CONTEXT);
          } else {
            Context.copy(whole, thread.thread.teb + ThreadBlock.NEW_CONTEXT);
            thread.suspension.contextSet();
          }
        });
  }

  private static boolean isFrame(long frame) {
    return frame >= Memory.LOW && frame < Memory.LIMIT;
  }

  /**
   * Whether a call has returned to registers that were set meanwhile, and the thread is about to
   * take them: its frame is that of {@link #take}, and nothing waits for it any more.
   */
  private static boolean isTaken(ThreadObject thread, long frame) {
    return thread.suspension.context(frame) == 0
        && Memory.getLong(frame + Gate.FRAME_ARGS - 8) == Gate.machineCode("context_return");
  }

  /** The call whose frame of the gate this is returns to other registers. */
  private static void atReturn(GuestThread caller, ThreadObject thread, long frame, long whole) {
    long context = thread.suspension.context(frame);
    if (context == 0) {
      context = caller.process.heap.allocate(caller, Context.SIZE);
      thread.suspension.setContext(frame, context);
      Memory.putLong(frame + Gate.FRAME_ARGS - 8, Gate.machineCode("context_return"));
    }
    Context.copy(whole, context);
  }

  /**
   * A call has returned to registers that were set meanwhile. What it returns it still returns.
   *
   * @param frame address behind the return address of that call
   */
  static long take(GuestThread t, long frame) {
    long bottom = frame - Gate.FRAME_ARGS;
    long now = t.teb + ThreadBlock.NEW_CONTEXT;
    Suspension suspension = ThreadObject.of(t).suspension;
    long context;
    synchronized (suspension) {
      context = suspension.context(bottom);
      Context.copy(context, now);
      Context.setRegister(now, 0, Memory.getLong(t.teb + ThreadBlock.RESULT));
      Memory.putLong(now + Context.XMM0, Memory.getLong(frame + Args.XMM));
      // The frame does not say which modes the caller has: they are those of now.
      long modes = t.teb + ThreadBlock.MODES;
      Context.setModes(now, Memory.getInt(modes), Memory.getU16(modes + 4));
      suspension.setContext(bottom, 0);
    }
    t.process.heap.free(t, context);
    return Gate.restore(t, now);
  }

  private static int flags(long context) {
    if ((context & 15) != 0) {
      throw NtStatus.DATATYPE_MISALIGNMENT.exception();
    }
    int flags = Memory.getInt(context + Context.FLAGS);
    if ((flags & Context.AMD64) == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return flags;
  }

  private static void read(ThreadObject object, long stopped, long whole) {
    GuestThread t = object.thread;
    if (stopped != 0) {
      HostContext.read(stopped, whole);
      return;
    }
    long frame = Memory.getLong(t.teb + ThreadBlock.FRAME);
    if (object.suspension.hasContext()) {
      Context.copy(t.teb + ThreadBlock.NEW_CONTEXT, whole);
    } else if (frame == ThreadBlock.FRAME_RESTORE) {
      Context.copy(Memory.getLong(t.teb + ThreadBlock.ACTION_ARG), whole);
    } else if (frame == ThreadBlock.FRAME_FAULT) {
      Context.copy(t.teb + ThreadBlock.CONTEXT, whole);
    } else if (isFrame(frame)) {
      long set = object.suspension.context(frame);
      if (set != 0) {
        Context.copy(set, whole);
      } else if (isTaken(object, frame)) {
        Context.copy(t.teb + ThreadBlock.NEW_CONTEXT, whole);
      } else {
        Context.ofCaller(whole, frame + Gate.FRAME_ARGS);
      }
    } else {
      start(object, whole);
    }
    Context.setSegments(whole);
  }

  /** A thread that was not in the guest yet: about to call RtlUserThreadStart. */
  private static void start(ThreadObject object, long whole) {
    GuestThread t = object.thread;
    Memory.fill(whole, Context.SIZE, 0);
    Context.setRip(whole, Gate.modules().export(t, "ntdll", "RtlUserThreadStart"));
    Context.setRsp(whole, t.stackTop() - 0x28);
    Context.setRegister(whole, 1, object.facts.startAddress);
    Context.setRegister(whole, 2, object.facts.startParameter);
    Memory.putInt(whole + Context.EFLAGS, Context.userFlags(0));
    Context.setDefaultModes(whole);
  }
}
