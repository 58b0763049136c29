package decant.nt.file;

import decant.host.Dirent;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.CaseTable;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The names in a directory. */
public final class DirectoryList {
  /** One name: as the host has it, and as Windows sees it. */
  public record Name(byte[] host, String windows) {}

  /** NTFS' order. */
  private static final Comparator<Name> ORDER =
      new Comparator<>() {
        @Override
        public int compare(Name a, Name b) {
          int order = CaseTable.compare(a.windows, b.windows);
          return order != 0 ? order : a.windows.compareTo(b.windows);
        }
      };

  private DirectoryList() {}

  /**
   * The names in a host directory that match a pattern, in order, without {@code .} and {@code ..}.
   */
  public static List<Name> read(byte[] directory, String pattern) {
    List<Name> names = new ArrayList<>();
    HostBuffer buffer = HostBuffer.get();
    int fd = open(buffer, directory);
    try {
      int filled;
      while ((filled = (int) Dirent.getdents64(fd, buffer.data(), HostBuffer.DATA_SIZE)) > 0) {
        for (int at = 0; at < filled; at += buffer.dataU16(at + Dirent.RECLEN)) {
          if (!isDots(buffer, at + Dirent.NAME)) {
            byte[] host = CaseLookup.name(buffer, at + Dirent.NAME);
            String name = NameCodec.decode(host);
            if (Wildcards.matches(pattern, name)) {
              names.add(new Name(host, name));
            }
          }
        }
      }
      if (filled < 0) {
        throw NtStatus.lastHostError();
      }
    } finally {
      Unistd.close(fd);
    }
    names.sort(ORDER);
    return names;
  }

  private static int open(HostBuffer buffer, byte[] directory) {
    int flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC;
    int fd = Fcntl.openat(Fcntl.AT_FDCWD, buffer.path(directory), flags, 0);
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
    HostBuffer buffer = HostBuffer.get();
    int fd = open(buffer, directory);
    try {
      int filled = (int) Dirent.getdents64(fd, buffer.data(), HostBuffer.DATA_SIZE);
      int at = 0;
      while (at < filled && isDots(buffer, at + Dirent.NAME)) {
        at += buffer.dataU16(at + Dirent.RECLEN);
      }
      return at >= filled;
    } finally {
      Unistd.close(fd);
    }
  }

  private static boolean isDots(HostBuffer buffer, int at) {
    if (buffer.dataU8(at) != '.') {
      return false;
    }
    int second = buffer.dataU8(at + 1);
    return second == 0 || second == '.' && buffer.dataU8(at + 2) == 0;
  }
}
