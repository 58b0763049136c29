package decant.api;

import com.sun.jna.Pointer;
import decant.host.GuestFault;
import decant.host.Memory;
import decant.loader.HostedProcess;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call of a guest function on its way: its argument slots, the memory that lives as long as the
 * call, and what is to be copied back behind it. Of one thread.
 */
final class NativeCall implements AutoCloseable {
  private static final int MOST = 36;

  private final HostedProcess process;
  private long[] slots;
  private int count;
  private List<Runnable> behind;
  private long[] blocks;
  private int blockCount;

  /** Objects that must not be collected before the call has come back. */
  private List<Object> kept;

  NativeCall(HostedProcess process, int expected) {
    this.process = process;
    this.slots = new long[Math.max(4, expected)];
  }

  void add(long slot) {
    if (count == MOST) {
      throw new IllegalArgumentException("a call takes at most " + MOST + " arguments");
    }
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, Math.min(MOST, 2 * count));
    }
    slots[count++] = slot;
  }

  /** Memory for the time of the call, aligned to 16 bytes. */
  long allocate(long size) {
    if (blocks == null) {
      blocks = new long[4];
    } else if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * blockCount);
    }
    long block = process.allocate(Math.max(size, 1));
    blocks[blockCount++] = block;
    return block;
  }

  /** Has something done when the call has come back. */
  void behind(Runnable action) {
    if (behind == null) {
      behind = new ArrayList<>(4);
    }
    behind.add(action);
  }

  void keep(Object object) {
    if (kept == null) {
      kept = new ArrayList<>(2);
    }
    kept.add(object);
  }

  /** A narrow string, zero-terminated. */
  long narrow(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    long at = allocate(bytes.length + 2L);
    Memory.write(at, bytes);
    Memory.putShort(at + bytes.length, 0);
    return at;
  }

  /** A string of 16-bit units, zero-terminated. */
  long wide(String text) {
    long at = allocate(2L * text.length() + 2);
    Memory.putWideZ(at, text);
    return at;
  }

  /**
   * Calls, and copies back. Returns RAX; the rest of the result is in the thread's block.
   *
   * @throws DecantException when the guest does not come back
   */
  long invoke(long function) {
    long result;
    try {
      result = process.call(function, slots, count);
    } catch (RuntimeException e) {
      throw Host.translated(e);
    }
    if (behind != null) {
      copyBack();
    }
    java.lang.ref.Reference.reachabilityFence(kept);
    return result;
  }

  private void copyBack() {
    try {
      behind.forEach(Runnable::run);
    } catch (GuestFault | InternalError e) {
      throw Host.fault(e instanceof GuestFault f ? f.address() : 0);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < blockCount; i++) {
      process.release(blocks[i]);
    }
  }

  static Pointer pointer(long address) {
    return address == 0 ? null : new Pointer(address);
  }
}
