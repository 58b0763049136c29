package decant.abi;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;

/**
 * The Java side of the gate while calls are traced: tells the tracer, and lets {@link Gate} do the
 * work. A run that is not traced never comes here.
 *
 * <p>Stubs of what is traced carry the entry of the export index instead of the adapter, so that
 * the tracer knows by which of its names a function was called.
 */
final class TracedGate {
  /** Shim indices from here on are entries of the export index. */
  static final int ENTRY = 0x4000_0000;

  private static CallTracer tracer;
  private static ExportIndex index;

  private TracedGate() {}

  static void open(CallTracer with, ExportIndex exports, BuiltinModules modules) {
    tracer = with;
    index = exports;
    Memory.putInt(Gate.machineCode("data_traced"), 1); // exceptions
    with.open(exports, modules);
  }

  static boolean isEntry(int shim) {
    return shim >= ENTRY && shim != ShimTable.SYSTEM_CALL;
  }

  /** As {@link Gate#dispatch}, in the same shape. */
  static int dispatch(long frame, long call) {
    int shim = (int) call;
    if (!isEntry(shim)) {
      return Gate.dispatch(frame, call);
    }
    GuestThread t = GuestProcess.thread((int) (call >>> 32));
    int entry = shim - ENTRY;
    Object traced = null;
    try {
      traced = tracer.enter(t, entry, frame);
    } catch (Throwable e) {
      report(entry, e);
    }
    boolean direct = index.kind(entry) == ExportIndex.DIRECT;
    int adapter = ShimTable.FIRST + (direct ? index.adapters() + entry : index.adapter(entry));
    Gate.dispatch(frame, call & 0xFFFF_FFFF_0000_0000L | adapter);
    if (traced != null) {
      long result = Memory.getLong(t.teb + ThreadBlock.ANSWER);
      boolean returns = Memory.getInt(t.teb + ThreadBlock.ACTION) == 0;
      try {
        tracer.leave(t, traced, frame, result, returns);
      } catch (Throwable e) {
        report(entry, e);
      }
    }
    return 0;
  }

  /** A bug of the tracer's costs a line of the trace, and not the program. */
  private static void report(int entry, Throwable e) {
    System.err.println("decant: internal error while " + index.name(entry) + " was traced: " + e);
  }
}
