package decant.crt.io;

import decant.abi.CrtErrno;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.file.FileObject;
import decant.nt.file.FileStatus;
import decant.nt.file.IoObject;

/**
 * The layouts of {@code struct _stat}: by the width of times and of the size.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/stat-functions">_stat</a>
 */
enum StatLayout {
  STAT32(20, false, false, 24, 36),
  STAT32I64(24, true, false, 32, 48),
  STAT64I32(20, false, true, 24, 48),
  STAT64(24, true, true, 32, 56);

  private static final int ST_DEV = 0;
  private static final int ST_INO = 4;
  private static final int ST_MODE = 6;
  private static final int ST_NLINK = 8;
  private static final int ST_RDEV = 16;

  static final int S_IFDIR = 0x4000;
  static final int S_IFREG = 0x8000;
  private static final int S_IFCHR = 0x2000;
  private static final int S_IFIFO = 0x1000;
  private static final int READ_ALL = 0444;
  private static final int WRITE_ALL = 0222;
  private static final int EXECUTE_ALL = 0111;

  private final int sizeOffset;
  private final boolean longSize;
  private final boolean longTimes;
  private final int times;
  private final int length;

  StatLayout(int sizeOffset, boolean longSize, boolean longTimes, int times, int length) {
    this.sizeOffset = sizeOffset;
    this.longSize = longSize;
    this.longTimes = longTimes;
    this.times = times;
    this.length = length;
  }

  /** {@code _stat}: of a file by name. A symbolic link is followed. */
  int byName(GuestThread t, String path, long buffer) {
    if (path == null || buffer == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    if (path.indexOf('*') >= 0 || path.indexOf('?', path.startsWith("\\\\?\\") ? 4 : 0) >= 0) {
      throw CrtErrno.ENOENT.exception();
    }
    FileStatus status = t.process.files.status(path);
    if (status.isLink()) {
      int attributes = status.attributes;
      status = FileStatus.of(t.process.files.hostPath(path), true);
      if (status == null) {
        throw CrtErrno.ENOENT.exception();
      }
      status.attributes = attributes;
    }
    int permissions = status.isDirectory() || isProgram(path) ? EXECUTE_ALL : 0;
    char drive = t.process.files.fullPath(path).charAt(0);
    int device = drive >= 'A' && drive <= 'Z' ? drive - 'A' : drive >= 'a' ? drive - 'a' : 0;
    put(t, buffer, status, permissions, device);
    return 0;
  }

  private static boolean isProgram(String path) {
    int dot = path.length() - 4;
    return dot >= 0
        && (path.regionMatches(true, dot, ".exe", 0, 4)
            || path.regionMatches(true, dot, ".com", 0, 4)
            || path.regionMatches(true, dot, ".bat", 0, 4)
            || path.regionMatches(true, dot, ".cmd", 0, 4));
  }

  /** {@code _fstat}: of an open descriptor. */
  int byDescriptor(GuestThread t, int fd, long buffer) {
    if (buffer == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    IoObject object = LowFiles.of(t).get(fd).object;
    if (object instanceof FileObject file) {
      put(t, buffer, file.status(), 0, 0);
      return 0;
    }
    Memory.fill(buffer, length, 0);
    int type = object.fileType();
    if (type == IoObject.FILE_TYPE_DISK) {
      FileStatus status = FileStatus.of(object.fd());
      if (status != null) {
        put(t, buffer, status, 0, 0);
        return 0;
      }
    }
    Memory.putShort(buffer + ST_MODE, type == IoObject.FILE_TYPE_PIPE ? S_IFIFO : S_IFCHR);
    Memory.putShort(buffer + ST_NLINK, 1);
    Memory.putInt(buffer + ST_DEV, fd);
    Memory.putInt(buffer + ST_RDEV, fd);
    return 0;
  }

  private void put(GuestThread t, long buffer, FileStatus status, int permissions, int device) {
    if (!longSize && !status.isDirectory() && status.size > Integer.MAX_VALUE) {
      CrtErrno.EINVAL.set(t);
    }
    int mode = (status.isDirectory() ? S_IFDIR : S_IFREG) | READ_ALL | permissions;
    boolean readOnly = (status.attributes & FileStatus.FILE_ATTRIBUTE_READONLY) != 0;
    Memory.fill(buffer, length, 0);
    Memory.putInt(buffer + ST_DEV, device);
    Memory.putShort(buffer + ST_INO, 0);
    Memory.putShort(buffer + ST_MODE, readOnly && !status.isDirectory() ? mode : mode | WRITE_ALL);
    Memory.putShort(buffer + ST_NLINK, 1);
    Memory.putInt(buffer + ST_RDEV, device);
    long size = status.isDirectory() ? 0 : status.size;
    if (longSize) {
      Memory.putLong(buffer + sizeOffset, size);
    } else {
      Memory.putInt(buffer + sizeOffset, (int) size);
    }
    putTime(buffer, 0, status.accessed);
    putTime(buffer, 1, status.written);
    putTime(buffer, 2, status.created);
  }

  private void putTime(long buffer, int index, long fileTime) {
    long seconds = CrtTimes.seconds(fileTime);
    if (longTimes) {
      Memory.putLong(buffer + times + 8L * index, seconds);
    } else {
      Memory.putInt(buffer + times + 4L * index, (int) seconds);
    }
  }
}
