package decant.abi;

import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadMemory;
import decant.nt.memory.AddressSpace;
import java.util.concurrent.atomic.AtomicReference;

/** A guest process without a program, for tests of what lies below programs: one per JVM. */
public final class TestGuest {
  private static GuestProcess process;

  private TestGuest() {}

  /** What runs on a guest thread. */
  public interface Body {
    void run(GuestThread t);
  }

  /** The process; the gate is open. */
  public static synchronized GuestProcess process() {
    if (process == null) {
      process = new GuestProcess(new AddressSpace(), 4096);
      long scratch = memory(0x1_0000, AddressSpace.PAGE_READWRITE);
      process.peb = scratch + 0x8000;
      Gate.open(scratch, null);
    }
    return process;
  }

  /** Memory of the process. */
  public static long memory(long size, int protect) {
    return process.memory.allocate(
        0, size, AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT, protect);
  }

  /** Runs a test on a host thread with a guest thread of its own. */
  public static void onThread(Body body) {
    GuestProcess guest = process();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread host =
        new Thread(
            () -> {
              GuestThread t = ThreadMemory.create(guest, 1 << 20, 0x4000);
              Gate.prepare(t);
              try {
                body.run(t);
              } catch (Throwable e) {
                failure.set(e);
              }
              Gate.leave(t);
              guest.heap.threadEnds(t);
              ThreadMemory.release(t);
            });
    host.start();
    try {
      host.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }
}
