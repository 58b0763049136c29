package decant.nt.file;

import decant.host.Dirent;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.NtStatus;
import java.util.Arrays;

/**
 * Finds host files whose names differ from those that a program gave in case only. It is asked when
 * the exact name does not exist.
 */
final class CaseLookup {
  private CaseLookup() {}

  /**
   * Looks a path up without regard to case and puts the spelling that exists into {@link
   * HostPath#bytes}: all of it when the file exists, else all but the last name.
   *
   * @return whether the file exists
   * @throws decant.nt.NtStatusException {@code STATUS_OBJECT_PATH_NOT_FOUND} when the directory
   *     does not exist
   */
  static boolean find(HostPath path) {
    byte[] wanted = path.bytes;
    int last = lastSlash(wanted, wanted.length);
    if (last > path.base) {
      FileStatus parent = FileStatus.of(Arrays.copyOf(wanted, last), true);
      if (parent == null || !parent.isDirectory()) {
        if (parent != null || !findParent(path, last)) {
          throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
        }
      }
    }
    wanted = path.bytes;
    last = lastSlash(wanted, wanted.length);
    byte[] name = match(wanted, last, wanted.length);
    if (name == null) {
      return false;
    }
    path.bytes = concat(wanted, last + 1, name);
    return true;
  }

  /** Mends the directories of a path, name by name. */
  private static boolean findParent(HostPath path, int parentEnd) {
    byte[] bytes = path.bytes;
    int start = path.base;
    int end = parentEnd;
    while (start < end) {
      int next = start + 1;
      while (next < end && bytes[next] != '/') {
        next++;
      }
      if (FileStatus.of(Arrays.copyOf(bytes, next), true) == null) {
        byte[] name = match(bytes, start, next);
        if (name == null) {
          return false;
        }
        byte[] tail = Arrays.copyOfRange(bytes, next, bytes.length);
        bytes = concat(concat(bytes, start + 1, name), start + 1 + name.length, tail);
        int change = name.length - (next - start - 1);
        next += change;
        end += change;
      }
      start = next;
    }
    path.bytes = bytes;
    FileStatus parent = FileStatus.of(Arrays.copyOf(bytes, end), true);
    return parent != null && parent.isDirectory();
  }

  static int lastSlash(byte[] path, int end) {
    int i = end - 1;
    while (i > 0 && path[i] != '/') {
      i--;
    }
    return i;
  }

  static byte[] concat(byte[] head, int length, byte[] tail) {
    byte[] all = Arrays.copyOf(head, length + tail.length);
    System.arraycopy(tail, 0, all, length, tail.length);
    return all;
  }

  /**
   * The name in the directory {@code path[0..slash)} that equals {@code path(slash..end)} but for
   * case, or null.
   */
  private static byte[] match(byte[] path, int slash, int end) {
    byte[] wanted = Arrays.copyOfRange(path, slash + 1, end);
    boolean ascii = isAscii(wanted);
    String name = NameCodec.decode(wanted);
    if (!UpCase.hasCase(name)) {
      return null;
    }
    HostBuffer buffer = HostBuffer.get();
    byte[] directory = slash == 0 ? new byte[] {'/'} : Arrays.copyOf(path, slash);
    int flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
    int fd = Fcntl.openat(Fcntl.AT_FDCWD, buffer.path(directory), flags, 0);
    if (fd < 0) {
      return null;
    }
    try {
      while (true) {
        int filled = (int) Dirent.getdents64(fd, buffer.data(), HostBuffer.DATA_SIZE);
        if (filled <= 0) {
          return null;
        }
        for (int at = 0; at < filled; at += buffer.dataU16(at + Dirent.RECLEN)) {
          int start = at + Dirent.NAME;
          if (ascii ? equalAscii(buffer, start, wanted) : equal(buffer, start, name)) {
            return name(buffer, start);
          }
        }
      }
    } finally {
      Unistd.close(fd);
    }
  }

  private static boolean isAscii(byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalAscii(HostBuffer buffer, int start, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      int c = buffer.dataU8(start + i);
      if (c != wanted[i] && (c == 0 || UpCase.of((char) c) != UpCase.of((char) wanted[i]))) {
        return false;
      }
    }
    return buffer.dataU8(start + wanted.length) == 0;
  }

  private static boolean equal(HostBuffer buffer, int start, String wanted) {
    return UpCase.equal(NameCodec.decode(name(buffer, start)), wanted);
  }

  static byte[] name(HostBuffer buffer, int start) {
    int end = start;
    while (buffer.dataU8(end) != 0) {
      end++;
    }
    return buffer.data(start, end - start);
  }

  /**
   * The status of a path without following a link at its end, looked up without regard to case;
   * null when only the last name does not exist.
   */
  static FileStatus status(HostPath path) {
    FileStatus status = FileStatus.of(path.bytes, false);
    if (status == null) {
      Errno errno = Errno.last();
      if (errno == Errno.ENOENT) {
        return find(path) ? FileStatus.of(path.bytes, false) : null;
      }
      throw NtStatus.of(errno).exception();
    }
    return status;
  }

  /** As {@link #status}; {@code STATUS_OBJECT_NAME_NOT_FOUND} when the file does not exist. */
  static FileStatus existing(HostPath path) {
    FileStatus status = status(path);
    if (status == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    if (path.directory && !status.isDirectory() && !status.isLink()) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
    return status;
  }
}
