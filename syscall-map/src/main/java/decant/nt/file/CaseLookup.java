package decant.nt.file;

import decant.host.Errno;
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
    FileStatus parent = FileStatus.of(directory(wanted, last), true);
    if (parent == null) {
      parent = findParent(path, last);
      if (parent != null && FileStatus.of(path.bytes, false) != null) {
        return true; // its directories were all that was spelt otherwise
      }
    }
    if (parent == null || !parent.isDirectory()) {
      throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
    }
    wanted = path.bytes;
    last = lastSlash(wanted, wanted.length);
    byte[] name = match(parent, wanted, last, wanted.length);
    NameCache.lookedUp(name != null);
    if (name == null) {
      return false;
    }
    path.bytes = concat(wanted, last + 1, name);
    return true;
  }

  /**
   * Whether a file is known not to exist, by a look at its directory alone. That is asked only
   * while look-ups find nothing, as they do when a program tries many places or, as Go does, asks
   * twice: else the host's own look-up comes first.
   */
  static boolean isMissing(HostPath path) {
    if (!NameCache.expectsMissing() || path.mount) {
      return false;
    }
    byte[] wanted = path.bytes;
    int slash = lastSlash(wanted, wanted.length);
    FileStatus parent = FileStatus.of(directory(wanted, slash), true);
    boolean missing =
        parent != null
            && parent.isDirectory()
            && NameCache.lacks(parent, Arrays.copyOfRange(wanted, slash + 1, wanted.length));
    NameCache.lookedUp(!missing);
    return missing;
  }

  /**
   * Mends the directories of a path, name by name; returns the status of the last, null when it
   * does not exist.
   */
  private static FileStatus findParent(HostPath path, int parentEnd) {
    byte[] bytes = path.bytes;
    FileStatus above = FileStatus.of(directory(bytes, path.base), true);
    int start = path.base;
    int end = parentEnd;
    while (start < end) {
      int next = start + 1;
      while (next < end && bytes[next] != '/') {
        next++;
      }
      FileStatus status = FileStatus.of(Arrays.copyOf(bytes, next), true);
      if (status == null) {
        byte[] name = above == null ? null : match(above, bytes, start, next);
        if (name == null) {
          return null;
        }
        byte[] tail = Arrays.copyOfRange(bytes, next, bytes.length);
        bytes = concat(concat(bytes, start + 1, name), start + 1 + name.length, tail);
        int change = name.length - (next - start - 1);
        next += change;
        end += change;
        status = FileStatus.of(Arrays.copyOf(bytes, next), true);
      }
      above = status;
      start = next;
    }
    path.bytes = bytes;
    return above;
  }

  /** The directory {@code path[0..slash)}. */
  static byte[] directory(byte[] path, int slash) {
    return slash == 0 ? new byte[] {'/'} : Arrays.copyOf(path, slash);
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
   * case, or null; {@code parent} is that directory's status.
   */
  private static byte[] match(FileStatus parent, byte[] path, int slash, int end) {
    byte[] wanted = Arrays.copyOfRange(path, slash + 1, end);
    String name = NameCodec.decode(wanted);
    if (!UpCase.hasCase(name)) {
      return null;
    }
    byte[] known = NameCache.find(parent, wanted);
    return known != NameCache.UNKNOWN ? known : read(parent, directory(path, slash), wanted, name);
  }

  private static byte[] read(FileStatus parent, byte[] directory, byte[] wanted, String name) {
    int fd = DirectoryList.open(directory);
    if (fd < 0) {
      return null;
    }
    int hash = NameCache.hash(wanted);
    byte[] found = null;
    NameCache.Listing listing = NameCache.begin(parent, fd);
    try {
      DirectoryList.Block block = new DirectoryList.Block(fd);
      while (block.next()) {
        byte[] other = block.name();
        int otherHash = NameCache.hash(other);
        boolean room = listing.add(other, otherHash);
        if (found == null && otherHash == hash && UpCase.equal(NameCodec.decode(other), name)) {
          found = other;
        }
        if (found != null && !room) {
          return found;
        }
      }
      NameCache.keep(listing);
      return found;
    } finally {
      Unistd.close(fd);
    }
  }

  /**
   * The status of a path without following a link at its end, looked up without regard to case;
   * null when only the last name does not exist.
   */
  static FileStatus status(HostPath path) {
    if (path.isNowhere() || isMissing(path)) {
      return null;
    }
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
    checkDirectory(path, status);
    return status;
  }

  /** Refuses what is no directory by a path that ends with a separator. */
  static void checkDirectory(HostPath path, FileStatus status) {
    if (path.directory && !status.isDirectory() && !status.isLink()) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
  }
}
