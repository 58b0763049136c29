package decant.abi;

import decant.nt.GuestProcess;
import decant.nt.memory.AddressSpace;
import decant.shim.TestThread;

/** A guest process without a program, for tests of what lies below programs: one per JVM. */
public final class TestGuest {
  private TestGuest() {}

  /** The process; the gate is open. */
  public static GuestProcess process() {
    return TestThread.process();
  }

  /** Memory of the process. */
  public static long memory(long size, int protect) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    return process().memory.allocate(0, size, type, protect);
  }

  /** Runs a test on a host thread with a guest thread of its own. */
  public static void onThread(TestThread.Body body) {
    TestThread.run(body);
  }
}
