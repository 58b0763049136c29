package decant.bench;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadMemory;
import decant.nt.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A process without a program, one for the JVM, and a thread of it, which is the one that measures.
 */
@State(Scope.Thread)
public class GuestState {
  private static final int ROOM = 0x1_0000;
  private static GuestProcess opened;

  GuestProcess process;
  GuestThread thread;

  private long free;

  @Setup(Level.Trial)
  public void open() {
    process = process();
    free = allocate(process);
    thread = ThreadMemory.create(process, 1 << 20, 0x4000);
    Gate.prepare(thread);
  }

  private static synchronized GuestProcess process() {
    if (opened == null) {
      opened = new GuestProcess(new AddressSpace(), 4096);
      long scratch = allocate(opened);
      opened.peb = scratch + ROOM / 2;
      Gate.open(scratch, null);
      Gate.hurry();
    }
    return opened;
  }

  private static long allocate(GuestProcess process) {
    return process.memory.allocate(
        0, ROOM, AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);
  }

  /** The address of a text in the guest's memory. */
  long text(String text) {
    long at = free;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory.putNarrowZ(at, bytes);
    free = Memory.alignUp(at + bytes.length + 1, 8);
    return at;
  }

  /** The address of numbers of 8 bytes in the guest's memory, as arguments lie there. */
  long arguments(long... values) {
    long at = free;
    for (long value : values) {
      Memory.putLong(free, value);
      free += 8;
    }
    return at;
  }
}
