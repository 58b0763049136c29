package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.file.FileSystem;
import decant.nt.file.NtName;
import decant.nt.file.WinPath;

/** fileapi.h: names of files and directories. */
@Library({"kernel32", "kernelbase"})
public final class FileApiNames {
  private static final int MAX_PATH = 260;

  private static final int VOLUME_NAME_DOS = 0;
  private static final int VOLUME_NAME_NT = 2;
  private static final int VOLUME_NAME_NONE = 4;
  private static final int FILE_NAME_OPENED = 8;

  private FileApiNames() {}

  static String required(String name) {
    if (name == null) {
      throw Win32Error.PATH_NOT_FOUND.exception();
    }
    return name;
  }

  /**
   * Deletes a file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-deletefilew">DeleteFile</a>
   */
  @Export
  static boolean DeleteFile(GuestThread t, Text text, String lpFileName) {
    t.process.files.delete(required(lpFileName));
    return true;
  }

  /**
   * Makes a directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createdirectoryw">CreateDirectory</a>
   */
  @Export
  static boolean CreateDirectory(
      GuestThread t, Text text, String lpPathName, @Opt long lpSecurityAttributes) {
    t.process.files.makeDirectory(required(lpPathName));
    return true;
  }

  /**
   * Removes an empty directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-removedirectoryw">RemoveDirectory</a>
   */
  @Export
  static boolean RemoveDirectory(GuestThread t, Text text, String lpPathName) {
    t.process.files.removeDirectory(required(lpPathName));
    return true;
  }

  /**
   * The full form of a path, and where its last name begins.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfullpathnamew">GetFullPathName</a>
   */
  @Export
  static int GetFullPathName(
      GuestThread t,
      Text text,
      String lpFileName,
      int nBufferLength,
      @Out long lpBuffer,
      @Out @Opt long lpFilePart) {
    if (lpFileName == null) {
      throw Win32Error.INVALID_NAME.exception();
    }
    String full = t.process.files.fullPath(lpFileName);
    int result = text.writeOrSize(lpBuffer, nBufferLength, full);
    putFilePart(text, lpFilePart, lpBuffer, full, result, nBufferLength);
    return result;
  }

  /** Where the last name of a path begins that was written to a buffer; null for a directory. */
  static void putFilePart(
      Text text, long filePart, long buffer, String full, int result, int room) {
    if (filePart == 0) {
      return;
    }
    int name = WinPath.lastName(full);
    boolean written = Integer.compareUnsigned(result, room) < 0;
    boolean device = full.startsWith("\\\\.\\");
    Memory.putLong(
        filePart,
        !written || name == full.length() || device
            ? 0
            : buffer + (long) text.unit * text.length(full.substring(0, name)));
  }

  /**
   * A path with every name in the spelling of its directory. The file must exist.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getlongpathnamew">GetLongPathName</a>
   */
  @Export
  static int GetLongPathName(
      GuestThread t, Text text, String lpszShortPath, @Out @Opt long lpszLongPath, int cchBuffer) {
    FileSystem files = t.process.files;
    String path = lpszShortPath;
    if (path == null || !files.isSpelt(path)) {
      path = spelt(files, existing(t, path));
    }
    return text.writeOrSize(lpszLongPath, cchBuffer, path);
  }

  private static String existing(GuestThread t, String path) {
    if (path == null) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    t.process.files.status(path);
    return path;
  }

  private static String spelt(FileSystem files, String path) {
    StringBuilder out = new StringBuilder(path.length());
    int start = prefix(path);
    out.append(path, 0, start);
    for (int i = start; i <= path.length(); i++) {
      if (i == path.length() || WinPath.isSeparator(path.charAt(i))) {
        String name = path.substring(start, i);
        boolean dots = name.isEmpty() || name.equals(".") || name.equals("..");
        out.append(dots ? name : files.spelling(path.substring(0, i)));
        if (i < path.length()) {
          out.append(path.charAt(i));
        }
        start = i + 1;
      }
    }
    return out.toString();
  }

  /** The length of what stands before the first name. */
  private static int prefix(String path) {
    return switch (WinPath.kind(path)) {
      case DRIVE_ABSOLUTE -> 3;
      case DRIVE_RELATIVE -> 2;
      case ROOTED -> 1;
      case LOCAL_DEVICE -> Math.min(7, path.length());
      default -> 0;
    };
  }

  /**
   * The short form of a path. No file has a second, short name here, as on an NTFS volume without
   * them, so that it is the path itself. The file must exist.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getshortpathnamew">GetShortPathName</a>
   */
  @Export
  static int GetShortPathName(
      GuestThread t, Text text, String lpszLongPath, @Out @Opt long lpszShortPath, int cchBuffer) {
    return text.writeOrSize(lpszShortPath, cchBuffer, existing(t, lpszLongPath));
  }

  /**
   * The path of an open file, links resolved.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getfinalpathnamebyhandlew">GetFinalPathNameByHandle</a>
   */
  @Export(support = Support.PARTIAL, note = "Volume names as GUID fail with ERROR_PATH_NOT_FOUND.")
  static int GetFinalPathNameByHandle(
      GuestThread t,
      Text text,
      @Handle long hFile,
      @Out long lpszFilePath,
      int cchFilePath,
      int dwFlags) {
    FileObject file = FileIo.file(t, hFile, 0);
    byte[] host = file.hostPath();
    String path = host == null ? file.path() : t.process.files.windowsPath(host);
    path =
        switch (dwFlags & ~FILE_NAME_OPENED) {
          case VOLUME_NAME_DOS -> "\\\\?\\" + path;
          case VOLUME_NAME_NT -> NtName.ofPath(path);
          case VOLUME_NAME_NONE -> path.substring(2);
          default -> throw Win32Error.PATH_NOT_FOUND.exception();
        };
    int length = text.length(path);
    if (Integer.compareUnsigned(length, cchFilePath) >= 0) {
      t.setLastError(Win32Error.NOT_ENOUGH_MEMORY);
      return length + 1;
    }
    return text.write(lpszFilePath, path);
  }

  /**
   * The directory for temporary files, with a backslash at its end.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-gettemppathw">GetTempPath</a>
   */
  @Export
  static int GetTempPath(GuestThread t, Text text, int nBufferLength, @Out long lpBuffer) {
    return text.writeOrSize(lpBuffer, nBufferLength, temporary(t));
  }

  /** As GetTempPath, which is different only for programs that run as the system itself. */
  @Export
  static int GetTempPath2(GuestThread t, Text text, int BufferLength, @Out long Buffer) {
    return text.writeOrSize(Buffer, BufferLength, temporary(t));
  }

  private static String temporary(GuestThread t) {
    Environment environment = Environment.of(t.process);
    for (String name : TEMPORARY) {
      String value = environment.get(name);
      if (value != null && !value.isEmpty()) {
        String full = t.process.files.fullPath(value);
        return full.endsWith("\\") ? full : full + '\\';
      }
    }
    return Environment.SYSTEM_ROOT + '\\';
  }

  private static final String[] TEMPORARY = {"TMP", "TEMP", "USERPROFILE"};

  /**
   * A name for a temporary file, which is made unless the caller gives the number.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-gettempfilenamew">GetTempFileName</a>
   */
  @Export
  static int GetTempFileName(
      GuestThread t,
      Text text,
      String lpPathName,
      String lpPrefixString,
      int uUnique,
      @Out long lpTempFileName) {
    String directory = required(lpPathName);
    if (directory.length() > MAX_PATH - 14) {
      throw Win32Error.BUFFER_OVERFLOW.exception();
    }
    if (!isDirectory(t, directory)) {
      throw Win32Error.DIRECTORY.exception();
    }
    String prefix = lpPrefixString == null ? "" : lpPrefixString;
    String start = WinPath.join(directory, prefix.substring(0, Math.min(3, prefix.length())));
    int unique = uUnique & 0xFFFF;
    if (unique == 0) {
      unique = unused(t, start);
    }
    text.write(lpTempFileName, temporaryName(start, unique));
    return unique;
  }

  private static boolean isDirectory(GuestThread t, String path) {
    try {
      t.process.files.list(path, "<nothing>");
      return true;
    } catch (NtStatusException | Win32Exception e) {
      return false;
    }
  }

  private static String temporaryName(String start, int unique) {
    return start + Integer.toHexString(unique).toUpperCase(java.util.Locale.ROOT) + ".TMP";
  }

  /** Makes the first file that is not there yet, from a number of the moment on. */
  private static int unused(GuestThread t, String start) {
    int first = (int) (System.nanoTime() >>> 16) & 0xFFFF;
    for (int i = 0; i < 0xFFFF; i++) {
      int unique = (first + i) % 0xFFFF + 1;
      try {
        decant.nt.NtObject file =
            t.process
                .files
                .create(
                    temporaryName(start, unique),
                    FileAccess.GENERIC_WRITE,
                    0,
                    0,
                    FileSystem.FILE_CREATE,
                    FileSystem.FILE_NON_DIRECTORY_FILE)
                .object();
        file.retain();
        file.release();
        return unique;
      } catch (NtStatusException e) {
        if (e.status() != NtStatus.OBJECT_NAME_COLLISION) {
          throw e;
        }
      }
    }
    throw Win32Error.FILE_EXISTS.exception();
  }
}
