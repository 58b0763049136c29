package decant.abi;

import decant.abi.seh.Exceptions;
import decant.host.DemandPages;
import decant.host.GuestFault;
import decant.host.HotSpot;
import decant.host.Memory;
import decant.host.StartupProfile;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;
import decant.nt.Win32Exception;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * The Java side of the gate: the one method that guest calls arrive in, and the one that calls
 * guest functions. Both nest, level by level, on the stacks of the calling thread.
 */
public final class Gate {
  /** From the argument slots down to the bottom of the gate's frame (layout.inc: FRAME_ARGS). */
  static final int FRAME_ARGS = 0x190;

  /** Outgoing argument slots at the bottom of a gate frame. */
  private static final int MAX_ARGUMENTS = 16;

  private static final int ACTION_LEAVE = 1;
  private static final int ACTION_RESTORE = 2;
  private static final int ACTION_DISPATCH = 3;
  private static final int INTERNAL_ERROR = 125;

  /** Host stack that stays for shims; half of it is for handlers of exceptions. */
  private static final long HOST_ROOM = 512 << 10;

  /** Calls of one thread after which a program is worth {@link #hurry}. */
  private static final int MANY_CALLS = 1000;

  private static MachineCode code;
  private static ShimTable table;
  private static BuiltinModules modules;
  private static SystemCalls systemCalls;
  private static CallTracer tracer;
  private static NativeMethods natives;
  private static boolean hurried;

  private Gate() {}

  /** Has all that crosses the boundary told to a tracer; before {@link #open}. */
  public static void trace(CallTracer with) {
    tracer = with;
  }

  /** Who is told of what crosses the boundary, null for nobody. */
  public static CallTracer tracer() {
    return tracer;
  }

  /**
   * Maps the machine code, reads the export index, installs the upcall and the fault handlers. Once
   * per JVM, before the first guest thread is made.
   *
   * @param scratch guest memory for host calls, at least 1 KiB
   * @param users shims of the user's, null for none
   */
  public static void open(long scratch, Overlay users) {
    code = new MachineCode();
    StartupProfile.mark("gate: machine code");
    ExportIndex builtIn = users == null ? ExportIndex.load() : users.builtIn();
    ExportIndex index = users == null ? builtIn : users.index();
    table = new ShimTable(index, new GeneratedGroupsHolder().groups(), users);
    modules = new BuiltinModules(index, builtIn);
    StartupProfile.mark("gate: export tables");
    Class<?> arrival = Gate.class;
    if (tracer != null) {
      arrival = TracedGate.class;
      TracedGate.open(tracer, index, modules);
    }
    try {
      MethodHandle dispatch =
          MethodHandles.lookup()
              .findStatic(
                  arrival, "dispatch", MethodType.methodType(int.class, long.class, long.class));
      Memory.putLong(code.address("data_java"), Upcall.stub(dispatch));
      Memory.putLong(code.address("data_upcall"), code.address("call_java"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    StartupProfile.mark("gate: way into Java");
    natives = new NativeMethods(code);
    StartupProfile.mark("gate: way into the guest");
    code.installFaultHandlers(scratch);
    Memory.putLong(code.address("data_demand_pages"), DemandPages.open());
    systemCalls = new SystemCalls(code, modules);
    Shortcuts.open(code, tracer != null);
  }

  /** The built-in libraries. */
  public static BuiltinModules modules() {
    return modules;
  }

  /**
   * Lets calls of machine code through the gate; when it is opened.
   *
   * @param declarations by entry of the export index; null for those that are called directly
   */
  public static void traceMachineCode(Declaration[] declarations) {
    table.addMachineCode(declarations);
  }

  /** The declarations of the class that an adapter of the export index is of. */
  public static List<Declaration> declarations(int adapter) {
    try {
      return Declaration.of(table.shimClass(adapter));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code library!Function} of a shim's index, for messages; null for what is none. */
  static String describe(int index) {
    return index >= ShimTable.FIRST && index < ShimTable.MISSING ? table.describe(index) : null;
  }

  /** Whether a shim's index is that of a system call. */
  static boolean isSystemCall(int index) {
    return index >= ShimTable.FIRST && index < ShimTable.MISSING && table.isSystemCall(index);
  }

  /** {@code symbol+offset} of an address in the machine code, for messages. */
  static String describeCode(long address) {
    return code.describe(address);
  }

  /** An address as module+RVA, as a function of ours, or as it is; for messages. */
  public static String describeAddress(GuestThread t, long address) {
    return Faults.describe(t, address);
  }

  /** System calls by number; to be told of all code of the process. */
  public static SystemCalls systemCalls() {
    return systemCalls;
  }

  /**
   * Makes the handlers of faults those of a JVM that is not the guest's alone: the guest is given
   * addresses of the host's memory, and HotSpot's own faults may be at addresses of the guest's.
   *
   * @param nullPage the page that HotSpot takes a fault in for a null reference
   */
  public static void host(long nullPage) {
    Memory.putLong(code.address("data_null_page"), nullPage);
    Memory.putLong(code.address("data_hosted"), 1);
  }

  /** Makes Java's share of a program faster, which takes time itself; once per JVM. */
  public static synchronized void hurry() {
    if (!hurried) {
      hurried = true;
      HotSpot.compileSoon();
      HostShortcuts.open(code, natives);
    }
  }

  /** The address of a symbol of the machine code. */
  public static long machineCode(String symbol) {
    return code.address(symbol);
  }

  /**
   * Makes a signal of the host something that the process hears of: from now on its number is
   * written as one byte to a descriptor, the write end of a pipe that does not block.
   */
  public static void notifySignal(GuestThread t, int signal, int descriptor) {
    code.notifySignal(signal, descriptor, t.scratch());
  }

  /** Makes a thread's block ready for the gate, on the host thread that will run it. */
  public static void prepare(GuestThread t) {
    Memory.putLong(t.teb + ThreadBlock.GATE, code.address("gate"));
    MachineCode.useSignalStack(t);
    systemCalls.prepareThread();
    Shortcuts.prepare(t);
  }

  /** Undoes {@link #prepare} when the host thread has left the guest for good. */
  public static void leave(GuestThread t) {
    MachineCode.dropSignalStack(t);
  }

  /** Lets a library fill one of its variables. */
  static void fill(GuestThread t, int adapter, long address) {
    table.adapter(ShimTable.FIRST + adapter).invoke(t, address);
  }

  // --- guest -> Java --------------------------------------------------------------------------

  /**
   * Where all calls of the guest arrive. Nothing is thrown from here: the frames below are the
   * guest's. The answer goes into the thread block; for the shape of this method see jni.S.
   *
   * @param call the thread's slot and the index of the shim
   */
  static int dispatch(long frame, long call) {
    GuestThread t = GuestProcess.thread((int) (call >>> 32));
    int index = (int) call;
    long outer = t.frame;
    long result;
    try {
      result = answer(t, frame, index);
    } catch (Throwable e) {
      // A fault of the host's memory access may be reported as late as at the return from a method.
      result = failed(t, frame, index, e);
    }
    t.frame = outer;
    Memory.putLong(t.teb + ThreadBlock.ANSWER, result);
    return 0;
  }

  private static long answer(GuestThread t, long frame, int index) {
    try {
      if (index == ShimTable.FAULT) {
        return frame == 0 ? Faults.hardware(t) : Faults.ask(t, frame);
      }
      if (index == ShimTable.PENDING) {
        return Interruptions.run(t, frame);
      }
      if (index == ShimTable.CONTEXT) {
        return ThreadContexts.take(t, frame);
      }
      t.frame = frame;
      int count = t.callCount++;
      t.calls[count & GuestThread.REMEMBERED_CALLS - 1] = index;
      if (count == MANY_CALLS) {
        hurry();
      }
      if (index >= ShimTable.MISSING) {
        return index == ShimTable.SYSTEM_CALL
            ? systemCalls.resolve(t, Memory.getInt(frame))
            : index >= ShimTable.FUNCTION
                ? GuestFunctions.call(t, index - ShimTable.FUNCTION, frame)
                : modules.callMissing(t, index - ShimTable.MISSING, frame);
      }
      return table.adapter(index).invoke(t, frame);
    } catch (Throwable e) {
      return failed(t, frame, index, e);
    }
  }

  private static long failed(GuestThread t, long frame, int index, Throwable e) {
    for (boolean again = true; ; again = false) {
      try {
        return outcome(t, frame, index, e);
      } catch (GuestExit x) {
        return leave(t, x);
      } catch (Throwable second) {
        if (again && second instanceof InternalError) {
          continue; // of two faults in a row, HotSpot reports one while the other is dealt with
        }
        if (second != e) {
          second.addSuppressed(e);
        }
        return broken(t, frame, index, second);
      }
    }
  }

  /** What the guest sees of something that a shim threw. */
  private static long outcome(GuestThread t, long frame, int index, Throwable e) {
    // Not a pattern switch: that is made at run time, by the first call that fails.
    if (e instanceof NtStatusException s) {
      return table.adapter(index).fails.answer(t, s.status());
    }
    if (e instanceof Win32Exception w) {
      return table.adapter(index).fails.answer(t, w.error());
    }
    if (e instanceof CrtErrno.Failure f) {
      return table.adapter(index).fails.answer(t, f.errno());
    }
    if (e instanceof GuestExit x) {
      return leave(t, x);
    }
    if (e instanceof GuestUnwind u) {
      return unwind(t, frame, u);
    }
    if (e instanceof GuestRaise r) {
      return dispatchException(t, r.frame());
    }
    if (e instanceof GuestFault f) {
      return Faults.inShim(t, frame, index, f);
    }
    if (e instanceof InternalError) {
      return Faults.inShim(t, frame, index, Faults.ofHost(t));
    }
    boolean users = table.isUsers(index); // whose mistakes are shown as what they are
    if (e instanceof NullPointerException && index >= ShimTable.FIRST && !users) {
      // a string that may not be missing
      return Faults.inShim(t, frame, index, new GuestFault(0));
    }
    if (e instanceof ArithmeticException && index >= ShimTable.FIRST && !users) {
      return Faults.division(t, frame, index);
    }
    if (e instanceof OutOfMemoryError && index >= ShimTable.FIRST) {
      // A size from the guest that no memory holds: the call fails as Windows' would.
      return table.adapter(index).fails.answer(t, NtStatus.NO_MEMORY);
    }
    return broken(t, frame, index, e);
  }

  /** A bug of ours or in a user's shim: the guest ends with a report, the JVM does not abort. */
  private static long broken(GuestThread t, long frame, int index, Throwable e) {
    String where =
        index >= ShimTable.FIRST && index < ShimTable.MISSING ? table.describe(index) : "the gate";
    try {
      t.process.ending.broken(where, e);
    } catch (GuestExit leaving) {
      return leave(t, leaving);
    }
    if (table.isUsers(index)) {
      BrokenShim.print(t, frame, where, e);
    } else {
      System.err.println("decant: internal error in " + where + ": " + e);
      e.printStackTrace();
      System.err.flush();
    }
    decant.host.Unistd._exit(INTERNAL_ERROR);
    return 0;
  }

  // --- leaving ----------------------------------------------------------------------------------

  /** The level that is left, with what Java below it is to throw. */
  private static long leave(GuestThread t, RuntimeException reason) {
    t.leaving = reason;
    Memory.putInt(t.teb + ThreadBlock.ACTION, ACTION_LEAVE);
    return 0;
  }

  /**
   * Continues in this level, or leaves it when the target frame lies in one below: when the stack
   * pointer that the guest was entered with lies between here and there.
   */
  private static long unwind(GuestThread t, long frame, GuestUnwind unwind) {
    long level = Memory.getLong(t.teb + ThreadBlock.LEVEL_SP);
    long target = unwind.stackPointer();
    boolean leaves =
        unwind.here()
            || Long.compareUnsigned(target, level) > 0
                && Long.compareUnsigned(frame, level) <= 0
                && Long.compareUnsigned(target, Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE))
                    <= 0;
    return leaves ? leave(t, unwind) : restore(t, unwind.context());
  }

  /** The guest continues with a CONTEXT when the gate is left. */
  static long restore(GuestThread t, long context) {
    Memory.putLong(t.teb + ThreadBlock.ACTION_ARG, context);
    Memory.putInt(t.teb + ThreadBlock.ACTION, ACTION_RESTORE);
    return 0;
  }

  /** The guest continues at the dispatcher of exceptions, with the frame that was laid out. */
  static long dispatchException(GuestThread t, long exceptionFrame) {
    Memory.putLong(t.teb + ThreadBlock.ACTION_ARG, exceptionFrame);
    Memory.putInt(t.teb + ThreadBlock.ACTION, ACTION_DISPATCH);
    return 0;
  }

  /** Says on standard error what is known of an exception that the process will end with. */
  public static void reportCrash(GuestThread t, long record, long context) {
    System.err.println(CrashReport.of(t, record, context));
  }

  /**
   * Raises an exception in the caller of the API, which goes on as a handler says, or the process
   * ends because nobody deals with it.
   *
   * @param e its record and the caller's registers
   */
  public static RuntimeException raise(GuestThread t, Exceptions e) {
    return GuestRaise.of(t, e.record(), e.context());
  }

  /**
   * Ends the process with an exit code, as {@code ExitProcess} does: modules are told, then all
   * ends.
   */
  public static GuestExit exitProcess(GuestThread t, int code) {
    throw new GuestExit(code, true);
  }

  /** Ends the calling guest thread. */
  public static GuestExit exitThread(GuestThread t, int code) {
    throw new GuestExit(code, false);
  }

  // --- Java -> guest ----------------------------------------------------------------------------

  public static long call(GuestThread t, long function) {
    return enter(t, function, bottom(t));
  }

  public static long call(GuestThread t, long function, long a0) {
    long bottom = bottom(t);
    Memory.putLong(bottom, a0);
    return enter(t, function, bottom);
  }

  public static long call(GuestThread t, long function, long a0, long a1) {
    long bottom = bottom(t);
    Memory.putLong(bottom, a0);
    Memory.putLong(bottom + 8, a1);
    return enter(t, function, bottom);
  }

  public static long call(GuestThread t, long function, long a0, long a1, long a2) {
    long bottom = bottom(t);
    Memory.putLong(bottom, a0);
    Memory.putLong(bottom + 8, a1);
    Memory.putLong(bottom + 16, a2);
    return enter(t, function, bottom);
  }

  public static long call(GuestThread t, long function, long a0, long a1, long a2, long a3) {
    long bottom = bottom(t);
    Memory.putLong(bottom, a0);
    Memory.putLong(bottom + 8, a1);
    Memory.putLong(bottom + 16, a2);
    Memory.putLong(bottom + 24, a3);
    return enter(t, function, bottom);
  }

  /**
   * Calls a guest function.
   *
   * @param arguments at most 16 arguments, as they go into the slots
   * @return RAX; XMM0 is left in the thread block ({@link ThreadBlock#XMM0})
   */
  public static long callWith(GuestThread t, long function, long... arguments) {
    if (arguments.length > MAX_ARGUMENTS) {
      throw new IllegalArgumentException(
          "a guest function takes at most " + MAX_ARGUMENTS + " arguments");
    }
    long bottom = bottom(t);
    for (int i = 0; i < arguments.length; i++) {
      Memory.putLong(bottom + 8L * i, arguments[i]);
    }
    return enter(t, function, bottom);
  }

  /**
   * The bottom of the gate frame that this thread is in, or of an empty one at the base of its
   * stack.
   */
  private static long bottom(GuestThread t) {
    long bottom = (t.frame != 0 ? t.frame : t.stackTop()) - FRAME_ARGS;
    ThreadMemory.reach(t, bottom);
    return bottom;
  }

  /** Calls of the guest that nest too deep are the guest's stack overflow, not ours. */
  private static void checkHostStack(GuestThread t) {
    long sp = Memory.getLong(t.teb + ThreadBlock.HOST_SP);
    if (sp == 0) {
      return; // the outermost call
    }
    if (t.hostStackEnd == 0) {
      t.hostStackEnd = sp - HostThread.STACK;
    }
    long room = sp - t.hostStackEnd;
    if (room < (t.exceptionDepth == 0 ? HOST_ROOM : HOST_ROOM / 2)) {
      throw Exceptions.raise(t, NtStatus.STACK_OVERFLOW);
    }
  }

  static long enter(GuestThread t, long function, long bottom) {
    long frame = t.frame;
    checkHostStack(t);
    long result = NativeMethods.enter(function, bottom, t.teb);
    t.frame = frame;
    RuntimeException leaving = t.leaving;
    if (leaving != null) {
      t.leaving = null;
      throw leaving;
    }
    return result;
  }
}
