package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ProcessParameters;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.FileSystem;
import decant.nt.file.WinPath;

/** processenv.h: the current directory, and looking files up on a search path. */
@Library({"kernel32", "kernelbase"})
public final class ProcessEnvPaths {
  private ProcessEnvPaths() {}

  /**
   * The current directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getcurrentdirectory">GetCurrentDirectory</a>
   */
  @Export
  static int GetCurrentDirectory(GuestThread t, Text text, int nBufferLength, @Out long lpBuffer) {
    return text.writeOrSize(lpBuffer, nBufferLength, t.process.files.currentDirectory());
  }

  /**
   * Changes the current directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setcurrentdirectory">SetCurrentDirectory</a>
   */
  @Export
  static boolean SetCurrentDirectory(GuestThread t, Text text, String lpPathName) {
    if (lpPathName == null) {
      throw Win32Error.INVALID_NAME.exception();
    }
    ProcessParameters.setCurrentDirectory(t.process, lpPathName);
    return true;
  }

  /**
   * The full path of the first file of a name on a search path.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-searchpathw">SearchPath</a>
   */
  @Export
  static int SearchPath(
      GuestThread t,
      Text text,
      @Opt String lpPath,
      String lpFileName,
      @Opt String lpExtension,
      int nBufferLength,
      @Out long lpBuffer,
      @Out @Opt long lpFilePart) {
    if (lpFileName == null || lpFileName.isEmpty()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    boolean extended = lpFileName.indexOf('.', WinPath.lastName(lpFileName)) >= 0;
    String name = extended || lpExtension == null ? lpFileName : lpFileName + lpExtension;
    String found = search(t, lpPath, name);
    if (found == null) {
      throw Win32Error.FILE_NOT_FOUND.exception();
    }
    int result = text.writeOrSize(lpBuffer, nBufferLength, found);
    FileApiNames.putFilePart(text, lpFilePart, lpBuffer, found, result, nBufferLength);
    return result;
  }

  private static String search(GuestThread t, String path, String name) {
    FileSystem files = t.process.files;
    boolean plain = WinPath.kind(name) == WinPath.Kind.RELATIVE;
    boolean dotted =
        name.startsWith("./")
            || name.startsWith(".\\")
            || name.startsWith("../")
            || name.startsWith("..\\");
    if (!plain || dotted) {
      return file(files, name);
    }
    String directories = path;
    if (directories == null) {
      String program = t.process.loader.fileName(t.process.loader.handle(null));
      String variable = Environment.of(t.process).get("Path");
      directories =
          program.substring(0, WinPath.lastName(program))
              + ";.;"
              + Environment.SYSTEM_DIRECTORY
              + ';'
              + Environment.SYSTEM_ROOT
              + ';'
              + (variable == null ? "" : variable);
    }
    int start = 0;
    for (int i = 0; i <= directories.length(); i++) {
      if (i == directories.length() || directories.charAt(i) == ';') {
        String found =
            i == start ? null : file(files, WinPath.join(directories.substring(start, i), name));
        if (found != null) {
          return found;
        }
        start = i + 1;
      }
    }
    return null;
  }

  /** The full path of a file that exists, or null. */
  private static String file(FileSystem files, String path) {
    try {
      String full = files.fullPath(path);
      files.status(full);
      return full;
    } catch (NtStatusException | Win32Exception e) {
      return null;
    }
  }
}
