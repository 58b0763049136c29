package decant.abi.seh;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The {@code __try} blocks of a C function ({@code SCOPE_TABLE}, winnt.h), inner ones before those
 * around them.
 */
public final class Scopes {
  private static final int ENTRIES = 4;
  private static final int SIZE = 16;
  private static final int END = 4;
  private static final int HANDLER = 8;
  private static final int JUMP = 12;

  /** The filter of {@code __except (EXCEPTION_EXECUTE_HANDLER)} is no function but this. */
  private static final int ALWAYS = 1;

  private Scopes() {}

  /**
   * Runs the filters and termination handlers of C's {@code __try}: {@code __C_specific_handler}.
   */
  public static int handle(GuestThread t, long record, long frame, long context, long dispatcher) {
    long base = Memory.getLong(dispatcher + DispatcherContext.IMAGE_BASE);
    long pc = Memory.getLong(dispatcher + DispatcherContext.CONTROL_PC) - base;
    long table = Memory.getLong(dispatcher + DispatcherContext.HANDLER_DATA);
    boolean unwinding = ExceptionRecord.unwinding(record);
    boolean target = (ExceptionRecord.flags(record) & ExceptionRecord.TARGET_UNWIND) != 0;
    long targetPc = Memory.getLong(dispatcher + DispatcherContext.TARGET_IP) - base;
    long count = Memory.getU32(table);
    for (long i = Memory.getU32(dispatcher + DispatcherContext.SCOPE_INDEX); i < count; i++) {
      long scope = table + ENTRIES + SIZE * i;
      if (!contains(scope, pc)) {
        continue;
      }
      long handler = Memory.getU32(scope + HANDLER);
      long jump = Memory.getU32(scope + JUMP);
      if (unwinding) {
        if (target
            && (staysInside(table, count, scope, targetPc) || jump != 0 && jump == targetPc)) {
          return Exceptions.CONTINUE_SEARCH;
        }
        if (jump == 0) {
          // Should the handler raise an exception, the scopes around this one are what is left.
          Memory.putInt(dispatcher + DispatcherContext.SCOPE_INDEX, (int) i + 1);
          Gate.call(t, base + handler, 1, frame);
        }
      } else if (jump != 0) {
        int verdict = handler == ALWAYS ? 1 : filter(t, base + handler, record, context, frame);
        if (verdict < 0) {
          return Exceptions.CONTINUE_EXECUTION;
        }
        if (verdict > 0) {
          throw Unwinding.unwind(
              t,
              frame,
              base + jump,
              record,
              ExceptionRecord.code(record) & 0xFFFF_FFFFL,
              Memory.getLong(dispatcher + DispatcherContext.CONTEXT_RECORD));
        }
      }
    }
    return Exceptions.CONTINUE_SEARCH;
  }

  private static boolean contains(long scope, long pc) {
    return pc >= Memory.getU32(scope) && pc < Memory.getU32(scope + END);
  }

  /**
   * Whether an unwind ends inside of a scope's block: {@code longjmp} into it, or a jump out of a
   * block within it. A block may be described by several scopes.
   */
  private static boolean staysInside(long table, long count, long scope, long targetPc) {
    for (long i = 0; i < count; i++) {
      long other = table + ENTRIES + SIZE * i;
      if (contains(other, targetPc)
          && Memory.getLong(other + HANDLER) == Memory.getLong(scope + HANDLER)) {
        return true;
      }
    }
    return false;
  }

  private static int filter(GuestThread t, long filter, long record, long context, long frame) {
    long before = t.frame;
    Exceptions room = Exceptions.inCaller(t);
    Memory.putLong(room.pointers(), record);
    Memory.putLong(room.pointers() + 8, context);
    int verdict = (int) Gate.call(t, filter, room.pointers(), frame);
    t.frame = before;
    return verdict;
  }
}
