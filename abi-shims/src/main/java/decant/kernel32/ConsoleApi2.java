package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.console.Console;
import decant.nt.console.ConsoleObject;

/** consoleapi2.h and consoleapi3.h: the screen. Coordinates are those of the visible screen. */
@Library({"kernel32", "kernelbase"})
public final class ConsoleApi2 {
  /** {@code CONSOLE_SCREEN_BUFFER_INFO}, which the extended one has behind {@code cbSize}. */
  private static final int BASIC_SIZE = 22;

  private static final int EXTENDED_SIZE = 96;

  /** The colours of the 16 attributes, as {@code COLORREF}. */
  private static final int[] COLOURS = {
    0x0C0C0C, 0xDA3700, 0x0EA113, 0xDD963A, 0x1F0FC5, 0x981788, 0x009CC1, 0xCCCCCC,
    0x767676, 0xFF783B, 0x0CC616, 0xD6D661, 0x5648E7, 0x9E00B4, 0xA5F1F9, 0xF2F2F2
  };

  private ConsoleApi2() {}

  /**
   * Size, window and attributes of the screen.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/console/getconsolescreenbufferinfo">GetConsoleScreenBufferInfo</a>
   */
  @Export(support = Support.PARTIAL, note = "The cursor is always reported at the origin.")
  static boolean GetConsoleScreenBufferInfo(
      GuestThread t, @Handle long hConsoleOutput, @Out long lpConsoleScreenBufferInfo) {
    putInfo(t, ConsoleApi.console(t, hConsoleOutput).asOutput(), lpConsoleScreenBufferInfo);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "The cursor is always reported at the origin.")
  static boolean GetConsoleScreenBufferInfoEx(
      GuestThread t, @Handle long hConsoleOutput, @Out long lpConsoleScreenBufferInfoEx) {
    ConsoleObject object = ConsoleApi.console(t, hConsoleOutput).asOutput();
    if (Memory.getInt(lpConsoleScreenBufferInfoEx) != EXTENDED_SIZE) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    putInfo(t, object, lpConsoleScreenBufferInfoEx + 4);
    long more = lpConsoleScreenBufferInfoEx + 4 + BASIC_SIZE;
    Memory.putShort(more, 0); // wPopupAttributes
    Memory.putInt(lpConsoleScreenBufferInfoEx + 28, 0); // bFullscreenSupported
    for (int i = 0; i < COLOURS.length; i++) {
      Memory.putInt(lpConsoleScreenBufferInfoEx + 32 + 4L * i, COLOURS[i]);
    }
    return true;
  }

  private static void putInfo(GuestThread t, ConsoleObject object, long info) {
    int size = object.size(t);
    int right = (size & 0xFFFF) - 1;
    int bottom = (size >>> 16) - 1;
    Memory.putInt(info, size);
    Memory.putInt(info + 4, 0); // dwCursorPosition
    Memory.putShort(info + 8, object.console().attributes());
    Memory.putInt(info + 10, 0); // srWindow: Left, Top
    Memory.putShort(info + 14, right);
    Memory.putShort(info + 16, bottom);
    Memory.putInt(info + 18, size); // dwMaximumWindowSize
  }

  /** The size of the largest window: the terminal's. As a {@code COORD} in a register. */
  @Export
  static int GetLargestConsoleWindowSize(GuestThread t, @Handle long hConsoleOutput) {
    return ConsoleApi.console(t, hConsoleOutput).asOutput().size(t);
  }

  @Export
  static boolean SetConsoleCursorPosition(
      GuestThread t, @Handle long hConsoleOutput, int dwCursorPosition) {
    ConsoleApi.console(t, hConsoleOutput)
        .moveCursor(t, dwCursorPosition & 0xFFFF, dwCursorPosition >>> 16);
    return true;
  }

  @Export
  static boolean SetConsoleTextAttribute(
      GuestThread t, @Handle long hConsoleOutput, short wAttributes) {
    ConsoleApi.console(t, hConsoleOutput).setAttributes(t, wAttributes & 0xFFFF);
    return true;
  }

  /** Writes one character many times from a place on. */
  @Export
  static boolean FillConsoleOutputCharacter(
      GuestThread t,
      Text text,
      @Handle long hConsoleOutput,
      short cCharacter,
      int nLength,
      int dwWriteCoord,
      @Out long lpNumberOfCharsWritten) {
    ConsoleObject object = ConsoleApi.console(t, hConsoleOutput).asOutput();
    char character = (char) (text == Text.WIDE ? cCharacter & 0xFFFF : cCharacter & 0xFF);
    object.fillText(t, character, nLength, dwWriteCoord & 0xFFFF, dwWriteCoord >>> 16);
    Memory.putInt(lpNumberOfCharsWritten, nLength);
    return true;
  }

  /** A terminal cannot recolour what stands there. */
  @Export(support = Support.STUB, note = "Terminals cannot recolour text that stands there.")
  static boolean FillConsoleOutputAttribute(
      GuestThread t,
      @Handle long hConsoleOutput,
      short wAttribute,
      int nLength,
      int dwWriteCoord,
      @Out long lpNumberOfAttrsWritten) {
    ConsoleApi.console(t, hConsoleOutput).asOutput();
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }

  /** Writes text at a place, the cursor staying where it is. */
  @Export
  static boolean WriteConsoleOutputCharacter(
      GuestThread t,
      Text text,
      @Handle long hConsoleOutput,
      long lpCharacter,
      int nLength,
      int dwWriteCoord,
      @Out long lpNumberOfCharsWritten) {
    ConsoleObject object = ConsoleApi.console(t, hConsoleOutput).asOutput();
    if (nLength < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    object.writeAt(t, text.read(lpCharacter, nLength), dwWriteCoord & 0xFFFF, dwWriteCoord >>> 16);
    Memory.putInt(lpNumberOfCharsWritten, nLength);
    return true;
  }

  /** {@code CONSOLE_CURSOR_INFO}: a visible cursor of a quarter's height. */
  @Export
  static boolean GetConsoleCursorInfo(
      GuestThread t, @Handle long hConsoleOutput, @Out long lpConsoleCursorInfo) {
    ConsoleApi.console(t, hConsoleOutput).asOutput();
    Memory.putInt(lpConsoleCursorInfo, 25);
    Memory.putInt(lpConsoleCursorInfo + 4, 1);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "The cursor's height is the terminal's.")
  static boolean SetConsoleCursorInfo(
      GuestThread t, @Handle long hConsoleOutput, long lpConsoleCursorInfo) {
    boolean visible = Memory.getInt(lpConsoleCursorInfo + 4) != 0;
    ConsoleApi.console(t, hConsoleOutput).writeText(t, visible ? "\u001b[?25h" : "\u001b[?25l");
    return true;
  }

  /** Sets the title: of the terminal, if standard output or error is one. */
  @Export
  static boolean SetConsoleTitle(GuestThread t, Text text, String lpConsoleTitle) {
    if (lpConsoleTitle == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Console.of(t.process).setTitle(t, lpConsoleTitle);
    return true;
  }

  @Export
  static int GetConsoleTitle(GuestThread t, Text text, @Out long lpConsoleTitle, int nSize) {
    String title = Console.of(t.process).title();
    if (nSize <= 0) {
      return 0;
    }
    int room = Math.min(title.length(), nSize - 1);
    while (text.length(title.substring(0, room)) > nSize - 1) {
      room--;
    }
    text.write(lpConsoleTitle, title.substring(0, room));
    return text.length(title);
  }

  /** There is no window: a terminal's is not this process's. */
  @Export
  static long GetConsoleWindow(GuestThread t) {
    return 0;
  }

  /** The processes of the console, as far as they are known here: this one. */
  @Export(support = Support.PARTIAL, note = "Lists the calling process only.")
  static int GetConsoleProcessList(GuestThread t, @Out long lpdwProcessList, int dwProcessCount) {
    if (lpdwProcessList == 0 || dwProcessCount == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putInt(lpdwProcessList, t.process.id);
    return 1;
  }

  @Export
  static boolean GetNumberOfConsoleMouseButtons(GuestThread t, @Out long lpNumberOfMouseButtons) {
    Memory.putInt(lpNumberOfMouseButtons, 0);
    return true;
  }
}
