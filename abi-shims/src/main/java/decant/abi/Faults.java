package decant.abi;

import decant.abi.seh.Context;
import decant.abi.seh.ExceptionFrame;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.host.ShellWord;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.SharedUserData;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;
import decant.nt.Win32Exception;
import java.nio.charset.StandardCharsets;

/** What happens when guest code, or a shim on behalf of the guest, faults. */
final class Faults {
  /** What the dispatcher of exceptions asks for: see exception.S, ask_java. */
  private static final long FIRST_CHANCE = 0;

  private static final long TOLD = 2;

  /** What the gate's frame takes below the return address. */
  private static final long GATE_FRAME = Gate.FRAME_ARGS - 8;

  private static final int ACCESS_VIOLATION = NtStatus.ACCESS_VIOLATION.code();
  private static final int STACK_OVERFLOW = NtStatus.STACK_OVERFLOW.code();
  private static final int INTEGER_DIVIDE_BY_ZERO = NtStatus.INTEGER_DIVIDE_BY_ZERO.code();
  private static final int GUARD_PAGE_VIOLATION = NtStatus.GUARD_PAGE_VIOLATION.code();

  private Faults() {}

  /** A fault of the processor in guest code; its CONTEXT is in the thread block. */
  static long hardware(GuestThread t) {
    long context = t.teb + ThreadBlock.CONTEXT;
    int code = ProcessorFault.code(t, context);
    if (code == ACCESS_VIOLATION && ProcessorFault.ofPage(t)) {
      long address = Memory.getLong(t.teb + ThreadBlock.FAULT_ADDRESS);
      long error = Memory.getLong(t.teb + ThreadBlock.FAULT_ERROR);
      code = SharedUserData.open(t, address, error) ? ProcessorFault.NONE : guardPage(t, address);
    }
    if (code == ProcessorFault.NONE) {
      return Gate.restore(t, context);
    }
    leaveGate(t, context);
    return raise(t, context, code, code == ProcessorFault.FAST_FAIL, null);
  }

  /**
   * A fault where the gate is being entered, as when its frame hits the end of the stack, becomes
   * one at the first instruction of the function that is being called.
   */
  private static void leaveGate(GuestThread t, long context) {
    long offset = Context.rip(context) - Gate.machineCode("gate_pushes");
    if (Context.rip(context) < Gate.machineCode("gate")
        || Context.rip(context) >= Gate.machineCode("gate_prolog_end")) {
      return;
    }
    long taken = 0;
    if (Context.rip(context) >= Gate.machineCode("gate_prolog_xmm")) {
      taken = GATE_FRAME;
    } else if (offset > 0) {
      // Four pushes of one byte each, then such of two.
      taken = 8 * (offset < 4 ? offset : 4 + (offset - 4) / 2);
    }
    long stub = Gate.modules().stub((int) Context.register(context, 0));
    if (stub != 0) {
      Context.setRsp(context, Context.rsp(context) + taken);
      Context.setRip(context, stub);
    }
  }

  /**
   * Has the guest continue at the dispatcher of exceptions.
   *
   * @param fatal whether the process ends instead, because no handler may see it
   * @param pointer what a shim has been given, null for a fault of the processor
   */
  private static long raise(
      GuestThread t, long context, int code, boolean fatal, GuestFault pointer) {
    int raised = code;
    long frame = 0;
    try {
      frame = fatal ? 0 : ExceptionFrame.below(t, context);
    } catch (GuestFault noRoom) {
      if (noRoom.stack()) {
        // The stack is full, which is what it is about now; for the handling there is a rest.
        raised = STACK_OVERFLOW;
        frame = frameInRest(t, context);
      }
    }
    long shown = frame == 0 ? ExceptionFrame.apart(t, context) : frame;
    long record = ExceptionFrame.record(shown);
    ExceptionRecord.write(record, raised, 0, Context.rip(context));
    if (pointer == null) {
      ProcessorFault.addParameters(t, raised, record, context);
    } else {
      ExceptionRecord.addParameter(record, pointer.write() ? 1 : 0);
      ExceptionRecord.addParameter(record, pointer.address());
    }
    if (frame == 0) {
      if (Gate.tracer() != null) {
        Gate.tracer().exception(t, record);
      }
      throw unhandled(t, record, ExceptionFrame.context(shown));
    }
    return Gate.dispatchException(t, frame);
  }

  private static long frameInRest(GuestThread t, long context) {
    try {
      return ExceptionFrame.below(t, context);
    } catch (GuestFault noRoom) {
      return 0;
    }
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
   * What HotSpot has reported as an InternalError: Java's access to an address that is not there.
   */
  static GuestFault ofHost(GuestThread t) {
    long address = Memory.getLong(t.teb + ThreadBlock.HOST_FAULT);
    long error = Memory.getLong(t.teb + ThreadBlock.HOST_FAULT_ERROR);
    Memory.putLong(t.teb + ThreadBlock.HOST_FAULT, 0);
    return (error & ProcessorFault.ERROR_WRITE) != 0
        ? GuestFault.ofWrite(address)
        : new GuestFault(address);
  }

  /**
   * A shim touched memory that is not there: the guest gave it a bad pointer. To the guest that is
   * a fault in the library's function, at its first instruction: whoever repairs the cause and
   * continues calls it once more.
   *
   * @param frame the argument slots of the call
   * @param index the shim's
   */
  static long inShim(GuestThread t, long frame, int index, GuestFault fault) {
    if (index == ShimTable.FAULT) {
      System.err.println(
          "decant: an exception of the program cannot be handled, for its stack or its records are"
              + " broken: "
              + fault.getMessage());
      throw Gate.exitProcess(t, ACCESS_VIOLATION);
    }
    long context = contextOf(t, frame, index);
    if (SharedUserData.open(t, fault.address(), fault.write() ? ProcessorFault.ERROR_WRITE : 0)) {
      return Gate.restore(t, context);
    }
    if (Gate.isSystemCall(index)) {
      return ACCESS_VIOLATION; // a kernel raises nothing in its caller
    }
    int code = fault.stack() ? STACK_OVERFLOW : guardPage(t, fault.address());
    return code == ProcessorFault.NONE
        ? Gate.restore(t, context)
        : raise(t, context, code, false, fault);
  }

  /** A shim divided by zero, as the code that it stands for would have: the guest's fault, too. */
  static long division(GuestThread t, long frame, int index) {
    return raise(t, contextOf(t, frame, index), INTEGER_DIVIDE_BY_ZERO, false, null);
  }

  /** The guest's registers at the first instruction of a shim. */
  private static long contextOf(GuestThread t, long frame, int index) {
    long context = t.teb + ThreadBlock.CONTEXT;
    long stub = Gate.modules().stub(index);
    if (stub == 0) {
      Context.ofCaller(context, frame);
    } else {
      Context.ofCall(context, frame, stub);
    }
    return context;
  }

  /** The dispatcher of exceptions asks: who handles it, or who is the last to hear of it. */
  static long ask(GuestThread t, long frame) {
    t.frame = frame;
    long record = Memory.getLong(frame);
    long context = Memory.getLong(frame + 8);
    if (Memory.getLong(frame + 16) == TOLD) {
      Gate.tracer().exception(t, record);
      return 0;
    }
    int answer = Exceptions.UNHANDLED;
    if (t.textException != 0 && ExceptionRecord.code(record) == t.textException) {
      throw GuestUnwind.toCaller(); // the shim that raised it is the first frame to handle it
    }
    if (Memory.getLong(frame + 16) == FIRST_CHANCE) {
      answer = search(t, frame, record, context);
    }
    if (answer == Exceptions.UNHANDLED) {
      throw unhandled(t, record, context);
    }
    if (answer == Exceptions.FINISHED) {
      t.process.ending.terminate(ExceptionRecord.code(record));
    }
    return answer;
  }

  private static int search(GuestThread t, long frame, long record, long context) {
    try {
      return Exceptions.search(t, frame, record, context);
    } catch (GuestFault | InternalError broken) {
      Memory.putLong(t.teb + ThreadBlock.HOST_FAULT, 0);
      return Exceptions.NOT_HANDLED; // the stack, or what tells how to unwind it, cannot be read
    }
  }

  /** Nobody deals with an exception: the process ends with its code, and says why. */
  static RuntimeException unhandled(GuestThread t, long record, long context) {
    t.process.ending.crash(
        ExceptionRecord.code(record),
        ExceptionRecord.address(record),
        CrashReport.of(t, record, context));
    throw new IllegalStateException("the process has not ended");
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** An address as module+RVA, as a function of ours, or as it is. */
  static String describe(GuestThread t, long address) {
    if (MachineCode.contains(address)) {
      return Gate.describeCode(address);
    }
    String stub = Gate.modules().stubName(address);
    if (stub != null) {
      return stub;
    }
    ModuleLoader loader = t.process.loader;
    long base = loader == null ? 0 : loader.containing(address);
    return base == 0 ? hex(address) : name(loader, base) + "+" + hex(address - base);
  }

  /** The program, as a word of a command that is to be typed. */
  static String program(GuestThread t) {
    String path = shellPath(t, 0);
    return path == null ? "PROGRAM" : path;
  }

  /**
   * The host path of a module, as a word that can be copied into a shell.
   *
   * @param base its address; 0 for the program
   * @return null when it has no file
   */
  static String shellPath(GuestThread t, long base) {
    ModuleLoader loader = t.process.loader;
    if (loader == null) {
      return null;
    }
    try {
      byte[] path = t.process.files.hostPath(loader.fileName(base));
      return ShellWord.quote(new String(path, StandardCharsets.UTF_8));
    } catch (NtStatusException | Win32Exception unknown) {
      return null;
    }
  }

  private static String name(ModuleLoader loader, long base) {
    String path = loader.fileName(base);
    return path.substring(path.lastIndexOf('\\') + 1);
  }
}
