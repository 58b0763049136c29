package decant.nt.file;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Stat;
import decant.nt.NtStatus;

/** Setting the times of files. */
final class FileTimes {
  private FileTimes() {}

  /**
   * Sets times in 100 ns units from 1601. 0 leaves a time as it is, and so do -1 and -2, by which
   * Windows switches its own updating of a time off and on. The host has no way to set the time of
   * creation.
   */
  static void set(byte[] path, long accessed, long written) {
    if (accessed <= 0 && written <= 0) {
      return;
    }
    HostBuffer buffer = HostBuffer.get();
    put(buffer, 0, accessed);
    put(buffer, 16, written);
    if (Stat.utimensat(Fcntl.AT_FDCWD, buffer.path(path), buffer.struct(), 0) != 0) {
      throw NtStatus.lastHostError();
    }
  }

  private static void put(HostBuffer buffer, int offset, long time) {
    buffer.putLong(offset, time <= 0 ? 0 : FileStatus.seconds(time));
    buffer.putLong(offset + 8, time <= 0 ? Stat.UTIME_OMIT : FileStatus.nanoseconds(time));
  }
}
