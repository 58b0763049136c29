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
import decant.nt.console.ConsoleObject;

/** consoleapi.h and consoleapi2.h: input records. */
@Library({"kernel32", "kernelbase"})
public final class ConsoleInput {
  /** {@code INPUT_RECORD}. */
  private static final int RECORD_SIZE = 20;

  private static final int KEY_EVENT = 1;
  private static final String KEYS_ONLY = "Key presses of characters only, without releases.";

  private static final int VK_BACK = 0x08;
  private static final int VK_TAB = 0x09;
  private static final int VK_RETURN = 0x0D;
  private static final int VK_ESCAPE = 0x1B;
  private static final int LEFT_CTRL_PRESSED = 0x08;
  private static final int SHIFT_PRESSED = 0x10;

  private ConsoleInput() {}

  /** The number of records that wait: one for each character. */
  @Export
  static boolean GetNumberOfConsoleInputEvents(
      GuestThread t, @Handle long hConsoleInput, @Out long lpcNumberOfEvents) {
    ConsoleObject console = ConsoleApi.console(t, hConsoleInput);
    Memory.putInt(lpcNumberOfEvents, console.peekText(t).length());
    return true;
  }

  /**
   * The records that wait, left where they are.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/console/peekconsoleinput">PeekConsoleInput</a>
   */
  @Export(support = Support.PARTIAL, note = KEYS_ONLY)
  static boolean PeekConsoleInput(
      GuestThread t,
      Text text,
      @Handle long hConsoleInput,
      @Out long lpBuffer,
      int nLength,
      @Out long lpNumberOfEventsRead) {
    String keys = ConsoleApi.console(t, hConsoleInput).peekText(t);
    putRecords(keys, lpBuffer, nLength, lpNumberOfEventsRead);
    return true;
  }

  /** Takes records; waits for one when there is none. */
  @Export(support = Support.PARTIAL, note = KEYS_ONLY)
  static boolean ReadConsoleInput(
      GuestThread t,
      Text text,
      @Handle long hConsoleInput,
      @Out long lpBuffer,
      int nLength,
      @Out long lpNumberOfEventsRead) {
    if (nLength < 2) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String keys = ConsoleApi.console(t, hConsoleInput).asInput().readText(t, nLength);
    putRecords(keys, lpBuffer, nLength, lpNumberOfEventsRead);
    return true;
  }

  private static void putRecords(String keys, long buffer, int room, long count) {
    int n = Math.min(keys.length(), Math.max(room, 0));
    for (int i = 0; i < n; i++) {
      putKey(buffer + (long) i * RECORD_SIZE, keys.charAt(i));
    }
    Memory.putInt(count, n);
  }

  private static void putKey(long record, char key) {
    int virtualKey =
        switch (key) {
          case '\r', '\n' -> VK_RETURN;
          case '\t' -> VK_TAB;
          case '\b', 0x7F -> VK_BACK;
          case VK_ESCAPE -> VK_ESCAPE;
          default -> key < ' ' ? key + 0x40 : key < 0x80 ? Character.toUpperCase(key) : 0;
        };
    boolean control = key < ' ' && virtualKey >= '@';
    boolean shift = key >= 'A' && key <= 'Z';
    Memory.putInt(record, KEY_EVENT);
    Memory.putInt(record + 4, 1); // bKeyDown
    Memory.putShort(record + 8, 1); // wRepeatCount
    Memory.putShort(record + 10, virtualKey);
    Memory.putShort(record + 12, 0); // wVirtualScanCode
    Memory.putShort(record + 14, key == '\n' ? '\r' : key);
    Memory.putInt(record + 16, (control ? LEFT_CTRL_PRESSED : 0) | (shift ? SHIFT_PRESSED : 0));
  }

  @Export
  static boolean FlushConsoleInputBuffer(GuestThread t, @Handle long hConsoleInput) {
    ConsoleApi.console(t, hConsoleInput).discard();
    return true;
  }
}
