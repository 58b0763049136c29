package decant.shell32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.util.List;

/** shellapi.h and shlobj_core.h. */
@Library("shell32")
public final class ShellApi {
  private static final int S_OK = 0;
  private static final int S_FALSE = 1;
  private static final int E_INVALIDARG = 0x8007_0057;
  private static final int E_FILE_NOT_FOUND = 0x8007_0002;
  private static final int SE_ERR_ACCESSDENIED = 5;

  /** The variable that names the directory of the user. */
  private static final String PROFILE = "USERPROFILE";

  private ShellApi() {}

  /**
   * Splits a command line into arguments, in one block that {@code LocalFree} frees.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw">CommandLineToArgvW</a>
   */
  @Export(dll = {"shell32", "shcore"})
  static long CommandLineToArgvW(GuestThread t, @Wide String lpCmdLine, @Out long pNumArgs) {
    if (lpCmdLine == null || pNumArgs == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    // An empty command line stands for the program's own path.
    List<String> arguments =
        lpCmdLine.isEmpty()
            ? List.of(t.process.loader.fileName(t.process.loader.handle(null)))
            : CommandLine.split(lpCmdLine);
    long size = 8L * (arguments.size() + 1);
    for (String argument : arguments) {
      size += 2L * argument.length() + 2;
    }
    long block = t.process.heap.allocate(t, size);
    long text = block + 8L * (arguments.size() + 1);
    for (int i = 0; i < arguments.size(); i++) {
      Memory.putLong(block + 8L * i, text);
      text = Memory.putWideZ(text, arguments.get(i));
    }
    Memory.putLong(block + 8L * arguments.size(), 0);
    Memory.putInt(pNumArgs, arguments.size());
    return block;
  }

  /** The path of a folder by {@code CSIDL_*}, or null when we have none of that meaning. */
  private static String folder(GuestThread t, int csidl) {
    Environment environment = Environment.of(t.process);
    return switch (csidl & 0xFF) {
      case 0x00, 0x10 -> below(environment.get(PROFILE), "Desktop");
      case 0x05 -> below(environment.get(PROFILE), "Documents");
      case 0x0D -> below(environment.get(PROFILE), "Music");
      case 0x0E -> below(environment.get(PROFILE), "Videos");
      case 0x27 -> below(environment.get(PROFILE), "Pictures");
      case 0x1A -> environment.get("APPDATA");
      case 0x1C -> environment.get("LOCALAPPDATA");
      case 0x23 -> environment.get("ProgramData");
      case 0x24 -> Environment.SYSTEM_ROOT;
      case 0x25, 0x29 -> Environment.SYSTEM_DIRECTORY;
      case 0x14 -> below(Environment.SYSTEM_ROOT, "Fonts");
      case 0x26, 0x2A -> "C:\\Program Files";
      case 0x2B, 0x2C -> "C:\\Program Files\\Common Files";
      case 0x28 -> environment.get(PROFILE);
      default -> null;
    };
  }

  /** A path below a directory; null when a program removed the variable that names it. */
  private static String below(String directory, String name) {
    if (directory == null) {
      return null;
    }
    return directory.endsWith("\\") ? directory + name : directory + '\\' + name;
  }

  /**
   * The path of a folder, into a buffer of {@code MAX_PATH} units.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shlobj_core/nf-shlobj_core-shgetfolderpathw">SHGetFolderPath</a>
   */
  @Export(
      dll = {"shell32", "shfolder"},
      support = Support.PARTIAL,
      note = "The folders of a profile, of the system and of programs; none is created.")
  static int SHGetFolderPath(
      GuestThread t,
      Text text,
      @Opt long hwnd,
      int csidl,
      @Opt long hToken,
      int dwFlags,
      @Out long pszPath) {
    String path = folder(t, csidl);
    if (path == null) {
      text.write(pszPath, "");
      return S_FALSE;
    }
    if (text.length(path) >= 260) {
      return E_INVALIDARG;
    }
    text.write(pszPath, path);
    return S_OK;
  }

  @Export(
      support = Support.PARTIAL,
      note = "The folders of a profile, of the system and of programs; none is created.")
  static boolean SHGetSpecialFolderPath(
      GuestThread t, Text text, @Opt long hwnd, @Out long pszPath, int csidl, boolean fCreate) {
    String path = folder(t, csidl);
    if (path == null || text.length(path) >= 260) {
      return false;
    }
    text.write(pszPath, path);
    return true;
  }

  /** The {@code CSIDL_*} of a known folder, by the first 32 bits of its GUID; -1 for another. */
  private static int csidl(int guid) {
    return switch (guid) {
      case 0xB4BFCC3A -> 0x10; // Desktop
      case 0xFDD39AD0 -> 0x05; // Documents
      case 0x4BD8D571 -> 0x0D; // Music
      case 0x18989B1D -> 0x0E; // Videos
      case 0x33E28130 -> 0x27; // Pictures
      case 0x3EB685DB -> 0x1A; // RoamingAppData
      case 0xF1B32785 -> 0x1C; // LocalAppData
      case 0x62AB5D82 -> 0x23; // ProgramData
      case 0xF38BF404 -> 0x24; // Windows
      case 0x1AC14E77 -> 0x25; // System
      case 0xFD228CB7 -> 0x14; // Fonts
      case 0x905E63B6, 0x6D809377 -> 0x26; // ProgramFiles, ProgramFilesX64
      case 0x5E6C858F -> 0x28; // Profile
      default -> -1;
    };
  }

  /**
   * The path of a known folder, in memory that {@code CoTaskMemFree} frees.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shlobj_core/nf-shlobj_core-shgetknownfolderpath">SHGetKnownFolderPath</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "The folders of a profile, of the system and of programs; none is created.")
  static int SHGetKnownFolderPath(
      GuestThread t, @In long rfid, int dwFlags, @Opt long hToken, @Out long ppszPath) {
    Memory.putLong(ppszPath, 0);
    int csidl = csidl(Memory.getInt(rfid));
    String path = csidl < 0 ? null : folder(t, csidl);
    if (path == null) {
      return E_FILE_NOT_FOUND;
    }
    long copy = t.process.heap.allocate(t, 2L * path.length() + 2);
    Memory.putWideZ(copy, path);
    Memory.putLong(ppszPath, copy);
    return S_OK;
  }

  @Export(support = Support.STUB, note = "There is no shell: SE_ERR_ACCESSDENIED.")
  static long ShellExecute(
      GuestThread t,
      Text text,
      @Opt long hwnd,
      @Opt String lpOperation,
      String lpFile,
      @Opt String lpParameters,
      @Opt String lpDirectory,
      int nShowCmd) {
    t.setLastError(Win32Error.ACCESS_DENIED);
    return SE_ERR_ACCESSDENIED;
  }

  @Export(
      value = {"ShellExecuteExA", "ShellExecuteExW"},
      support = Support.STUB,
      note = "There is no shell: ERROR_ACCESS_DENIED.")
  static boolean ShellExecuteEx(@In @Out long pExecInfo) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  /** File operations of the shell are not there: fails with {@code ERROR_CALL_NOT_IMPLEMENTED}. */
  @Export(
      value = {"SHFileOperationA", "SHFileOperationW"},
      support = Support.STUB,
      note = "Returns ERROR_CALL_NOT_IMPLEMENTED.")
  static int SHFileOperation(@In @Out long lpFileOp) {
    return Win32Error.CALL_NOT_IMPLEMENTED.code();
  }

  @Export
  static boolean IsUserAnAdmin() {
    return false;
  }
}
