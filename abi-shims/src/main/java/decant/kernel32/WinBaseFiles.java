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
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.DirectoryInformation;
import decant.nt.file.FileAccess;
import decant.nt.file.FileChange;
import decant.nt.file.FileInformation;
import decant.nt.file.FileIo;
import decant.nt.file.FileStatus;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;

/** winbase.h: links, replacing, and information by handle. */
@Library({"kernel32", "kernelbase"})
public final class WinBaseFiles {
  private static final int SYMBOLIC_LINK_FLAGS = 3;

  /** The kernel's class for each {@code FILE_INFO_BY_HANDLE_CLASS}; 0 where there is none. */
  private static final int[] CLASSES = {
    FileInformation.BASIC,
    FileInformation.STANDARD,
    FileInformation.NAME,
    FileInformation.RENAME,
    FileInformation.DISPOSITION,
    FileInformation.ALLOCATION,
    FileInformation.END_OF_FILE,
    FileInformation.STREAM,
    FileInformation.COMPRESSION,
    FileInformation.ATTRIBUTE_TAG,
    DirectoryInformation.ID_BOTH,
    DirectoryInformation.ID_BOTH,
    0,
    0,
    DirectoryInformation.FULL,
    DirectoryInformation.FULL,
    0,
    FileInformation.ALIGNMENT,
    FileInformation.ID,
    DirectoryInformation.ID_EXTD,
    DirectoryInformation.ID_EXTD,
    FileInformation.DISPOSITION_EX,
    FileInformation.RENAME_EX,
    0,
    FileInformation.NORMALIZED_NAME
  };

  private WinBaseFiles() {}

  private static int kind(int infoClass) {
    int kind = infoClass < 0 || infoClass >= CLASSES.length ? 0 : CLASSES[infoClass];
    if (kind == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return kind;
  }

  /**
   * One of the structures about an open file, or the next entries of a directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getfileinformationbyhandleex">GetFileInformationByHandleEx</a>
   */
  @Export
  static boolean GetFileInformationByHandleEx(
      GuestThread t,
      @Handle long hFile,
      int FileInformationClass,
      @Out(size = "dwBufferSize") long lpFileInformation,
      int dwBufferSize) {
    int kind = kind(FileInformationClass);
    switch (FileInformationClass) {
      case 10, 11, 14, 15, 19, 20 -> {
        boolean restart = (FileInformationClass & 1) == (FileInformationClass < 19 ? 1 : 0);
        DirectoryInformation.query(
            FileIo.file(t, hFile, FileAccess.FILE_READ_DATA),
            kind,
            lpFileInformation,
            dwBufferSize,
            restart ? DirectoryInformation.RESTART_SCAN : 0,
            null);
      }
      case 3, 4, 5, 6, 21, 22 -> throw NtStatus.INVALID_PARAMETER.exception();
      default -> {
        IoObject file = FileIo.object(t, hFile, 0);
        int access = t.process.handles.entry(hFile).access;
        int filled = FileInformation.query(file, access, kind, lpFileInformation, dwBufferSize);
        if (Integer.compareUnsigned(filled, dwBufferSize) > 0) {
          throw NtStatus.BUFFER_OVERFLOW.exception();
        }
      }
    }
    return true;
  }

  /**
   * Changes an open file: times, name, end, deletion.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-setfileinformationbyhandle">SetFileInformationByHandle</a>
   */
  @Export
  static boolean SetFileInformationByHandle(
      GuestThread t,
      @Handle long hFile,
      int FileInformationClass,
      @In(size = "dwBufferSize") long lpFileInformation,
      int dwBufferSize) {
    int kind = kind(FileInformationClass);
    switch (FileInformationClass) {
      case 3, 22 -> FileChange.renameToPath(t, hFile, kind, lpFileInformation, dwBufferSize);
      case 0, 4, 5, 6, 21 -> FileChange.set(t, hFile, kind, lpFileInformation, dwBufferSize);
      default -> throw NtStatus.INVALID_PARAMETER.exception();
    }
    return true;
  }

  /**
   * Makes another name for a file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createhardlinkw">CreateHardLink</a>
   */
  @Export
  static boolean CreateHardLink(
      GuestThread t,
      Text text,
      String lpFileName,
      String lpExistingFileName,
      @Opt long lpSecurityAttributes) {
    t.process.files.hardLink(
        FileApiNames.required(lpFileName), FileApiNames.required(lpExistingFileName));
    return true;
  }

  /**
   * Makes a symbolic link. The host's links do not say whether they lead to directories.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createsymboliclinkw">CreateSymbolicLink</a>
   */
  @Export
  static boolean CreateSymbolicLink(
      GuestThread t, Text text, String lpSymlinkFileName, String lpTargetFileName, int dwFlags) {
    if ((dwFlags & ~SYMBOLIC_LINK_FLAGS) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    t.process.files.symbolicLink(
        FileApiNames.required(lpSymlinkFileName), FileApiNames.required(lpTargetFileName));
    return true;
  }

  /**
   * Puts a file in the place of another, whose attributes it takes over; the other may be kept
   * under a third name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-replacefilew">ReplaceFile</a>
   */
  @Export
  static boolean ReplaceFile(
      GuestThread t,
      Text text,
      String lpReplacedFileName,
      String lpReplacementFileName,
      @Opt String lpBackupFileName,
      int dwReplaceFlags,
      @Opt long lpExclude,
      @Opt long lpReserved) {
    FileSystem files = t.process.files;
    String replaced = FileApiNames.required(lpReplacedFileName);
    String replacement = FileApiNames.required(lpReplacementFileName);
    FileStatus old = files.status(replaced);
    files.status(replacement);
    if (lpBackupFileName != null) {
      files.move(replaced, lpBackupFileName, true, false);
    }
    files.move(replacement, replaced, true, false);
    files.setAttributes(replaced, old.attributes);
    return true;
  }

  /** As CreateDirectory; a template's attributes are not taken over. */
  @Export(support = Support.PARTIAL, note = "The template directory only has to exist.")
  static boolean CreateDirectoryEx(
      GuestThread t,
      Text text,
      String lpTemplateDirectory,
      String lpNewDirectory,
      @Opt long lpSecurityAttributes) {
    FileSystem files = t.process.files;
    if (!files.status(FileApiNames.required(lpTemplateDirectory)).isDirectory()) {
      throw NtStatus.NOT_A_DIRECTORY.exception();
    }
    files.makeDirectory(FileApiNames.required(lpNewDirectory));
    return true;
  }

  /**
   * Another handle to an open file, with other rights.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-reopenfile">ReOpenFile</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static long ReOpenFile(
      GuestThread t,
      @Handle long hOriginalFile,
      int dwDesiredAccess,
      int dwShareMode,
      int dwFlagsAndAttributes) {
    byte[] host = FileIo.file(t, hOriginalFile, 0).hostPath();
    if (host == null) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    return FileApi.open(
        t,
        "\\\\?\\" + t.process.files.windowsPath(host),
        dwDesiredAccess,
        dwShareMode,
        0,
        FileApi.OPEN_EXISTING,
        dwFlagsAndAttributes);
  }

  /** The streams of a file: the unnamed one only. */
  @Export(fails = Fails.MINUS_ONE)
  static long FindFirstStreamW(
      GuestThread t,
      @decant.abi.Wide String lpFileName,
      int InfoLevel,
      @Out long lpFindStreamData,
      int dwFlags) {
    FileStatus status = t.process.files.status(FileApiNames.required(lpFileName));
    if (!status.isRegular()) {
      throw Win32Error.HANDLE_EOF.exception();
    }
    Memory.putLong(lpFindStreamData, status.size);
    Memory.putWideZ(lpFindStreamData + 8, "::$DATA");
    return t.process.handles.open(t.process.files.list("\\", "<nothing>"), 0, 0);
  }

  /** There is never a second stream. */
  @Export
  static boolean FindNextStreamW(
      GuestThread t, @Handle long hFindStream, @Out long lpFindStreamData) {
    throw Win32Error.HANDLE_EOF.exception();
  }
}
