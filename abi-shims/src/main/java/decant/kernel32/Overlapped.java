package decant.kernel32;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.io.IoReport;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** The {@code OVERLAPPED} of an operation, as programs ask for its end. */
public final class Overlapped {
  private Overlapped() {}

  /** Whether the operation goes on. */
  static boolean isPending(long overlapped) {
    return Memory.getInt(overlapped + IoReport.STATUS) == NtStatus.PENDING.code();
  }

  /**
   * How the operation ended, {@code STATUS_PENDING} when it has not.
   *
   * @param file what it was begun on: waited for when there is no event
   */
  public static NtStatus status(GuestThread t, Waitable file, long overlapped, boolean wait) {
    while (isPending(overlapped)) {
      if (!wait) {
        return NtStatus.PENDING;
      }
      Waits.one(t, object(t, file, overlapped), Waits.INFINITE);
    }
    return ended(overlapped);
  }

  /** What is signalled when the operation ends: its event, else the file. */
  static Waitable object(GuestThread t, Waitable file, long overlapped) {
    long event = Memory.getLong(overlapped + IoReport.OVERLAPPED_EVENT) & ~1L;
    return event == 0 ? file : t.process.handles.get(event, Waitable.class);
  }

  static NtStatus ended(long overlapped) {
    NtStatus status = NtStatus.of(Memory.getInt(overlapped + IoReport.STATUS));
    return status == null ? NtStatus.UNSUCCESSFUL : status;
  }
}
