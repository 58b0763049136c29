package decant.nt.file;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Stat;
import decant.nt.NtStatus;

/**
 * What the host lets others than the owner do with a file. A link has no permissions of its own:
 * those of what it leads to are meant.
 */
public final class HostPermissions {
  private HostPermissions() {}

  /** The status of what a host path leads to. */
  public static FileStatus status(byte[] path) {
    FileStatus status = FileStatus.of(path, true);
    if (status == null) {
      throw NtStatus.lastHostError();
    }
    return status;
  }

  /** As above, of an open file. */
  public static FileStatus status(IoObject object) {
    FileStatus status = object.status();
    return status.isLink() && object instanceof FileObject file ? status(file.hostPath()) : status;
  }

  /**
   * The path to change an open file by, which stays its own when the file gets another name; null
   * for what is only a view.
   */
  public static byte[] path(FileObject file) {
    if (file.virtual != null) {
      return null;
    }
    return file.hostStatus().isLink() ? file.hostPath() : DosAttributes.descriptor(file.fd());
  }

  /**
   * Lets others, and the group, do so much and no more; {@code STATUS_ACCESS_DENIED} when the file
   * is somebody else's. Nothing changes, for the group neither, when others may do just that.
   *
   * @param path of the host; null for what is only a view
   * @param others 4 to read, 2 to write, 1 to execute or pass through
   */
  public static void set(byte[] path, int others) {
    if (path == null) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    FileStatus status = status(path);
    // Nobody gets to execute what the owner may not.
    int allowed = others & ((status.mode >>> 6 | status.mode) & 1 | 6);
    if (allowed == (status.mode & 7)) {
      return;
    }
    int mode = status.mode & 07700 | allowed << 3 | allowed;
    if (Stat.fchmodat(Fcntl.AT_FDCWD, HostBuffer.get().path(path), mode, 0) != 0) {
      throw NtStatus.lastHostError();
    }
  }
}
