package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.IoObject;

/** {@code fileapi.h}: how large open files are. */
@Library({"kernel32", "kernelbase"})
public final class FileApiSizes {
  private FileApiSizes() {}

  /** Makes the file end at its position. */
  @Export
  static boolean SetEndOfFile(GuestThread t, @Handle long hFile) {
    IoObject file = FileIo.object(t, hFile, FileAccess.FILE_WRITE_DATA);
    file.setSize(file.position());
    return true;
  }

  /** The space in front of the valid data length is defined here; there is nothing to do. */
  @Export
  static boolean SetFileValidData(GuestThread t, @Handle long hFile, long ValidDataLength) {
    IoObject file = FileIo.object(t, hFile, FileAccess.FILE_WRITE_DATA);
    if (ValidDataLength < 0 || ValidDataLength > file.size()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return true;
  }

  /**
   * The size in two halves.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfilesize">GetFileSize</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int GetFileSize(GuestThread t, @Handle long hFile, @Out @Opt long lpFileSizeHigh) {
    long size = FileIo.object(t, hFile, 0).size();
    if (lpFileSizeHigh != 0) {
      Memory.putInt(lpFileSizeHigh, (int) (size >>> 32));
    }
    if ((int) size == -1) {
      t.setLastError(Win32Error.SUCCESS);
    }
    return (int) size;
  }

  /** The size. */
  @Export
  static boolean GetFileSizeEx(GuestThread t, @Handle long hFile, @Out long lpFileSize) {
    Memory.putLong(lpFileSize, FileIo.object(t, hFile, 0).size());
    return true;
  }
}
