package decant.abi.seh;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Undoes one frame: {@code RtlVirtualUnwind}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-rtlvirtualunwind">RtlVirtualUnwind</a>
 */
public final class Unwinder {
  public static final int UNW_FLAG_EHANDLER = 1;
  public static final int UNW_FLAG_UHANDLER = 2;

  /** {@code KNONVOLATILE_CONTEXT_POINTERS}: of XMM registers, then of integer registers. */
  private static final int INTEGER_POINTERS = 16 * 8;

  private static final int MACHINE_RSP = 24;

  /** The establisher frame of the function that was undone. */
  public long establisher;

  /** Address of the language handler, 0 for none. */
  public long handler;

  /** Address of the handler's data. */
  public long handlerData;

  /** Whether the processor made the frame: for an interrupt or an exception. */
  public boolean machineFrame;

  private final GuestThread t;
  private final FunctionTables tables;

  /** Address of the {@code KNONVOLATILE_CONTEXT_POINTERS}, 0 for none. */
  private final long pointers;

  public Unwinder(GuestThread t) {
    this(t, 0);
  }

  /**
   * @param pointers address of the {@code KNONVOLATILE_CONTEXT_POINTERS} that take where registers
   *     were saved, 0 for none
   */
  public Unwinder(GuestThread t, long pointers) {
    this.t = t;
    this.tables = FunctionTables.of(t.process);
    this.pointers = pointers;
  }

  /** What is known of the function that an address lies in, null for a leaf function. */
  public UnwindInfo lookup(long pc) {
    return tables.lookup(t, pc);
  }

  /**
   * Undoes the frame of the function that {@code context} is in: the context becomes its caller's.
   *
   * @param type which handler the caller is interested in: {@code UNW_FLAG_*}, 0 for none
   * @param function what is known of the function, null for a leaf function
   */
  public void unwind(int type, UnwindInfo function, long pc, long context) {
    handler = 0;
    handlerData = 0;
    machineFrame = false;
    long rsp = Context.rsp(context);
    if (function == null) {
      establisher = rsp;
      pop(context, rsp);
      return;
    }
    if (GateFrame.isCall(pc) && GateFrame.pretended(rsp) != 0) {
      establisher = rsp;
      Context.copy(GateFrame.pretended(rsp), context);
      return;
    }
    long offset = pc - function.begin;
    establisher = frame(function, offset, context);
    if (offset >= function.prolog
        && Epilog.contains(function, pc)
        && Epilog.undo(this, function, pc, context)) {
      return;
    }
    undo(function, offset, context);
    UnwindInfo f = function;
    while (f.chained != null) {
      f = f.chained;
      undo(f, Long.MAX_VALUE, context);
    }
    if ((f.flags & type) != 0 && (f != function || offset >= f.prolog)) {
      handler = f.handler;
      handlerData = f.handlerData;
    }
    if (!machineFrame) {
      pop(context, Context.rsp(context));
    }
  }

  private static void pop(long context, long rsp) {
    Context.setRip(context, Memory.getLong(rsp));
    Context.setRsp(context, rsp + 8);
  }

  /**
   * The establisher frame: RSP behind the prolog, or what the frame register stands for once it is
   * set.
   */
  private static long frame(UnwindInfo function, long offset, long context) {
    UnwindInfo f = function;
    while (f.frameRegister == 0 && f.chained != null) {
      f = f.chained;
    }
    if (f.frameRegister == 0) {
      return Context.rsp(context);
    }
    boolean set = f != function || f.chained != null || offset >= f.prolog;
    for (int i = 0; i < f.codes.length && !set; i++) {
      long code = f.codes[i];
      set = UnwindInfo.op(code) == UnwindInfo.SET_FPREG && offset >= UnwindInfo.offset(code);
    }
    return set ? Context.register(context, f.frameRegister) - f.frameOffset : Context.rsp(context);
  }

  /** Undoes what the prolog had done up to {@code offset}. */
  private void undo(UnwindInfo f, long offset, long context) {
    for (long code : f.codes) {
      if (offset < UnwindInfo.offset(code)) {
        continue;
      }
      int register = UnwindInfo.register(code);
      switch (UnwindInfo.op(code)) {
        case UnwindInfo.PUSH_NONVOL -> {
          long rsp = Context.rsp(context);
          restore(context, register, rsp);
          Context.setRsp(context, rsp + 8);
        }
        case UnwindInfo.ALLOC ->
            Context.setRsp(context, Context.rsp(context) + UnwindInfo.value(code));
        case UnwindInfo.SET_FPREG ->
            Context.setRsp(context, Context.register(context, f.frameRegister) - f.frameOffset);
        case UnwindInfo.SAVE_NONVOL ->
            restore(context, register, establisher + UnwindInfo.value(code));
        case UnwindInfo.SAVE_XMM128 -> {
          long from = establisher + UnwindInfo.value(code);
          long to = context + Context.XMM0 + 16L * register;
          Memory.putLong(to, Memory.getLong(from));
          Memory.putLong(to + 8, Memory.getLong(from + 8));
          if (pointers != 0) {
            Memory.putLong(pointers + 8L * register, from);
          }
        }
        case UnwindInfo.PUSH_MACHFRAME -> {
          long at = Context.rsp(context) + 8L * register; // behind the error code, if there is one
          Context.setRip(context, Memory.getLong(at));
          Context.setRsp(context, Memory.getLong(at + MACHINE_RSP));
          machineFrame = true;
        }
        default -> {} // unknown: nothing is known to undo
      }
    }
  }

  /** Sets an integer register to what was saved of it. */
  void restore(long context, int register, long from) {
    Context.setRegister(context, register, Memory.getLong(from));
    if (pointers != 0) {
      Memory.putLong(pointers + INTEGER_POINTERS + 8L * register, from);
    }
  }
}
