package decant.abi;

import decant.abi.seh.Context;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;
import decant.nt.ThreadObject;

/**
 * The registers of threads: {@code NtGetContextThread}, {@code NtSetContextThread}. A thread that
 * is in a shim has those of the moment at which its call will return; what is set for it holds from
 * then on.
 */
public final class ThreadContexts {
  /** The highest address of a frame on a guest's stack. */
  private static final long LOWEST_FRAME = Memory.LOW;

  /** In the caller's scratch memory, behind what host calls use: a whole CONTEXT. */
  private static final int WHOLE = 0x1000;

  private ThreadContexts() {}

  /**
   * Fills the parts of a CONTEXT that its ContextFlags name. The thread stands still meanwhile,
   * suspended or not.
   */
  public static void get(GuestThread caller, ThreadObject thread, long context) {
    int flags = flags(context);
    long whole = caller.scratch() + WHOLE;
    thread.suspension.whileStopped(caller, stopped -> read(thread, stopped, whole));
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
          if (stopped != 0) {
            HostContext.write(stopped, whole);
          } else {
            Memory.putInt(whole + Context.FLAGS, Context.ALL);
            Context.copy(whole, thread.thread.teb + ThreadBlock.NEW_CONTEXT);
            thread.suspension.contextSet();
          }
        });
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
    } else if (frame >= LOWEST_FRAME && frame < Memory.LIMIT) {
      Context.ofCaller(whole, frame + Gate.FRAME_ARGS);
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
