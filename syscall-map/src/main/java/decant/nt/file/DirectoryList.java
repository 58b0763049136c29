package decant.nt.file;

import decant.host.Dirent;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.CaseTable;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The names in a directory. */
public final class DirectoryList {
  /** Units of a name that its {@link Name#key} has, a byte each. */
  private static final int KEY_LENGTH = 8;

  /** A unit that is not the same as its byte in a key, nor are those that follow. */
  private static final int KEY_OTHER = 0xFF;

  /**
   * One name: as the host has it, and as Windows sees it.
   *
   * @param key orders names as their first units do, as far as bytes can
   */
  public record Name(byte[] host, String windows, long key) {
    Name(byte[] host, String windows) {
      this(host, windows, keyOf(windows));
    }
  }

  /** NTFS' order. */
  private static final Comparator<Name> ORDER =
      new Comparator<>() {
        @Override
        public int compare(Name a, Name b) {
          if (a.key != b.key) {
            return Long.compareUnsigned(a.key, b.key);
          }
          int order = CaseTable.compare(a.windows, b.windows);
          return order != 0 ? order : a.windows.compareTo(b.windows);
        }
      };

  private DirectoryList() {}

  private static long keyOf(String name) {
    int length = Math.min(name.length(), KEY_LENGTH);
    long key = 0;
    for (int i = 0; i < length; i++) {
      int c = CaseTable.upper(name.charAt(i));
      if (c >= KEY_OTHER) {
        return key | (long) KEY_OTHER << 8 * (KEY_LENGTH - 1 - i);
      }
      key |= (long) c << 8 * (KEY_LENGTH - 1 - i);
    }
    return key;
  }

  /** The entries of an open directory of the host, read block by block. */
  static final class Block {
    private final int fd;
    private byte[] block;
    private int filled;
    private int next;
    private int start;

    Block(int fd) {
      this.fd = fd;
    }

    /** Goes to the next entry that is not {@code .} or {@code ..}; false at the end. */
    boolean next() {
      do {
        if (next >= filled) {
          HostBuffer buffer = HostBuffer.get();
          filled = (int) Dirent.getdents64(fd, buffer.data(), HostBuffer.DATA_SIZE);
          if (filled < 0) {
            throw NtStatus.lastHostError();
          }
          if (filled == 0) {
            return false;
          }
          block = buffer.data(0, filled);
          next = 0;
        }
        start = next + Dirent.NAME;
        next += block[next + Dirent.RECLEN] & 0xFF | (block[next + Dirent.RECLEN + 1] & 0xFF) << 8;
      } while (isDots());
      return true;
    }

    private boolean isDots() {
      return block[start] == '.'
          && (block[start + 1] == 0 || block[start + 1] == '.' && block[start + 2] == 0);
    }

    /** The name of the entry. */
    byte[] name() {
      int end = start;
      while (block[end] != 0) {
        end++;
      }
      return Arrays.copyOfRange(block, start, end);
    }
  }

  /**
   * The names in a host directory that match a pattern, in order, without {@code .} and {@code ..}.
   */
  public static List<Name> read(byte[] directory, String pattern) {
    int fd = openExisting(directory);
    try {
      return read(fd, pattern);
    } finally {
      Unistd.close(fd);
    }
  }

  /** As above, of an open directory. */
  static List<Name> read(int fd, String pattern) {
    List<Name> names = new ArrayList<>();
    FileStatus status = FileStatus.of(fd);
    if (status == null) {
      throw NtStatus.lastHostError();
    }
    NameCache.Listing listing = NameCache.begin(status, fd);
    Block block = new Block(fd);
    while (block.next()) {
      byte[] host = block.name();
      listing.add(host, NameCache.hash(host));
      String name = NameCodec.decode(host);
      if (Wildcards.matches(pattern, name)) {
        names.add(new Name(host, name));
      }
    }
    NameCache.keep(listing);
    names.sort(ORDER);
    return names;
  }

  /** A descriptor of a directory, negative with errno set when there is none. */
  static int open(byte[] directory) {
    int flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
    return Fcntl.openat(Fcntl.AT_FDCWD, HostBuffer.get().path(directory), flags, 0);
  }

  /** As {@link #open}; failures are thrown. */
  static int openExisting(byte[] directory) {
    int fd = open(directory);
    if (fd < 0) {
      throw NtStatus.of(Errno.last()).exception();
    }
    return fd;
  }

  /** The names in a virtual directory that match a pattern, in order. */
  public static List<Name> read(Drives.Mount directory, String pattern) {
    List<Name> names = new ArrayList<>();
    for (Drives.Mount m : directory.children()) {
      if (Wildcards.matches(pattern, m.name)) {
        names.add(new Name(m.host, m.name));
      }
    }
    names.sort(ORDER);
    return names;
  }

  /** Whether a host directory has no entries. */
  static boolean isEmpty(byte[] directory) {
    int fd = openExisting(directory);
    try {
      return !new Block(fd).next();
    } finally {
      Unistd.close(fd);
    }
  }
}
