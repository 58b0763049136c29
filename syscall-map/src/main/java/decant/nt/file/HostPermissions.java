package decant.nt.file;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Stat;
import decant.nt.NtStatus;

/** What the host lets others than the owner do with a file. */
public final class HostPermissions {
  private HostPermissions() {}

  /**
   * Lets others, and the group, do so much and no more; {@code STATUS_ACCESS_DENIED} when the file
   * is somebody else's.
   *
   * @param path of the host; null for what is only a view
   * @param others 4 to read, 2 to write, 1 to execute or pass through
   */
  public static void set(byte[] path, int others) {
    if (path == null) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    FileStatus status = FileStatus.of(path, true);
    if (status == null) {
      throw NtStatus.lastHostError();
    }
    int allowed = others & (status.mode >>> 6 & 1 | 6); // execute only what the owner may
    int mode = status.mode & 07700 | allowed << 3 | allowed;
    if (mode == (status.mode & 07777)) {
      return;
    }
    if (Stat.fchmodat(Fcntl.AT_FDCWD, HostBuffer.get().path(path), mode, 0) != 0) {
      throw NtStatus.lastHostError();
    }
  }
}
