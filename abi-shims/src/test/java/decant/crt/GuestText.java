package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.memory.AddressSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process of one thread with memory for strings, for tests of what works on guest memory. */
public final class GuestText {
  private static final int SIZE = 0x10000;

  public final GuestThread thread;
  private final long memory;
  private long next;

  public GuestText() {
    GuestProcess process = new GuestProcess(new AddressSpace(), 4);
    thread = process.newThread(block(process, ThreadBlock.SIZE));
    memory = block(process, SIZE);
    next = memory;
    thread.errnoAddress = take(8);
  }

  private static long block(GuestProcess process, long size) {
    return process.memory.allocate(
        0, size, AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);
  }

  /** Fresh memory, zeroed. */
  public long take(int size) {
    long address = next;
    next += Memory.alignUp(size, 16);
    assertThat(next).isLessThan(memory + SIZE);
    Memory.fill(address, size, 0);
    return address;
  }

  /** Makes all memory fresh again. */
  public void reset() {
    next = memory + 16;
  }

  public long narrow(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long address = take(bytes.length + 1);
    Memory.putNarrowZ(address, bytes);
    return address;
  }

  public long utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long address = take(bytes.length + 1);
    Memory.putNarrowZ(address, bytes);
    return address;
  }

  public long wide(String text) {
    long address = take(2 * text.length() + 2);
    Memory.putWideZ(address, text);
    return address;
  }

  /** The narrow string at an address. */
  public String text(long address) {
    return new String(Memory.narrow(address), StandardCharsets.ISO_8859_1);
  }

  public int errno() {
    return Memory.getInt(thread.errnoAddress);
  }

  public void clearErrno() {
    Memory.putInt(thread.errnoAddress, 0);
  }

  /** The lines of a golden file, which a program printed under Wine. */
  public static List<String> golden(String name) throws IOException {
    try (InputStream in = GuestText.class.getResourceAsStream("/decant/crt/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
