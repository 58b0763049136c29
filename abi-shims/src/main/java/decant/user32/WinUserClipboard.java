package decant.user32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.abi.Text;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.util.HashMap;
import java.util.Map;

/** winuser.h: the clipboard, which is empty and cannot be opened. */
@Library("user32")
public final class WinUserClipboard {
  private static final String NONE = "There is no clipboard: ";
  private static final String NOT_OPEN = NONE + "ERROR_CLIPBOARD_NOT_OPEN.";

  /** The first number of a format that has a name. */
  private static final int FIRST_REGISTERED = 0xC000;

  private static final int MOST_REGISTERED = 0x4000;

  /** The names are atoms, which have this many characters at most. */
  private static final int LONGEST_NAME = 255;

  /** The formats that a process has named, in upper case. Guarded by itself. */
  private static final class Formats {
    final Map<String, Integer> byName = new HashMap<>();
  }

  private WinUserClipboard() {}

  @Export(support = Support.STUB, note = NONE + "ERROR_ACCESS_DENIED.")
  static boolean OpenClipboard(@Opt long hWndNewOwner) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  @Export(support = Support.STUB, note = NOT_OPEN)
  static boolean CloseClipboard() {
    throw Win32Error.CLIPBOARD_NOT_OPEN.exception();
  }

  @Export(support = Support.STUB, note = NOT_OPEN)
  static boolean EmptyClipboard() {
    throw Win32Error.CLIPBOARD_NOT_OPEN.exception();
  }

  @Export(support = Support.STUB, note = NOT_OPEN)
  static long GetClipboardData(int uFormat) {
    throw Win32Error.CLIPBOARD_NOT_OPEN.exception();
  }

  @Export(support = Support.STUB, note = NOT_OPEN)
  static long SetClipboardData(int uFormat, @Opt long hMem) {
    throw Win32Error.CLIPBOARD_NOT_OPEN.exception();
  }

  @Export(support = Support.STUB, note = NOT_OPEN)
  static int EnumClipboardFormats(int format) {
    throw Win32Error.CLIPBOARD_NOT_OPEN.exception();
  }

  /** No format is there: the clipboard is empty. */
  @Export
  static boolean IsClipboardFormatAvailable(int format) {
    return false;
  }

  @Export
  static int CountClipboardFormats() {
    return 0;
  }

  /** 0: who asks has no access to the clipboard. */
  @Export
  static int GetClipboardSequenceNumber() {
    return 0;
  }

  /** The number of a format, the same for the same name. */
  @Export
  static int RegisterClipboardFormat(GuestThread t, Text text, String lpszFormat) {
    if (lpszFormat == null || lpszFormat.isEmpty() || lpszFormat.length() > LONGEST_NAME) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Map<String, Integer> formats = t.process.state(Formats.class, p -> new Formats()).byName;
    synchronized (formats) {
      String name = lpszFormat.toUpperCase(java.util.Locale.ROOT);
      Integer known = formats.get(name);
      if (known == null) {
        if (formats.size() == MOST_REGISTERED) {
          throw Win32Error.NOT_ENOUGH_MEMORY.exception();
        }
        known = FIRST_REGISTERED + formats.size();
        formats.put(name, known);
      }
      return known;
    }
  }
}
