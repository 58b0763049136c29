package decant.user32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.nio.charset.StandardCharsets;

/** winuser.h as a console program without windows sees it. */
@Library("user32")
public final class WinUser {
  private static final int MB_TYPEMASK = 0xF;
  private static final int SM_CXSCREEN = 0;
  private static final int SM_CYSCREEN = 1;
  private static final int SM_CMONITORS = 80;

  private WinUser() {}

  /** Shows a message on the standard error output and gives the answer of a default button. */
  @Export(
      support = Support.PARTIAL,
      note = "Prints to standard error; answers OK, Yes, Abort or Cancel.")
  static int MessageBox(
      Text text, @Opt long hWnd, @Opt String lpText, @Opt String lpCaption, int uType) {
    return show(lpText, lpCaption, uType);
  }

  @Export(
      support = Support.PARTIAL,
      note = "Prints to standard error; answers OK, Yes, Abort or Cancel.")
  static int MessageBoxEx(
      Text text,
      @Opt long hWnd,
      @Opt String lpText,
      @Opt String lpCaption,
      int uType,
      short wLanguageId) {
    return show(lpText, lpCaption, uType);
  }

  /**
   * As {@code MessageBox}, with its parameters in MSGBOXPARAMS; texts of resources are left out.
   */
  @Export(
      support = Support.PARTIAL,
      note = "Prints to standard error; answers OK, Yes, Abort or Cancel.")
  static int MessageBoxIndirect(Text text, @In long lpmbp) {
    return show(
        string(text, Memory.getLong(lpmbp + 24)),
        string(text, Memory.getLong(lpmbp + 32)),
        Memory.getInt(lpmbp + 40));
  }

  /** A string by address, null for a resource's number. */
  private static String string(Text text, long value) {
    return value >>> 16 == 0 ? null : text.read(value);
  }

  private static int show(String message, String caption, int type) {
    String line =
        (caption == null ? "Error" : caption) + ": " + (message == null ? "" : message) + "\n";
    System.err.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    return switch (type & MB_TYPEMASK) {
      case 2 -> 3; // MB_ABORTRETRYIGNORE: IDABORT, so that nothing repeats for ever
      case 3, 4 -> 6; // MB_YESNOCANCEL, MB_YESNO: IDYES
      case 5, 6 -> 2; // MB_RETRYCANCEL, MB_CANCELTRYCONTINUE: IDCANCEL
      default -> 1; // IDOK
    };
  }

  @Export
  static boolean MessageBeep(int uType) {
    return true;
  }

  /** There is no window station: a null pointer stands for each of these windows. */
  @Export({"GetActiveWindow", "GetForegroundWindow", "GetFocus", "GetCapture", "GetShellWindow"})
  static long GetActiveWindow() {
    return 0;
  }

  /** The desktop's window, a handle that means nothing else. */
  @Export
  static long GetDesktopWindow() {
    return 0x1_0010;
  }

  @Export({"GetProcessWindowStation", "OpenInputDesktop", "GetThreadDesktop"})
  static long GetProcessWindowStation() {
    return 0;
  }

  @Export(support = Support.PARTIAL, note = "A screen of 1024 by 768; everything else is 0.")
  static int GetSystemMetrics(int nIndex) {
    return switch (nIndex) {
      case SM_CXSCREEN -> 1024;
      case SM_CYSCREEN -> 768;
      case SM_CMONITORS -> 1;
      default -> 0;
    };
  }

  @Export
  static boolean IsWindow(@Opt long hWnd) {
    return false;
  }

  @Export
  static boolean IsWindowVisible(@Opt long hWnd) {
    return false;
  }

  @Export({"FindWindowA", "FindWindowW"})
  static long FindWindow(@Opt long lpClassName, @Opt long lpWindowName) {
    return 0;
  }

  @Export
  static boolean EnumWindows(long lpEnumFunc, long lParam) {
    return true;
  }

  @Export
  static int GetWindowThreadProcessId(@Opt long hWnd, @Out @Opt long lpdwProcessId) {
    throw Win32Error.INVALID_WINDOW_HANDLE.exception();
  }

  /** No input ever came. */
  @Export(support = Support.PARTIAL, note = "The time of the last input is always 0.")
  static boolean GetLastInputInfo(@Out long plii) {
    if (Memory.getInt(plii) != 8) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putInt(plii + 4, 0);
    return true;
  }

  @Export(support = Support.STUB, note = "Windows do not exist: ERROR_INVALID_WINDOW_HANDLE.")
  static boolean ShowWindow(@Opt long hWnd, int nCmdShow) {
    throw Win32Error.INVALID_WINDOW_HANDLE.exception();
  }

  @Export(
      value = {"SendMessageA", "SendMessageW", "PostMessageA", "PostMessageW"},
      support = Support.STUB,
      note = "Windows do not exist: ERROR_INVALID_WINDOW_HANDLE.")
  static long SendMessage(@Opt long hWnd, int Msg, long wParam, long lParam) {
    throw Win32Error.INVALID_WINDOW_HANDLE.exception();
  }

  @Export(
      value = {"CreateWindowExA", "CreateWindowExW"},
      support = Support.STUB,
      note = "Windows cannot be made: ERROR_NOT_SUPPORTED.")
  static long CreateWindowEx(
      int dwExStyle,
      @Opt long lpClassName,
      @Opt long lpWindowName,
      int dwStyle,
      int x,
      int y,
      int nWidth,
      int nHeight,
      @Opt long hWndParent,
      @Opt long hMenu,
      @Opt long hInstance,
      @Opt long lpParam) {
    throw Win32Error.NOT_SUPPORTED.exception();
  }

  @Export(
      value = {"RegisterClassA", "RegisterClassW", "RegisterClassExA", "RegisterClassExW"},
      support = Support.STUB,
      note = "Windows cannot be made: ERROR_NOT_SUPPORTED.")
  static short RegisterClass(@In long lpWndClass) {
    throw Win32Error.NOT_SUPPORTED.exception();
  }

  @Export(support = Support.STUB, note = "The session is never ended.")
  static boolean ExitWindowsEx(int uFlags, int dwReason) {
    throw Win32Error.PRIVILEGE_NOT_HELD.exception();
  }

  /** The thread is not a GUI thread, and does not become one. */
  @Export
  static boolean IsGUIThread(GuestThread t, boolean bConvert) {
    return false;
  }
}
