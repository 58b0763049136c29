package decant.shim;

import decant.abi.Gate;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadMemory;
import decant.nt.memory.AddressSpace;

/**
 * A thread of a process without a program, for unit tests of shims: they get a thread, can read and
 * write its memory, allocate, and call {@link Original}s.
 *
 * <pre>
 * TestThread.run(t -&gt; {
 *   long name = Guest.string(t, Text.WIDE, "x");
 *   assertEquals(1, MyShims.Count(t, name));
 * });
 * </pre>
 *
 * <p>The JVM needs the options that generated projects give it ({@code decant new-shim}).
 */
public final class TestThread {
  private static final long SCRATCH = 0x1_0000;
  private static final long PEB = 0x8000;
  private static final long STACK = 1 << 20;
  private static final long STACK_COMMIT = 0x4000;
  private static GuestProcess process;

  private TestThread() {}

  /** What runs on the thread. */
  public interface Body {
    void run(GuestThread t) throws Exception;
  }

  /** The process that the threads belong to, one per JVM. */
  public static synchronized GuestProcess process() {
    if (process == null) {
      process = new GuestProcess(new AddressSpace(), 4096);
      long scratch =
          process.memory.allocate(
              0,
              SCRATCH,
              AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
              AddressSpace.PAGE_READWRITE);
      process.peb = scratch + PEB;
      Gate.open(scratch, null);
    }
    return process;
  }

  /** Runs a test on a thread of its own, and throws what it throws. */
  public static void run(Body body) {
    GuestProcess guest = process();
    Throwable[] thrown = new Throwable[1];
    Thread host =
        new Thread(
            () -> {
              GuestThread t = ThreadMemory.create(guest, STACK, STACK_COMMIT);
              Gate.prepare(t);
              try {
                body.run(t);
              } catch (Throwable e) {
                thrown[0] = e;
              }
              Gate.leave(t);
              guest.heap.threadEnds(t);
              ThreadMemory.release(t);
            });
    host.start();
    try {
      host.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (thrown[0] instanceof Error e) {
      throw e;
    }
    if (thrown[0] instanceof RuntimeException e) {
      throw e;
    }
    if (thrown[0] != null) {
      throw new IllegalStateException(thrown[0]);
    }
  }
}
