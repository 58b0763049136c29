package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
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
import decant.nt.console.Console;
import decant.nt.console.ConsoleObject;

/** consoleapi.h: the console's modes, and text from and to it. */
@Library({"kernel32", "kernelbase"})
public final class ConsoleApi {
  private static final int ATTACH_PARENT_PROCESS = -1;

  private ConsoleApi() {}

  static ConsoleObject console(GuestThread t, long handle) {
    return t.process.handles.get(handle, ConsoleObject.class);
  }

  /**
   * The mode of a console handle; fails with {@code ERROR_INVALID_HANDLE} for anything else, which
   * is how programs find out.
   *
   * @see <a href="https://learn.microsoft.com/windows/console/getconsolemode">GetConsoleMode</a>
   */
  @Export
  static boolean GetConsoleMode(GuestThread t, @Handle long hConsoleHandle, @Out long lpMode) {
    if (!(t.process.handles.entry(hConsoleHandle).object instanceof ConsoleObject object)) {
      return Fails.ZERO.answer(t, NtStatus.OBJECT_TYPE_MISMATCH) != 0; // what programs expect
    }
    Console console = object.console();
    Memory.putInt(lpMode, object.isInput() ? console.inputMode() : console.outputMode());
    return true;
  }

  @Export(
      support = Support.PARTIAL,
      note = "The terminal interprets VT sequences and wraps lines whatever the output mode.")
  static boolean SetConsoleMode(GuestThread t, @Handle long hConsoleHandle, int dwMode) {
    ConsoleObject object = console(t, hConsoleHandle);
    if (object.isInput()) {
      object.console().setInputMode(t, object.fd(), dwMode);
    } else {
      object.console().setOutputMode(dwMode);
    }
    return true;
  }

  /**
   * Writes text to the screen.
   *
   * @see <a href="https://learn.microsoft.com/windows/console/writeconsole">WriteConsole</a>
   */
  @Export
  static boolean WriteConsole(
      GuestThread t,
      Text text,
      @Handle long hConsoleOutput,
      @In long lpBuffer,
      int nNumberOfCharsToWrite,
      @Out @Opt long lpNumberOfCharsWritten,
      @Opt long lpReserved) {
    ConsoleObject object = console(t, hConsoleOutput).asOutput();
    if (nNumberOfCharsToWrite < 0) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    if (text == Text.WIDE) {
      object.writeText(t, Memory.wide(lpBuffer, nNumberOfCharsToWrite));
    } else {
      object.write(t, lpBuffer, nNumberOfCharsToWrite, ConsoleObject.CURRENT);
    }
    if (lpNumberOfCharsWritten != 0) {
      Memory.putInt(lpNumberOfCharsWritten, nNumberOfCharsToWrite);
    }
    return true;
  }

  /**
   * Reads text: a line in line mode, else what was typed.
   *
   * @see <a href="https://learn.microsoft.com/windows/console/readconsole">ReadConsole</a>
   */
  @Export(support = Support.PARTIAL, note = "CONSOLE_READCONSOLE_CONTROL is not looked at.")
  static boolean ReadConsole(
      GuestThread t,
      Text text,
      @Handle long hConsoleInput,
      @Out long lpBuffer,
      int nNumberOfCharsToRead,
      @Out long lpNumberOfCharsRead,
      @Opt long pInputControl) {
    ConsoleObject object = console(t, hConsoleInput).asInput();
    if (nNumberOfCharsToRead < 0) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    int read;
    if (text == Text.WIDE) {
      String line = object.readText(t, nNumberOfCharsToRead);
      Memory.putWide(lpBuffer, line);
      read = line.length();
    } else {
      read = object.read(t, lpBuffer, nNumberOfCharsToRead, ConsoleObject.CURRENT);
    }
    Memory.putInt(lpNumberOfCharsRead, read);
    return true;
  }

  @Export
  @Direct
  static native int GetConsoleCP();

  @Export
  @Direct
  static native int GetConsoleOutputCP();

  @Export
  static boolean SetConsoleCP(GuestThread t, int wCodePageID) {
    Console console = Console.of(t.process);
    synchronized (console) {
      console.setInputCodePage(wCodePageID);
      Memory.putInt(Gate.machineCode("data_console_input"), wCodePageID);
    }
    return true;
  }

  @Export
  static boolean SetConsoleOutputCP(GuestThread t, int wCodePageID) {
    Console console = Console.of(t.process);
    synchronized (console) {
      console.setOutputCodePage(wCodePageID);
      Memory.putInt(Gate.machineCode("data_console_output"), wCodePageID);
    }
    return true;
  }

  /** Gives the process a console when it has let go of its own; there is but the terminal. */
  @Export(support = Support.PARTIAL, note = "The new console is the terminal again.")
  static boolean AllocConsole(GuestThread t) {
    Console console = Console.of(t.process);
    if (console.attached()) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    console.attach(true);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "Only the parent's console, which is the terminal.")
  static boolean AttachConsole(GuestThread t, int dwProcessId) {
    Console console = Console.of(t.process);
    if (console.attached()) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    if (dwProcessId != ATTACH_PARENT_PROCESS) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    console.attach(true);
    return true;
  }

  @Export
  static boolean FreeConsole(GuestThread t) {
    Console console = Console.of(t.process);
    if (!console.attached()) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    console.attach(false);
    return true;
  }
}
