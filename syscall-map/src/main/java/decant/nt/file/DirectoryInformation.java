package decant.nt.file;

import decant.host.Memory;
import decant.nt.NtStatus;

/** {@code NtQueryDirectoryFile}: the entries of directories in their several forms. */
public final class DirectoryInformation {
  public static final int DIRECTORY = 1;
  public static final int FULL = 2;
  public static final int BOTH = 3;
  public static final int NAMES = 12;
  public static final int ID_BOTH = 37;
  public static final int ID_FULL = 38;
  public static final int ID_EXTD = 60;

  /** {@code SL_RESTART_SCAN} and {@code SL_RETURN_SINGLE_ENTRY} of the Ex call. */
  public static final int RESTART_SCAN = 1;

  public static final int RETURN_SINGLE_ENTRY = 2;

  private DirectoryInformation() {}

  /**
   * Continues the listing of an open directory, or starts it.
   *
   * @param kind {@code FILE_INFORMATION_CLASS}
   * @param pattern what to list; null or empty for everything. Only the first call's counts, and
   *     that of a restart.
   * @return the number of bytes filled
   * @throws decant.nt.NtStatusException {@code STATUS_NO_SUCH_FILE} when nothing matches, {@code
   *     STATUS_NO_MORE_FILES} at the end, {@code STATUS_BUFFER_OVERFLOW} when not even one entry
   *     fits
   */
  public static int query(
      FileObject directory, int kind, long buffer, int length, int flags, String pattern) {
    int fixed = fixed(kind);
    if (Integer.compareUnsigned(length, fixed) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    if (!directory.isDirectory()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    synchronized (directory) {
      DirectoryQuery query = directory.query();
      boolean first = query == null;
      boolean restart = (flags & RESTART_SCAN) != 0;
      if (first || restart && pattern != null && !pattern.isEmpty()) {
        query = directory.files.list(directory, pattern == null ? "" : pattern);
        directory.query(query);
      } else if (restart) {
        query.restart();
      }
      int filled = fill(query, kind, fixed, buffer, length, (flags & RETURN_SINGLE_ENTRY) != 0);
      if (filled == 0) {
        throw (first ? NtStatus.NO_SUCH_FILE : NtStatus.NO_MORE_FILES).exception();
      }
      return filled;
    }
  }

  private static int fill(
      DirectoryQuery query, int kind, int fixed, long buffer, int length, boolean single) {
    int previous = -1;
    int at = 0;
    int end = 0;
    DirectoryQuery.Entry entry;
    while ((entry = query.next()) != null) {
      int size = fixed + 2 * entry.name().length();
      if (at + size > length) {
        query.putBack(entry);
        if (previous < 0) {
          throw NtStatus.BUFFER_OVERFLOW.exception();
        }
        break;
      }
      put(buffer + at, kind, fixed, entry);
      if (previous >= 0) {
        Memory.putInt(buffer + previous, at - previous);
      }
      previous = at;
      end = at + size;
      at = (end + 7) & ~7;
      if (single) {
        break;
      }
    }
    return end;
  }

  /** The size of an entry without its name. */
  private static int fixed(int kind) {
    return switch (kind) {
      case DIRECTORY -> 64;
      case FULL -> 68;
      case BOTH -> 94;
      case NAMES -> 12;
      case ID_BOTH -> 104;
      case ID_FULL -> 80;
      case ID_EXTD -> 88;
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    };
  }

  private static void put(long at, int kind, int fixed, DirectoryQuery.Entry entry) {
    FileStatus s = entry.status();
    Memory.fill(at, fixed, 0);
    int bytes = 2 * entry.name().length();
    if (kind == NAMES) {
      Memory.putInt(at + 8, bytes);
    } else {
      Memory.putLong(at + 8, s.created);
      Memory.putLong(at + 16, s.accessed);
      Memory.putLong(at + 24, s.written);
      Memory.putLong(at + 32, s.changed);
      Memory.putLong(at + 40, s.size);
      Memory.putLong(at + 48, s.allocated);
      Memory.putInt(at + 56, s.attributes);
      Memory.putInt(at + 60, bytes);
      if (kind != DIRECTORY && s.isLink()) {
        // In place of the size of extended attributes, which are not shown.
        Memory.putInt(at + (kind == ID_EXTD ? 68 : 64), s.reparseTag());
      }
      switch (kind) {
        case ID_BOTH -> Memory.putLong(at + 96, s.inode);
        case ID_FULL, ID_EXTD -> Memory.putLong(at + 72, s.inode);
        default -> {}
      }
    }
    Memory.putWide(at + fixed, entry.name());
  }
}
