package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Shortcut;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;
import decant.nt.io.IoReport;

/** fileapi.h: opening, reading, writing, positions, locks. */
@Library({"kernel32", "kernelbase"})
public final class FileApi {
  private static final int CREATE_NEW = 1;
  private static final int CREATE_ALWAYS = 2;
  static final int OPEN_EXISTING = 3;
  private static final int OPEN_ALWAYS = 4;
  private static final int TRUNCATE_EXISTING = 5;
  private static final int FILE_FLAG_WRITE_THROUGH = 0x8000_0000;
  private static final int FILE_FLAG_OVERLAPPED = 0x4000_0000;
  private static final int FILE_FLAG_NO_BUFFERING = 0x2000_0000;
  private static final int FILE_FLAG_RANDOM_ACCESS = 0x1000_0000;
  private static final int FILE_FLAG_SEQUENTIAL_SCAN = 0x0800_0000;
  private static final int FILE_FLAG_DELETE_ON_CLOSE = 0x0400_0000;
  private static final int FILE_FLAG_BACKUP_SEMANTICS = 0x0200_0000;
  private static final int FILE_FLAG_OPEN_REPARSE_POINT = 0x0020_0000;
  private static final int ATTRIBUTES = 0xFFFF;
  private static final int LOCKFILE_FAIL_IMMEDIATELY = 1;
  private static final int LOCKFILE_EXCLUSIVE_LOCK = 2;

  /** {@code OVERLAPPED}. */
  static final int OVERLAPPED_OFFSET = 16;

  static final int OVERLAPPED_EVENT = 24;

  private FileApi() {}

  /**
   * Opens or creates a file, a directory or a device.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew">CreateFile</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static long CreateFile(
      GuestThread t,
      Text text,
      String lpFileName,
      int dwDesiredAccess,
      int dwShareMode,
      @Opt long lpSecurityAttributes,
      int dwCreationDisposition,
      int dwFlagsAndAttributes,
      @Handle @Opt long hTemplateFile) {
    return open(
        t,
        lpFileName,
        dwDesiredAccess,
        dwShareMode,
        lpSecurityAttributes,
        dwCreationDisposition,
        dwFlagsAndAttributes);
  }

  /**
   * As CreateFile, with the flags in a structure.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfile2">CreateFile2</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static long CreateFile2(
      GuestThread t,
      @decant.abi.Wide String lpFileName,
      int dwDesiredAccess,
      int dwShareMode,
      int dwCreationDisposition,
      @In @Opt long pCreateExParams) {
    int flags = 0;
    long security = 0;
    if (pCreateExParams != 0) {
      flags = Memory.getInt(pCreateExParams + 4) | Memory.getInt(pCreateExParams + 8);
      security = Memory.getLong(pCreateExParams + 16);
    }
    return open(
        t, lpFileName, dwDesiredAccess, dwShareMode, security, dwCreationDisposition, flags);
  }

  static long open(
      GuestThread t, String name, int access, int share, long security, int creation, int flags) {
    if (name == null) {
      throw Win32Error.PATH_NOT_FOUND.exception();
    }
    if (creation == TRUNCATE_EXISTING
        && (access & (FileAccess.GENERIC_WRITE | FileAccess.GENERIC_ALL)) == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int rights =
        FileAccess.specific(access) | FileAccess.SYNCHRONIZE | FileAccess.FILE_READ_ATTRIBUTES;
    if ((flags & FILE_FLAG_DELETE_ON_CLOSE) != 0) {
      rights |= FileAccess.DELETE;
    }
    FileSystem.Opened opened;
    try {
      opened =
          t.process.files.tryCreate(
              name, rights, flags & ATTRIBUTES, share, disposition(creation), options(flags));
    } catch (NtStatusException e) {
      if (e.status() == NtStatus.OBJECT_NAME_COLLISION) {
        throw Win32Error.FILE_EXISTS.exception();
      }
      throw e;
    }
    if (opened == null) {
      return Fails.MINUS_ONE.answer(t, NtStatus.OBJECT_NAME_NOT_FOUND);
    }
    int how = opened.information();
    long handle =
        t.process.handles.open(opened.object(), rights, SecurityAttributes.handleFlags(security));
    boolean existed = creation == CREATE_ALWAYS && how == 3 || creation == OPEN_ALWAYS && how == 1;
    t.setLastError(existed ? Win32Error.ALREADY_EXISTS : Win32Error.SUCCESS);
    return handle;
  }

  private static int disposition(int creation) {
    return switch (creation) {
      case CREATE_NEW -> FileSystem.FILE_CREATE;
      case CREATE_ALWAYS -> FileSystem.FILE_OVERWRITE_IF;
      case OPEN_EXISTING -> FileSystem.FILE_OPEN;
      case OPEN_ALWAYS -> FileSystem.FILE_OPEN_IF;
      case TRUNCATE_EXISTING -> FileSystem.FILE_OVERWRITE;
      default -> throw NtStatus.INVALID_PARAMETER.exception();
    };
  }

  private static int options(int flags) {
    int options = 0;
    if ((flags & FILE_FLAG_WRITE_THROUGH) != 0) {
      options |= FileSystem.FILE_WRITE_THROUGH;
    }
    if ((flags & FILE_FLAG_OVERLAPPED) == 0) {
      options |= FileSystem.FILE_SYNCHRONOUS_IO_NONALERT;
    }
    if ((flags & FILE_FLAG_NO_BUFFERING) != 0) {
      options |= FileSystem.FILE_NO_INTERMEDIATE_BUFFERING;
    }
    if ((flags & FILE_FLAG_RANDOM_ACCESS) != 0) {
      options |= FileSystem.FILE_RANDOM_ACCESS;
    }
    if ((flags & FILE_FLAG_SEQUENTIAL_SCAN) != 0) {
      options |= FileSystem.FILE_SEQUENTIAL_ONLY;
    }
    if ((flags & FILE_FLAG_DELETE_ON_CLOSE) != 0) {
      options |= FileSystem.FILE_DELETE_ON_CLOSE;
    }
    if ((flags & FILE_FLAG_BACKUP_SEMANTICS) != 0) {
      options |= FileSystem.FILE_OPEN_FOR_BACKUP_INTENT;
    } else {
      options |= FileSystem.FILE_NON_DIRECTORY_FILE;
    }
    if ((flags & FILE_FLAG_OPEN_REPARSE_POINT) != 0) {
      options |= FileSystem.FILE_OPEN_REPARSE_POINT;
    }
    return options;
  }

  /**
   * Reads from a file or device. With an {@code OVERLAPPED}, {@code ERROR_IO_PENDING} says that the
   * operation goes on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-readfile">ReadFile</a>
   */
  @Export
  @Shortcut
  static boolean ReadFile(
      GuestThread t,
      @Handle long hFile,
      @Out(size = "nNumberOfBytesToRead") long lpBuffer,
      int nNumberOfBytesToRead,
      @Out @Opt long lpNumberOfBytesRead,
      @Opt long lpOverlapped) {
    if (lpNumberOfBytesRead != 0) {
      Memory.putInt(lpNumberOfBytesRead, 0);
    }
    int read;
    try {
      read =
          lpOverlapped == 0
              ? FileIo.read(t, hFile, lpBuffer, nNumberOfBytesToRead)
              : overlapped(t, false, hFile, lpBuffer, nNumberOfBytesToRead, lpOverlapped);
    } catch (NtStatusException e) {
      if (e.status() == NtStatus.BUFFER_OVERFLOW && lpNumberOfBytesRead != 0) {
        Memory.putInt(lpNumberOfBytesRead, nNumberOfBytesToRead); // a part of a message
      }
      throw e;
    }
    if (lpNumberOfBytesRead != 0) {
      Memory.putInt(lpNumberOfBytesRead, read);
    }
    return true;
  }

  /**
   * Writes to a file or device. With an {@code OVERLAPPED}, {@code ERROR_IO_PENDING} says that the
   * operation goes on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-writefile">WriteFile</a>
   */
  @Export
  @Shortcut
  static boolean WriteFile(
      GuestThread t,
      @Handle long hFile,
      @In(size = "nNumberOfBytesToWrite") long lpBuffer,
      int nNumberOfBytesToWrite,
      @Out @Opt long lpNumberOfBytesWritten,
      @Opt long lpOverlapped) {
    if (lpNumberOfBytesWritten != 0) {
      Memory.putInt(lpNumberOfBytesWritten, 0);
    }
    int written =
        lpOverlapped == 0
            ? FileIo.write(t, hFile, lpBuffer, nNumberOfBytesToWrite)
            : overlapped(t, true, hFile, lpBuffer, nNumberOfBytesToWrite, lpOverlapped);
    if (lpNumberOfBytesWritten != 0) {
      Memory.putInt(lpNumberOfBytesWritten, written);
    }
    return true;
  }

  private static int overlapped(
      GuestThread t, boolean write, long handle, long buffer, int length, long overlapped) {
    IoReport report = IoReport.overlapped(t, overlapped);
    return transfer(t, write, handle, buffer, length, overlapped, report);
  }

  /** Reads or writes where an {@code OVERLAPPED} says. */
  static int transfer(
      GuestThread t,
      boolean write,
      long handle,
      long buffer,
      int length,
      long overlapped,
      IoReport report) {
    long offset = Memory.getLong(overlapped + OVERLAPPED_OFFSET);
    if (offset == -1) {
      offset = write ? IoObject.END : IoObject.CURRENT;
    }
    return FileIo.data(FileIo.transfer(t, write, handle, report, buffer, length, offset));
  }

  /**
   * Moves the position by a 32-bit distance, or 64 bits in two halves.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfilepointer">SetFilePointer</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  @Shortcut
  static int SetFilePointer(
      GuestThread t,
      @Handle long hFile,
      int lDistanceToMove,
      @In @Out @Opt long lpDistanceToMoveHigh,
      int dwMoveMethod) {
    IoObject file = FileIo.object(t, hFile, 0);
    long distance = lDistanceToMove;
    if (lpDistanceToMoveHigh != 0) {
      distance = (long) Memory.getInt(lpDistanceToMoveHigh) << 32 | lDistanceToMove & 0xFFFF_FFFFL;
    }
    long limit = lpDistanceToMoveHigh != 0 ? Long.MAX_VALUE : 0xFFFF_FFFFL;
    long position = FileIo.seek(file, distance, dwMoveMethod, limit);
    if (lpDistanceToMoveHigh != 0) {
      Memory.putInt(lpDistanceToMoveHigh, (int) (position >>> 32));
    }
    if ((int) position == -1) {
      t.setLastError(Win32Error.SUCCESS);
    }
    return (int) position;
  }

  /**
   * Moves the position.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfilepointerex">SetFilePointerEx</a>
   */
  @Export
  @Shortcut
  static boolean SetFilePointerEx(
      GuestThread t,
      @Handle long hFile,
      long liDistanceToMove,
      @Out @Opt long lpNewFilePointer,
      int dwMoveMethod) {
    long position = FileIo.seek(FileIo.object(t, hFile, 0), liDistanceToMove, dwMoveMethod);
    if (lpNewFilePointer != 0) {
      Memory.putLong(lpNewFilePointer, position);
    }
    return true;
  }

  /** Makes sure that what was written is on the disk. */
  @Export
  static boolean FlushFileBuffers(GuestThread t, @Handle long hFile) {
    FileIo.object(t, hFile, FileAccess.FILE_WRITE_DATA | FileAccess.FILE_APPEND_DATA).flush();
    return true;
  }

  /**
   * Whether a handle is a disk file, a character device or a pipe.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfiletype">GetFileType</a>
   */
  @Export
  static int GetFileType(GuestThread t, @Handle long hFile) {
    int type = FileIo.object(t, hFile, 0).fileType();
    t.setLastError(Win32Error.SUCCESS);
    return type;
  }

  /**
   * Locks bytes exclusively, or fails at once.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-lockfile">LockFile</a>
   */
  @Export
  static boolean LockFile(
      GuestThread t,
      @Handle long hFile,
      int dwFileOffsetLow,
      int dwFileOffsetHigh,
      int nNumberOfBytesToLockLow,
      int nNumberOfBytesToLockHigh) {
    FileIo.file(t, hFile, FileAccess.FILE_READ_DATA | FileAccess.FILE_WRITE_DATA)
        .lock(
            wide(dwFileOffsetLow, dwFileOffsetHigh),
            wide(nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh),
            true,
            false);
    return true;
  }

  /**
   * Locks bytes, shared or exclusively; waits for others unless told not to.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-lockfileex">LockFileEx</a>
   */
  @Export
  static boolean LockFileEx(
      GuestThread t,
      @Handle long hFile,
      int dwFlags,
      int dwReserved,
      int nNumberOfBytesToLockLow,
      int nNumberOfBytesToLockHigh,
      @In @Out long lpOverlapped) {
    FileIo.file(t, hFile, FileAccess.FILE_READ_DATA | FileAccess.FILE_WRITE_DATA)
        .lock(
            Memory.getLong(lpOverlapped + OVERLAPPED_OFFSET),
            wide(nNumberOfBytesToLockLow, nNumberOfBytesToLockHigh),
            (dwFlags & LOCKFILE_EXCLUSIVE_LOCK) != 0,
            (dwFlags & LOCKFILE_FAIL_IMMEDIATELY) == 0);
    FileIo.complete(lpOverlapped, NtStatus.SUCCESS, 0);
    signal(t, lpOverlapped);
    return true;
  }

  /** Unlocks what LockFile locked. */
  @Export
  static boolean UnlockFile(
      GuestThread t,
      @Handle long hFile,
      int dwFileOffsetLow,
      int dwFileOffsetHigh,
      int nNumberOfBytesToUnlockLow,
      int nNumberOfBytesToUnlockHigh) {
    FileIo.file(t, hFile, 0)
        .unlock(
            wide(dwFileOffsetLow, dwFileOffsetHigh),
            wide(nNumberOfBytesToUnlockLow, nNumberOfBytesToUnlockHigh));
    return true;
  }

  /** Unlocks what LockFileEx locked. */
  @Export
  static boolean UnlockFileEx(
      GuestThread t,
      @Handle long hFile,
      int dwReserved,
      int nNumberOfBytesToUnlockLow,
      int nNumberOfBytesToUnlockHigh,
      @In @Out long lpOverlapped) {
    FileIo.file(t, hFile, 0)
        .unlock(
            Memory.getLong(lpOverlapped + OVERLAPPED_OFFSET),
            wide(nNumberOfBytesToUnlockLow, nNumberOfBytesToUnlockHigh));
    FileIo.complete(lpOverlapped, NtStatus.SUCCESS, 0);
    signal(t, lpOverlapped);
    return true;
  }

  static void signal(GuestThread t, long overlapped) {
    long event = Memory.getLong(overlapped + OVERLAPPED_EVENT) & ~1L;
    if (event != 0) {
      t.process.handles.get(event, decant.nt.sync.EventObject.class).set();
    }
  }

  static long wide(int low, int high) {
    return (long) high << 32 | low & 0xFFFF_FFFFL;
  }

  /** Names in the ANSI calls are in the ANSI code page, which is also the OEM one here. */
  @Export
  static boolean AreFileApisANSI() {
    return true;
  }

  @Export
  static void SetFileApisToANSI() {}

  /** The OEM code page is the ANSI code page. */
  @Export
  static void SetFileApisToOEM() {}

  /**
   * Says how the end of operations is told.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setfilecompletionnotificationmodes">SetFileCompletionNotificationModes</a>
   */
  @Export
  static boolean SetFileCompletionNotificationModes(
      GuestThread t, @Handle long FileHandle, byte Flags) {
    IoObject file = FileIo.object(t, FileHandle, 0);
    int known = IoObject.SKIP_COMPLETION_PORT_ON_SUCCESS | IoObject.SKIP_SET_EVENT_ON_HANDLE;
    if ((Flags & ~known) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    file.addNotificationModes(Flags);
    return true;
  }
}
