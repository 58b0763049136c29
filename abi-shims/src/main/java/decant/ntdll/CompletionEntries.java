package decant.ntdll;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.sync.CompletionPacket;
import decant.nt.sync.CompletionPort;

/** {@code OVERLAPPED_ENTRY}, alias {@code FILE_IO_COMPLETION_INFORMATION}: packets in a row. */
public final class CompletionEntries {
  private static final int SIZE = 32;
  private static final int KEY = 0;
  private static final int CONTEXT = 8;
  private static final int STATUS = 16;
  private static final int INFORMATION = 24;

  private CompletionEntries() {}

  /**
   * Writes the packet that a thread has just taken from a port, and takes and writes those behind
   * it.
   *
   * @param entries address of the entries
   * @param most how many there is room for, at least 1
   * @return how many were written
   */
  public static int write(GuestThread t, CompletionPort port, long entries, int most) {
    CompletionPacket packet = CompletionPort.packet(t);
    int count = 0;
    do {
      long entry = entries + (long) count * SIZE;
      Memory.putLong(entry + KEY, packet.key);
      Memory.putLong(entry + CONTEXT, packet.context);
      Memory.putLong(entry + STATUS, packet.status);
      Memory.putLong(entry + INFORMATION, packet.information);
      count++;
    } while (count < most && port.takeMore(packet));
    return count;
  }
}
