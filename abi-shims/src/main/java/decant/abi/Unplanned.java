package decant.abi;

import java.util.Arrays;
import java.util.List;

/**
 * What Decant is not meant to have. It runs programs with a console on the host's own processor, so
 * whatever shows a window, plays, prints or drives a device stays out.
 */
@Never(
    dll = {"gdi32", "gdi32full", "gdiplus", "msimg32", "usp10", "dwrite", "d2d1", "dciman32"},
    note = "Draws; Decant runs programs with a console and has nothing to draw on.")
@Never(
    dll = {"comctl32", "comdlg32", "uxtheme", "dwmapi", "dcomp", "imm32", "msctf", "riched20"},
    note = "Is about windows and their controls; Decant runs programs with a console.")
@Never(
    dll = {"ddraw", "d3d9", "d3d10", "d3d10_1", "d3d11", "d3d12", "dxgi", "d3dcompiler_47"},
    note = "Is Direct3D; Decant has no graphics.")
@Never(
    dll = {"opengl32", "glu32", "dxva2", "dinput8", "xinput1_4", "xinput9_1_0"},
    note = "Is about graphics and game controllers; Decant has neither.")
@Never(
    dll = {"dsound", "msacm32", "avrt", "avifil32", "avicap32", "msvfw32", "quartz", "evr"},
    note = "Plays or records; Decant has no sound and no pictures.")
@Never(
    dll = {"mf", "mfplat", "mfreadwrite", "wmvcore", "sti", "wiaservc", "windowscodecs"},
    note = "Plays, records or scans; Decant has no such devices.")
@Never(
    dll = {"winspool.drv", "spoolss"},
    note = "Prints; Decant has no printers.")
@Never(
    dll = {"ntoskrnl.exe", "hal", "fltmgr.sys", "ndis.sys", "win32k.sys", "fltlib"},
    note = "Belongs to drivers, which run in Windows' kernel; there is none here.")
@Never(
    dll = {"setupapi", "newdev", "cfgmgr32", "hid", "winusb", "bthprops.cpl", "winscard"},
    note = "Installs or drives devices of Windows; the host's kernel has its own.")
@Never(
    dll = {"wow64", "vdmdbg"},
    note = "Serves 32-bit and 16-bit programs, which cannot run here.")
@Never(
    dll = "user32",
    value = {
      "AdjustWindowRectEx",
      "BeginPaint",
      "BringWindowToTop",
      "CallNextHookEx",
      "CallWindowProcA",
      "CallWindowProcW",
      "ChangeDisplaySettingsExW",
      "CheckRadioButton",
      "ClientToScreen",
      "ClipCursor",
      "CopyIcon",
      "CopyImage",
      "CreateDialogIndirectParamW",
      "CreateIconFromResource",
      "CreateIconIndirect",
      "CreateMenu",
      "CreatePopupMenu",
      "DefWindowProcA",
      "DefWindowProcW",
      "DestroyCursor",
      "DestroyIcon",
      "DestroyWindow",
      "DialogBoxIndirectParamA",
      "DialogBoxIndirectParamW",
      "DialogBoxParamA",
      "DialogBoxParamW",
      "DrawIcon",
      "DrawIconEx",
      "DrawTextA",
      "DrawTextW",
      "EnableMenuItem",
      "EnableWindow",
      "EndDialog",
      "EndPaint",
      "EnumDisplayDevicesW",
      "EnumDisplayMonitors",
      "EnumDisplaySettingsW",
      "FillRect",
      "FlashWindowEx",
      "FrameRect",
      "GetAsyncKeyState",
      "GetClassInfoExW",
      "GetClientRect",
      "GetClipCursor",
      "GetCursorInfo",
      "GetCursorPos",
      "GetDC",
      "GetDlgItem",
      "GetDlgItemInt",
      "GetDlgItemTextW",
      "GetIconInfo",
      "GetKeyState",
      "GetKeyboardState",
      "GetMenu",
      "GetMonitorInfoW",
      "GetParent",
      "GetPropW",
      "GetRawInputData",
      "GetRawInputDeviceInfoA",
      "GetRawInputDeviceList",
      "GetSystemMenu",
      "GetUpdateRect",
      "GetWindowDC",
      "GetWindowLongPtrA",
      "GetWindowLongPtrW",
      "GetWindowLongW",
      "GetWindowRect",
      "GetWindowTextLengthW",
      "GetWindowTextW",
      "InvalidateRect",
      "IsDialogMessageW",
      "IsIconic",
      "LoadAcceleratorsW",
      "LoadCursorA",
      "LoadCursorW",
      "LoadIconW",
      "LoadImageW",
      "MapVirtualKeyW",
      "MonitorFromPoint",
      "MonitorFromRect",
      "MonitorFromWindow",
      "MoveWindow",
      "RedrawWindow",
      "RegisterDeviceNotificationW",
      "RegisterRawInputDevices",
      "ReleaseCapture",
      "ReleaseDC",
      "RemovePropW",
      "ScreenToClient",
      "SendDlgItemMessageW",
      "SetActiveWindow",
      "SetCapture",
      "SetCursor",
      "SetCursorPos",
      "SetDlgItemInt",
      "SetDlgItemTextW",
      "SetFocus",
      "SetForegroundWindow",
      "SetLayeredWindowAttributes",
      "SetPropW",
      "SetWindowLongPtrA",
      "SetWindowLongPtrW",
      "SetWindowLongW",
      "SetWindowPos",
      "SetWindowRgn",
      "SetWindowTextA",
      "SetWindowTextW",
      "SetWindowsHookExW",
      "ToUnicode",
      "ToUnicodeEx",
      "TrackMouseEvent",
      "TrackPopupMenu",
      "UnhookWindowsHookEx",
      "UnregisterDeviceNotification",
      "UpdateWindow",
      "ValidateRect",
      "WindowFromPoint"
    },
    note = "Is about windows; Decant runs programs with a console.")
public final class Unplanned {
  private Unplanned() {}

  /** All declarations. */
  public static List<Never> all() {
    return Arrays.asList(Unplanned.class.getAnnotationsByType(Never.class));
  }

  /**
   * Why there will not be a function; null when nothing speaks against it.
   *
   * @param library lower case, without {@code .dll}
   * @param function as exported, or {@code #ordinal}
   */
  public static String note(String library, String function) {
    for (Never never : all()) {
      List<String> functions = Arrays.asList(never.value());
      if (Arrays.asList(never.dll()).contains(library)
          && (functions.isEmpty() || functions.contains(function))) {
        return never.note();
      }
    }
    return null;
  }
}
