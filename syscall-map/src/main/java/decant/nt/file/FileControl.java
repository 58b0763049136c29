package decant.nt.file;

import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/**
 * File system controls: {@code NtFsControlFile}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/fileio/file-management-control-codes">File
 *     Management Control Codes</a>
 */
public final class FileControl {
  private static final int FSCTL_GET_COMPRESSION = 0x9003C;
  private static final int FSCTL_SET_COMPRESSION = 0x9C040;
  private static final int FSCTL_SET_REPARSE_POINT = 0x900A4;
  private static final int FSCTL_GET_REPARSE_POINT = 0x900A8;
  private static final int FSCTL_SET_SPARSE = 0x900C4;
  private static final int FSCTL_SET_ZERO_DATA = 0x980C8;

  /** {@code REPARSE_DATA_BUFFER} of a symbolic link. */
  private static final int HEADER = 8;

  private static final int PATH_BUFFER = 20;

  /** That of a mount point has no flags. */
  private static final int MOUNT_POINT_BUFFER = 16;

  private static final int SYMLINK_FLAG_RELATIVE = 1;

  private FileControl() {}

  /**
   * Controls a file; returns the number of bytes filled. {@code STATUS_INVALID_DEVICE_REQUEST} for
   * codes that are not known.
   */
  public static int control(
      GuestThread t, long handle, int code, long in, int inSize, long out, int outSize) {
    switch (code) {
      case FSCTL_GET_REPARSE_POINT -> {
        return getReparsePoint(FileIo.file(t, handle, 0), out, outSize);
      }
      case FSCTL_SET_REPARSE_POINT -> setReparsePoint(FileIo.file(t, handle, 0), in, inSize);
      case FSCTL_GET_COMPRESSION -> {
        room(outSize, 2);
        FileIo.file(t, handle, 0);
        Memory.putShort(out, 0);
        return 2;
      }
      case FSCTL_SET_COMPRESSION -> {
        room(inSize, 2);
        FileIo.file(t, handle, 0);
        if (Memory.getU16(in) != 0) {
          throw NtStatus.INVALID_DEVICE_REQUEST.exception();
        }
      }
      // Files of the host are sparse anyhow.
      case FSCTL_SET_SPARSE -> FileIo.file(t, handle, FileAccess.FILE_WRITE_DATA);
      case FSCTL_SET_ZERO_DATA -> {
        room(inSize, 16);
        zero(FileIo.file(t, handle, FileAccess.FILE_WRITE_DATA), in);
      }
      default -> {
        FileIo.object(t, handle, 0);
        throw NtStatus.INVALID_DEVICE_REQUEST.exception();
      }
    }
    return 0;
  }

  private static void room(int size, int needed) {
    if (Integer.compareUnsigned(size, needed) < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
  }

  private static void zero(FileObject file, long range) {
    long start = Memory.getLong(range);
    long end = Math.min(Memory.getLong(range + 8), file.size());
    if (start < 0 || start > Memory.getLong(range + 8)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int mode = Fcntl.FALLOC_FL_PUNCH_HOLE | Fcntl.FALLOC_FL_KEEP_SIZE;
    if (start < end && Fcntl.fallocate(file.fd(), mode, start, end - start) != 0) {
      throw NtStatus.of(Errno.last()).exception();
    }
  }

  private static int getReparsePoint(FileObject file, long out, int size) {
    byte[] host = file.hostPath();
    if (host == null) {
      throw NtStatus.NOT_A_REPARSE_POINT.exception();
    }
    String target = file.files.linkTarget(host);
    boolean relative = WinPath.kind(target) == WinPath.Kind.RELATIVE;
    String substitute = relative ? target : "\\??\\" + target;
    int print = 2 * target.length();
    int real = 2 * substitute.length();
    int total = PATH_BUFFER + real + print;
    if (Integer.compareUnsigned(size, total) < 0) {
      throw (size < PATH_BUFFER ? NtStatus.BUFFER_TOO_SMALL : NtStatus.BUFFER_OVERFLOW).exception();
    }
    Memory.putInt(out, FileStatus.IO_REPARSE_TAG_SYMLINK);
    Memory.putShort(out + 4, total - HEADER);
    Memory.putShort(out + 6, 0);
    Memory.putShort(out + 8, 0);
    Memory.putShort(out + 10, real);
    Memory.putShort(out + 12, real);
    Memory.putShort(out + 14, print);
    Memory.putInt(out + 16, relative ? SYMLINK_FLAG_RELATIVE : 0);
    Memory.putWide(out + PATH_BUFFER, substitute);
    Memory.putWide(out + PATH_BUFFER + real, target);
    return total;
  }

  /**
   * Turns an empty file or directory into a symbolic link; a directory that shall lead to another,
   * a junction, becomes one as well: the host has nothing else.
   */
  private static void setReparsePoint(FileObject file, long in, int size) {
    room(size, MOUNT_POINT_BUFFER);
    boolean junction = Memory.getInt(in) == FileStatus.IO_REPARSE_TAG_MOUNT_POINT;
    if (!junction && Memory.getInt(in) != FileStatus.IO_REPARSE_TAG_SYMLINK) {
      throw NtStatus.INVALID_DEVICE_REQUEST.exception();
    }
    int names = junction ? MOUNT_POINT_BUFFER : PATH_BUFFER;
    int offset = Memory.getU16(in + 8);
    int length = Memory.getU16(in + 10);
    if (Integer.compareUnsigned(size, names + offset + length) < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    String target = Memory.wide(in + names + offset, length / 2);
    boolean full = target.startsWith("\\??\\");
    if (junction && !file.isDirectory()) {
      throw NtStatus.NOT_A_DIRECTORY.exception();
    }
    String path = full ? target.substring(4) : target;
    boolean leads =
        full ? WinPath.kind(path) == WinPath.Kind.DRIVE_ABSOLUTE : !junction && !path.isEmpty();
    if (!leads) {
      throw NtStatus.IO_REPARSE_DATA_INVALID.exception(); // the host has links to files alone
    }
    file.becomeLink(path);
  }
}
