package decant.nt.file;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** {@code NtSetInformationFile}. */
public final class FileChange {
  private static final int DISPOSITION_DELETE = 1;
  private static final int DISPOSITION_POSIX_SEMANTICS = 2;
  private static final int DISPOSITION_IGNORE_READONLY = 0x10;
  private static final int RENAME_REPLACE_IF_EXISTS = 1;

  /** {@code FILE_RENAME_INFORMATION} and {@code FILE_LINK_INFORMATION}. */
  private static final int ROOT_DIRECTORY = 8;

  private static final int NAME_LENGTH = 16;
  private static final int NAME = 20;

  private FileChange() {}

  /**
   * Changes an open file.
   *
   * @param kind {@code FILE_INFORMATION_CLASS}
   * @throws decant.nt.NtStatusException {@code STATUS_ACCESS_DENIED} when the handle lacks the
   *     right, {@code STATUS_INFO_LENGTH_MISMATCH}, {@code STATUS_INVALID_INFO_CLASS}, and what the
   *     change itself throws
   */
  public static void set(GuestThread t, long handle, int kind, long buffer, int length) {
    switch (kind) {
      case FileInformation.BASIC -> {
        room(length, 40);
        basic(FileIo.file(t, handle, FileAccess.FILE_WRITE_ATTRIBUTES), buffer);
      }
      case FileInformation.POSITION -> {
        room(length, 8);
        FileIo.object(t, handle, 0).setPosition(Memory.getLong(buffer));
      }
      case FileInformation.END_OF_FILE -> {
        room(length, 8);
        FileIo.object(t, handle, FileAccess.FILE_WRITE_DATA).setSize(Memory.getLong(buffer));
      }
      case FileInformation.ALLOCATION -> {
        room(length, 8);
        FileIo.file(t, handle, FileAccess.FILE_WRITE_DATA).setAllocation(Memory.getLong(buffer));
      }
      case FileInformation.VALID_DATA_LENGTH, FileInformation.MODE -> FileIo.object(t, handle, 0);
      case FileInformation.DISPOSITION -> {
        room(length, 1);
        FileIo.file(t, handle, FileAccess.DELETE).setDelete(Memory.getByte(buffer) != 0);
      }
      case FileInformation.DISPOSITION_EX -> {
        room(length, 4);
        dispose(FileIo.file(t, handle, FileAccess.DELETE), Memory.getInt(buffer));
      }
      case FileInformation.RENAME, FileInformation.RENAME_EX ->
          rename(t, handle, kind, buffer, target(t, buffer, length));
      case FileInformation.LINK -> {
        String target = target(t, buffer, length);
        FileIo.file(t, handle, 0).link(target, Memory.getByte(buffer) != 0);
      }
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    }
  }

  /**
   * As {@link #set} of {@link FileInformation#RENAME} or {@link FileInformation#RENAME_EX}, but the
   * name is a path like those of other functions of kernel32: one that is not full is relative to
   * the current directory.
   */
  public static void renameToPath(GuestThread t, long handle, int kind, long buffer, int length) {
    String name = name(buffer, length);
    boolean inDirectory = Memory.getLong(buffer + ROOT_DIRECTORY) != 0;
    String target = inDirectory ? target(t, buffer, length) : t.process.files.absolute(name);
    rename(t, handle, kind, buffer, target);
  }

  private static void rename(GuestThread t, long handle, int kind, long buffer, String target) {
    boolean replace =
        kind == FileInformation.RENAME
            ? Memory.getByte(buffer) != 0
            : (Memory.getInt(buffer) & RENAME_REPLACE_IF_EXISTS) != 0;
    FileIo.file(t, handle, FileAccess.DELETE).rename(target, replace);
  }

  private static void room(int length, int needed) {
    if (Integer.compareUnsigned(length, needed) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
  }

  private static void basic(FileObject file, long buffer) {
    int attributes = Memory.getInt(buffer + 32);
    if (attributes != 0) {
      file.setAttributes(attributes);
    }
    file.setTimes(Memory.getLong(buffer + 8), Memory.getLong(buffer + 16));
  }

  private static void dispose(FileObject file, int flags) {
    if ((flags & DISPOSITION_DELETE) == 0) {
      file.setDelete(false);
      return;
    }
    if ((flags & DISPOSITION_IGNORE_READONLY) != 0) {
      FileStatus status = file.status();
      if (status.isReadOnly()) {
        file.setAttributes(status.attributes & ~FileStatus.FILE_ATTRIBUTE_READONLY);
      }
    }
    if ((flags & DISPOSITION_POSIX_SEMANTICS) != 0) {
      file.deleteNow();
    } else {
      file.setDelete(true);
    }
  }

  /**
   * The new name in {@code FILE_RENAME_INFORMATION} and its relatives: an object manager's name, a
   * Win32 path, or a name in the directory of a handle.
   */
  private static String target(GuestThread t, long buffer, int length) {
    String name = name(buffer, length);
    return NtName.win32(t, Memory.getLong(buffer + ROOT_DIRECTORY), name);
  }

  private static String name(long buffer, int length) {
    room(length, NAME);
    int bytes = Memory.getInt(buffer + NAME_LENGTH);
    if (bytes < 0 || bytes > length - NAME || (bytes & 1) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return Memory.wide(buffer + NAME, bytes / 2);
  }
}
