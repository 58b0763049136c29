package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExceptionFrame;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;

/** What happens when guest code, or a shim on behalf of the guest, faults. */
final class Faults {
  /** What the dispatcher of exceptions asks for: see exception.S, ask_java. */
  private static final long FIRST_CHANCE = 0;

  private static final int ACCESS_VIOLATION = NtStatus.ACCESS_VIOLATION.code();
  private static final int STACK_OVERFLOW = NtStatus.STACK_OVERFLOW.code();
  private static final int GUARD_PAGE_VIOLATION = NtStatus.GUARD_PAGE_VIOLATION.code();

  private Faults() {}

  /** A fault of the processor in guest code; its CONTEXT is in the thread block. */
  static long hardware(GuestThread t) {
    long context = t.teb + ThreadBlock.CONTEXT;
    int code = ProcessorFault.code(t, context);
    if (code == ACCESS_VIOLATION && ProcessorFault.ofPage(t)) {
      code = guardPage(t, Memory.getLong(t.teb + ThreadBlock.FAULT_ADDRESS));
    }
    if (code == ProcessorFault.NONE) {
      return Gate.restore(t, context);
    }
    long frame = code == ProcessorFault.FAST_FAIL ? 0 : frame(t, context);
    if (frame == 0 && code == ACCESS_VIOLATION && overflowed(t, context)) {
      // A fault where the stack ends: what it is about is the stack, which has some room left now.
      code = STACK_OVERFLOW;
      frame = frame(t, context);
    }
    long shown = frame == 0 ? ExceptionFrame.apart(t, context) : frame;
    long record = ExceptionFrame.record(shown);
    ExceptionRecord.write(record, code, 0, Context.rip(context));
    ProcessorFault.addParameters(t, code, record, context);
    if (frame == 0) {
      throw unhandled(t, record, ExceptionFrame.context(shown), null);
    }
    return Gate.dispatchException(t, frame);
  }

  /** The exception's frame on the guest's stack, 0 when that has no room. */
  private static long frame(GuestThread t, long context) {
    try {
      return ExceptionFrame.below(t, context);
    } catch (GuestFault noRoom) {
      return 0;
    }
  }

  private static boolean overflowed(GuestThread t, long context) {
    return ExceptionFrame.ownStack(t, Context.rsp(context));
  }

  /**
   * What an access to a page means that is not accessible: {@link ProcessorFault#NONE} when the
   * stack has grown and the access will succeed.
   */
  private static int guardPage(GuestThread t, long address) {
    if (!t.process.memory.guardHit(address)) {
      return ACCESS_VIOLATION;
    }
    long base = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    if (address < base || address >= Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)) {
      return GUARD_PAGE_VIOLATION;
    }
    try {
      ThreadMemory.growStack(t, address);
      return ProcessorFault.NONE;
    } catch (NtStatusException overflow) {
      return overflow.status().code();
    }
  }

  /**
   * A shim touched memory that is not there: the guest gave it a bad pointer. To the guest that is
   * a fault in the library's function, at its first instruction: whoever repairs the cause and
   * continues calls it once more.
   *
   * @param frame the argument slots of the call
   * @param index the shim's
   * @param host whether the processor found it, and the thread block has the details
   */
  static long inShim(GuestThread t, long frame, int index, long address, boolean host) {
    if (index == ShimTable.FAULT) {
      throw new IllegalStateException(
          "a fault in the handling of an exception, at " + hex(address));
    }
    int code = guardPage(t, address);
    long context = t.teb + ThreadBlock.CONTEXT;
    long stub = Gate.modules().stub(index);
    if (stub == 0) {
      Context.ofCaller(context, frame);
    } else {
      Context.ofCall(context, frame, stub);
    }
    if (code == ProcessorFault.NONE) {
      return Gate.restore(t, context);
    }
    long at = frame(t, context);
    long shown = at == 0 ? ExceptionFrame.apart(t, context) : at;
    long record = ExceptionFrame.record(shown);
    ExceptionRecord.write(record, code, 0, Context.rip(context));
    ExceptionRecord.addParameter(record, host ? ProcessorFault.accessKind(t) : 0);
    ExceptionRecord.addParameter(record, address);
    if (at == 0) {
      throw unhandled(t, record, ExceptionFrame.context(shown), null);
    }
    return Gate.dispatchException(t, at);
  }

  /** The dispatcher of exceptions asks: who handles it, or who is the last to hear of it. */
  static long ask(GuestThread t, long frame) {
    t.frame = frame;
    long record = Memory.getLong(frame);
    long context = Memory.getLong(frame + 8);
    int answer = Exceptions.UNHANDLED;
    if (t.textException != 0 && ExceptionRecord.code(record) == t.textException) {
      throw GuestUnwind.toCaller(); // the shim that raised it is the first frame to handle it
    }
    if (Memory.getLong(frame + 16) == FIRST_CHANCE) {
      answer = Exceptions.search(t, frame, record, context);
    }
    if (answer == Exceptions.UNHANDLED) {
      throw unhandled(t, record, context, null);
    }
    return answer;
  }

  /** Nobody deals with an exception: the process ends with its code, and says why. */
  static RuntimeException unhandled(GuestThread t, long record, long context, String cause) {
    CrashReport.print(t, record, context, cause);
    t.process.ending.terminate(ExceptionRecord.code(record));
    throw new IllegalStateException("the process has not ended");
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** An address as module+RVA, or as it is. */
  static String describe(GuestThread t, long address) {
    ModuleLoader loader = t.process.loader;
    long base = loader == null ? 0 : loader.containing(address);
    if (base == 0) {
      return hex(address);
    }
    String path = loader.fileName(base);
    return path.substring(path.lastIndexOf('\\') + 1) + "+" + hex(address - base);
  }
}
