package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;
import decant.nt.file.FileInformation;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.file.FileStatus;

/** fileapi.h: attributes, times and identity of files. */
@Library({"kernel32", "kernelbase"})
public final class FileApiAttributes {
  private FileApiAttributes() {}

  private static String required(String name) {
    if (name == null) {
      throw Win32Error.PATH_NOT_FOUND.exception();
    }
    return name;
  }

  /**
   * The attributes of a file by name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfileattributesw">GetFileAttributes</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int GetFileAttributes(GuestThread t, Text text, String lpFileName) {
    FileStatus status = t.process.files.tryStatus(required(lpFileName));
    return status != null
        ? status.attributes
        : (int) Fails.MINUS_ONE.answer(t, NtStatus.OBJECT_NAME_NOT_FOUND);
  }

  /**
   * Attributes, times and size of a file by name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfileattributesexw">GetFileAttributesEx</a>
   */
  @Export
  static boolean GetFileAttributesEx(
      GuestThread t, Text text, String lpFileName, int fInfoLevelId, @Out long lpFileInformation) {
    if (fInfoLevelId != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    FileStatus status = t.process.files.tryStatus(required(lpFileName));
    if (status == null) {
      return Fails.ZERO.answer(t, NtStatus.OBJECT_NAME_NOT_FOUND) != 0;
    }
    putAttributesAndTimes(lpFileInformation, status);
    putSize(lpFileInformation + 28, status.size);
    return true;
  }

  /**
   * One of the structures about a file by name, in one call; of a link, about itself.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getfileinformationbyname">GetFileInformationByName</a>
   */
  @Export
  static boolean GetFileInformationByName(
      GuestThread t,
      @Wide String FileName,
      int FileInformationClass,
      @Out(size = "FileInfoBufferSize") long FileInfoBuffer,
      int FileInfoBufferSize) {
    int kind =
        switch (FileInformationClass) {
          case 0 -> FileInformation.STAT;
          case 1 -> FileInformation.STAT_LX;
          case 2 -> FileInformation.CASE_SENSITIVE;
          case 3 -> FileInformation.STAT_BASIC;
          default -> throw NtStatus.INVALID_PARAMETER.exception();
        };
    FileStatus status = t.process.files.tryStatus(required(FileName));
    if (status == null) {
      return Fails.ZERO.answer(t, NtStatus.OBJECT_NAME_NOT_FOUND) != 0;
    }
    FileInformation.query(status, kind, FileInfoBuffer, FileInfoBufferSize);
    return true;
  }

  /** The beginning of {@code WIN32_FILE_ATTRIBUTE_DATA} and its relatives. */
  static void putAttributesAndTimes(long at, FileStatus status) {
    Memory.putInt(at, status.attributes);
    Memory.putLong(at + 4, status.created);
    Memory.putLong(at + 12, status.accessed);
    Memory.putLong(at + 20, status.written);
  }

  /** High half first. */
  static void putSize(long at, long size) {
    Memory.putInt(at, (int) (size >>> 32));
    Memory.putInt(at + 4, (int) size);
  }

  /**
   * Sets the attributes of a file by name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfileattributesw">SetFileAttributes</a>
   */
  @Export
  static boolean SetFileAttributes(
      GuestThread t, Text text, String lpFileName, int dwFileAttributes) {
    t.process.files.setAttributes(required(lpFileName), dwFileAttributes);
    return true;
  }

  /**
   * What there is to know of an open file, in {@code BY_HANDLE_FILE_INFORMATION}.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfileinformationbyhandle">GetFileInformationByHandle</a>
   */
  @Export
  static boolean GetFileInformationByHandle(
      GuestThread t, @Handle long hFile, @Out long lpFileInformation) {
    FileStatus status = FileIo.object(t, hFile, 0).status();
    putAttributesAndTimes(lpFileInformation, status);
    Memory.putInt(lpFileInformation + 28, FileInformation.volumeSerial(status));
    putSize(lpFileInformation + 32, status.size);
    Memory.putInt(lpFileInformation + 40, status.links);
    putSize(lpFileInformation + 44, status.inode);
    return true;
  }

  /**
   * The times of an open file; null pointers are not filled.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfiletime">GetFileTime</a>
   */
  @Export
  static boolean GetFileTime(
      GuestThread t,
      @Handle long hFile,
      @Out @Opt long lpCreationTime,
      @Out @Opt long lpLastAccessTime,
      @Out @Opt long lpLastWriteTime) {
    FileStatus status = FileIo.object(t, hFile, FileAccess.FILE_READ_ATTRIBUTES).status();
    putTime(lpCreationTime, status.created);
    putTime(lpLastAccessTime, status.accessed);
    putTime(lpLastWriteTime, status.written);
    return true;
  }

  private static void putTime(long at, long time) {
    if (at != 0) {
      Memory.putLong(at, time);
    }
  }

  /**
   * Sets the times of an open file; null pointers leave a time as it is.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfiletime">SetFileTime</a>
   */
  @Export(support = Support.PARTIAL, note = "The time of creation is the host's and stays.")
  static boolean SetFileTime(
      GuestThread t,
      @Handle long hFile,
      @In @Opt long lpCreationTime,
      @In @Opt long lpLastAccessTime,
      @In @Opt long lpLastWriteTime) {
    FileObject file = FileIo.file(t, hFile, FileAccess.FILE_WRITE_ATTRIBUTES);
    file.setTimes(getTime(lpLastAccessTime), getTime(lpLastWriteTime));
    return true;
  }

  private static long getTime(long at) {
    return at == 0 ? 0 : Memory.getLong(at);
  }

  /** The size that a file takes on the disk. */
  @Export(fails = Fails.MINUS_ONE)
  static int GetCompressedFileSize(
      GuestThread t, Text text, String lpFileName, @Out @Opt long lpFileSizeHigh) {
    long size = t.process.files.status(required(lpFileName)).allocated;
    if (lpFileSizeHigh != 0) {
      Memory.putInt(lpFileSizeHigh, (int) (size >>> 32));
    }
    t.setLastError(Win32Error.SUCCESS);
    return (int) size;
  }
}
