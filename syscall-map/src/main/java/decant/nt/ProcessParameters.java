package decant.nt;

import decant.host.Memory;
import decant.nt.file.FileAccess;
import decant.nt.file.FileSystem;

/**
 * {@code RTL_USER_PROCESS_PARAMETERS}, by address: what a process was started with. The PEB points
 * to it ({@link #of}).
 */
public final class ProcessParameters {
  /** {@code PEB.ProcessParameters}. */
  public static final int PEB_PROCESS_PARAMETERS = 0x20;

  public static final int MAXIMUM_LENGTH = 0x00;
  public static final int LENGTH = 0x04;
  public static final int FLAGS = 0x08;
  public static final int CONSOLE_HANDLE = 0x10;
  public static final int STANDARD_INPUT = 0x20;
  public static final int STANDARD_OUTPUT = 0x28;
  public static final int STANDARD_ERROR = 0x30;
  public static final int CURRENT_DIRECTORY = 0x38;
  public static final int DLL_PATH = 0x50;
  public static final int IMAGE_PATH_NAME = 0x60;
  public static final int COMMAND_LINE = 0x70;
  public static final int ENVIRONMENT = 0x80;
  public static final int WINDOW_FLAGS = 0xA4;
  public static final int SHOW_WINDOW_FLAGS = 0xA8;
  public static final int WINDOW_TITLE = 0xB0;
  public static final int DESKTOP_INFO = 0xC0;
  public static final int SHELL_INFO = 0xD0;
  public static final int RUNTIME_DATA = 0xE0;
  public static final int ENVIRONMENT_SIZE = 0x3F0;
  public static final int PROCESS_GROUP_ID = 0x408;

  /** {@code UNICODE_STRING.MaximumLength}. */
  private static final int STRING_MAXIMUM_LENGTH = 2;

  /** {@code UNICODE_STRING.Buffer}. */
  public static final int STRING_BUFFER = 8;

  private ProcessParameters() {}

  /** {@code CurrentDirectory.Handle}. */
  public static final int CURRENT_DIRECTORY_HANDLE = 0x48;

  /** Behind the handles of a start, so that a program's own begin where they always have. */
  private static final long FIRST_DIRECTORY_HANDLE = 0xFC;

  /** The address of a process's parameters. */
  public static long of(GuestProcess process) {
    return Memory.getLong(process.peb + PEB_PROCESS_PARAMETERS);
  }

  /** The address of the characters of one of the strings. */
  public static long buffer(long parameters, int field) {
    return Memory.getLong(parameters + field + STRING_BUFFER);
  }

  /** One of the strings of a process. */
  public static String string(GuestProcess process, int field) {
    return string(of(process), field);
  }

  /** One of the strings. */
  public static String string(long parameters, int field) {
    long buffer = buffer(parameters, field);
    return buffer == 0 ? "" : Memory.wide(buffer, Memory.getU16(parameters + field) >> 1);
  }

  /**
   * Changes the current directory of a process, here too: programs may look at it in place. It ends
   * with a backslash, and is left as it was where the new one is too long for its buffer.
   */
  public static void setCurrentDirectory(GuestProcess process, String path) {
    synchronized (process.files) { // directory, handle and text are of one change
      process.files.setCurrentDirectory(path);
      long handle = of(process) + CURRENT_DIRECTORY_HANDLE;
      long before = Memory.getLong(handle);
      Memory.putLong(handle, openCurrentDirectory(process));
      closeDirectory(process, before);
      String now = process.files.currentDirectory();
      if (!now.endsWith("\\")) {
        now += '\\';
      }
      long field = of(process) + CURRENT_DIRECTORY;
      if (2 * now.length() + 2 <= Memory.getU16(field + STRING_MAXIMUM_LENGTH)) {
        Memory.putWideZ(Memory.getLong(field + STRING_BUFFER), now);
        Memory.putShort(field, 2 * now.length());
      }
    }
  }

  /**
   * Opens the current directory, so that programs can hand it to native calls that take names
   * relative to a directory; 0 when the host does not let it be opened.
   */
  public static long openCurrentDirectory(GuestProcess process) {
    try {
      FileSystem.Opened opened =
          process.files.tryCreate(
              process.files.currentDirectory(),
              FileAccess.FILE_EXECUTE | FileAccess.SYNCHRONIZE,
              0,
              FileAccess.FILE_SHARE_ALL,
              FileSystem.FILE_OPEN,
              FileSystem.FILE_DIRECTORY_FILE | FileSystem.FILE_SYNCHRONOUS_IO_NONALERT);
      if (opened == null) {
        return 0;
      }
      int access = FileAccess.FILE_EXECUTE | FileAccess.SYNCHRONIZE;
      return process.handles.openFrom(FIRST_DIRECTORY_HANDLE, opened.object(), access, 0);
    } catch (NtStatusException e) {
      return 0;
    }
  }

  /** Closes the handle that was there, whatever a program has made of it. */
  private static void closeDirectory(GuestProcess process, long handle) {
    try {
      if (handle != 0) {
        process.handles.close(handle);
      }
    } catch (NtStatusException e) {
      // the program has closed it itself
    }
  }
}
