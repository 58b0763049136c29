package decant.nt.file;

import decant.host.Bytes;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.FileCalls;
import decant.host.HostBuffer;
import decant.host.Stat;
import decant.nt.NtStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The file attributes that the host has no place for (hidden, system, archive; read-only of
 * directories), kept as text {@code 0x22} in an extended attribute. A file without one has the
 * attributes that Windows gives to new files.
 */
final class DosAttributes {
  private static final int MAX_VALUE = 64;

  /** The attribute's name for the host, as Samba has it; kept for ever. */
  private static final long NAME = hostName("user.DOSATTRIB");

  /** Where the arguments of {@link FileCalls#getxattrat} lie, behind the value. */
  private static final int ARGUMENTS = MAX_VALUE;

  /** Whether the host reads attributes by paths that begin at a directory. */
  private static volatile boolean relative = true;

  /** Devices whose file system has no extended attributes; the array never changes. */
  private static volatile long[] unsupported = {};

  /** What was read of a file, which holds while the file's status has not changed. */
  private record Known(long inode, long device, long changed, int stored) {}

  private static final Known[] KNOWN = new Known[1 << 14];

  private DosAttributes() {}

  private static long hostName(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    Bytes memory = Bytes.allocate(bytes.length + 1);
    memory.write(0, bytes, 0, bytes.length);
    return memory.address();
  }

  /** The host path that stands for an open descriptor. */
  static byte[] descriptor(int fd) {
    return ("/proc/self/fd/" + fd).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * As {@link #read(byte[], long)}, without asking the host again for a file whose status was not
   * changed since; {@code path} begins at an open directory, or is empty for the file that is open.
   */
  static int read(int directory, byte[] path, FileStatus status) {
    int place = (int) (status.inode * 31 + status.device) & KNOWN.length - 1;
    Known known = KNOWN[place];
    if (known != null
        && known.inode == status.inode
        && known.changed == status.changed
        && known.device == status.device) {
      return known.stored;
    }
    int stored = read(directory, path, status.device);
    if (status.isSettled()) {
      KNOWN[place] = new Known(status.inode, status.device, status.changed, stored);
    }
    return stored;
  }

  /** The stored attributes of a file that is no symbolic link, -1 when none are stored. */
  static int read(byte[] path, long device) {
    return read(Fcntl.AT_FDCWD, path, device);
  }

  private static int read(int directory, byte[] path, long device) {
    for (long without : unsupported) {
      if (without == device) {
        return -1;
      }
    }
    HostBuffer buffer = HostBuffer.get();
    long length = get(buffer, directory, path);
    if (length < 0) {
      if (Errno.last() == Errno.EOPNOTSUPP) {
        addUnsupported(device);
      }
      return -1;
    }
    return parse(buffer, (int) length);
  }

  private static synchronized void addUnsupported(long device) {
    long[] all = Arrays.copyOf(unsupported, unsupported.length + 1);
    all[all.length - 1] = device;
    unsupported = all;
  }

  /** Reads the attribute into the part for a structure; a path of no length is the descriptor's. */
  private static long get(HostBuffer buffer, int directory, byte[] path) {
    long value = buffer.struct();
    if (directory == Fcntl.AT_FDCWD) {
      return FileCalls.getxattr(buffer.path(path), NAME, value, MAX_VALUE);
    }
    if (path.length == 0) {
      long length = FileCalls.fgetxattr(directory, NAME, value, MAX_VALUE);
      if (length >= 0 || Errno.last() != Errno.EBADF) {
        return length;
      }
      // A descriptor that is a path alone.
      return FileCalls.getxattr(buffer.path(descriptor(directory)), NAME, value, MAX_VALUE);
    }
    if (relative) {
      buffer.putLong(ARGUMENTS, value);
      buffer.putLong(ARGUMENTS + 8, MAX_VALUE);
      long length = FileCalls.getxattrat(directory, buffer.path(path), NAME, value + ARGUMENTS);
      if (length >= 0 || !isUnknownCall(Errno.last())) {
        return length;
      }
      relative = false;
    }
    byte[] whole = DirectoryQuery.child(descriptor(directory), path);
    return FileCalls.getxattr(buffer.path(whole), NAME, value, MAX_VALUE);
  }

  /** What a kernel says to a call that it does not have, and a container that hides it. */
  private static boolean isUnknownCall(Errno errno) {
    return errno == Errno.ENOSYS || errno == Errno.EPERM;
  }

  private static int parse(HostBuffer buffer, int length) {
    int value = 0;
    if (length < 3 || at(buffer, 0) != '0' || at(buffer, 1) != 'x') {
      return -1;
    }
    for (int i = 2; i < length && at(buffer, i) != 0; i++) {
      int digit = Character.digit(at(buffer, i), 16);
      if (digit < 0 || i > 9) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value & 0xFFFF;
  }

  private static char at(HostBuffer buffer, int i) {
    return (char) (buffer.getInt(i) & 0xFF);
  }

  /** Sets all attributes of a file: the mode's write bits, and the extended attribute. */
  static void write(byte[] path, FileStatus status, int attributes) {
    if (status.isLink()) {
      return;
    }
    HostBuffer buffer = HostBuffer.get();
    boolean readOnly = (attributes & FileStatus.FILE_ATTRIBUTE_READONLY) != 0;
    if (status.isRegular() && readOnly != status.isReadOnly()) {
      int mode = readOnly ? status.mode & 07555 : status.mode & 07777 | 0200;
      if (Stat.fchmodat(Fcntl.AT_FDCWD, buffer.path(path), mode, 0) != 0) {
        throw NtStatus.lastHostError();
      }
    }
    int stored = attributes & FileStatus.STORED;
    int usual = 0;
    if (status.isDirectory()) {
      stored |= attributes & FileStatus.FILE_ATTRIBUTE_READONLY;
    } else {
      usual = FileStatus.FILE_ATTRIBUTE_ARCHIVE;
    }
    store(buffer, path, status.device, stored, stored == usual);
  }

  private static void store(
      HostBuffer buffer, byte[] path, long device, int stored, boolean remove) {
    if (remove) {
      if (read(path, device) >= 0) {
        FileCalls.removexattr(buffer.path(path), NAME);
      }
      return;
    }
    byte[] value = ("0x" + Integer.toHexString(stored)).getBytes(StandardCharsets.US_ASCII);
    buffer.putData(value);
    FileCalls.setxattr(buffer.path(path), NAME, buffer.data(), value.length, 0);
  }
}
