package decant.abi.trace;

import decant.host.DemandPages;
import decant.host.GuestFault;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.ProcessVm;
import decant.host.Unistd;

/**
 * Reads what pointers of the guest point to, for people to see: whatever the pointer is, nothing
 * faults, no guard page is touched, and no more than {@link #MOST} bytes are read.
 */
final class SafeMemory {
  /** The most that is read at once, in bytes. */
  static final int MOST = HostBuffer.DATA_SIZE / 2;

  private static final int PID = Unistd.getpid();
  private static final int REMOTE = 32;

  /** As many ranges as fit into a buffer's part for structures. */
  private static final int RANGES = (HostBuffer.STRUCT_SIZE - REMOTE) / ProcessVm.IOV_SIZE;

  private SafeMemory() {}

  /**
   * What can be read of {@code length} bytes at an address: all of them, or those before the first
   * page that cannot be.
   */
  static byte[] read(long address, long length) {
    int wanted = (int) Math.max(0, Math.min(length, MOST));
    if (wanted == 0 || address < Memory.LOW || address > Memory.LIMIT - wanted) {
      return new byte[0];
    }
    DemandPages.bringIn(address, wanted);
    HostBuffer buffer = HostBuffer.get();
    int ranges = 0;
    for (long at = address; at < address + wanted && ranges < RANGES; ranges++) {
      long end = Math.min(address + wanted, Memory.alignDown(at, Memory.PAGE) + Memory.PAGE);
      buffer.putLong(REMOTE + ProcessVm.IOV_SIZE * ranges + ProcessVm.IOV_BASE, at);
      buffer.putLong(REMOTE + ProcessVm.IOV_SIZE * ranges + ProcessVm.IOV_LEN, end - at);
      at = end;
    }
    buffer.putLong(ProcessVm.IOV_BASE, buffer.data());
    buffer.putLong(ProcessVm.IOV_LEN, wanted);
    long struct = buffer.struct();
    long read = ProcessVm.process_vm_readv(PID, struct, 1, struct + REMOTE, ranges, 0);
    return read > 0 ? buffer.data(0, (int) read) : read < 0 ? byHand(address, wanted) : new byte[0];
  }

  /** Where the kernel refuses: a sandbox that forbids the call, or a bad address. */
  private static byte[] byHand(long address, int length) {
    try {
      return Memory.read(address, length);
    } catch (GuestFault | InternalError unreadable) {
      return new byte[0];
    }
  }
}
