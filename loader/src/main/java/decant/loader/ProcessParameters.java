package decant.loader;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.memory.AddressSpace;

/**
 * {@code RTL_USER_PROCESS_PARAMETERS}: what a process is told at its start. Set the fields, then
 * {@link #write}. Offsets are those of Windows 10, x64.
 */
public final class ProcessParameters {
  static final int MAXIMUM_LENGTH = 0x000;
  static final int LENGTH = 0x004;
  static final int FLAGS = 0x008;
  static final int CONSOLE_HANDLE = 0x010;
  static final int CONSOLE_FLAGS = 0x018;
  static final int STANDARD_INPUT = 0x020;
  static final int STANDARD_OUTPUT = 0x028;
  static final int STANDARD_ERROR = 0x030;
  static final int CURRENT_DIRECTORY = 0x038;
  static final int CURRENT_DIRECTORY_HANDLE = 0x048;
  static final int DLL_PATH = 0x050;
  static final int IMAGE_PATH_NAME = 0x060;
  static final int COMMAND_LINE = 0x070;
  static final int ENVIRONMENT = 0x080;
  static final int WINDOW_FLAGS = 0x0A4;
  static final int SHOW_WINDOW_FLAGS = 0x0A8;
  static final int WINDOW_TITLE = 0x0B0;
  static final int DESKTOP_INFO = 0x0C0;
  static final int SHELL_INFO = 0x0D0;
  static final int RUNTIME_DATA = 0x0E0;
  static final int CURRENT_DIRECTORIES = 0x0F0;
  static final int ENVIRONMENT_SIZE = 0x3F0;
  static final int ENVIRONMENT_VERSION = 0x3F8;
  static final int PROCESS_GROUP_ID = 0x408;
  static final int LOADER_THREADS = 0x40C;
  static final int SIZE = 0x448;

  /** Strings are addresses rather than offsets. */
  private static final int NORMALIZED = 1;

  /** A directory may become as long as a path can be without the structure being made anew. */
  private static final int MAX_PATH_BYTES = 2 * 0x8000;

  /** The full Windows path of the program. */
  public String imagePath = "";

  public String commandLine = "";

  /** A full Windows path; the structure ends it with a backslash, as Windows does. */
  public String currentDirectory = "C:\\";

  /** {@code name=value} strings, each with a terminating zero; the last zero is added here. */
  public String environment = "";

  public String windowTitle = "";
  public String desktop = "WinSta0\\Default";

  /** Handles; 0 for none. */
  public long standardInput;

  public long standardOutput;
  public long standardError;
  public long console;

  /** {@code STARTF_*} and {@code SW_*}. */
  public int windowFlags;

  public int showWindow;

  /** {@code lpReserved2} of {@code STARTUPINFO}, by which C runtimes inherit descriptors. */
  public byte[] runtimeData = {};

  /** Writes the structure and all that it points to into memory of their own. */
  public long write(GuestProcess process) {
    long environmentSize = 2L * environment.length() + 4;
    long size =
        Memory.alignUp(SIZE, 16)
            + MAX_PATH_BYTES
            + UnicodeString.bytes(imagePath)
            + UnicodeString.bytes(commandLine)
            + UnicodeString.bytes(windowTitle)
            + UnicodeString.bytes(desktop)
            + 4 * UnicodeString.SIZE
            + Memory.alignUp(runtimeData.length, 8)
            + environmentSize;
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    long p = process.memory.allocate(0, size, type, AddressSpace.PAGE_READWRITE);
    Memory.putInt(p + FLAGS, NORMALIZED);
    Memory.putLong(p + CONSOLE_HANDLE, console);
    Memory.putLong(p + STANDARD_INPUT, standardInput);
    Memory.putLong(p + STANDARD_OUTPUT, standardOutput);
    Memory.putLong(p + STANDARD_ERROR, standardError);
    Memory.putInt(p + WINDOW_FLAGS, windowFlags);
    Memory.putInt(p + SHOW_WINDOW_FLAGS, showWindow);
    Memory.putInt(p + PROCESS_GROUP_ID, process.id);
    long at = p + Memory.alignUp(SIZE, 16);
    boolean root = currentDirectory.endsWith("\\");
    UnicodeString.write(
        p + CURRENT_DIRECTORY, at, root ? currentDirectory : currentDirectory + "\\");
    Memory.putShort(p + CURRENT_DIRECTORY + UnicodeString.MAXIMUM_LENGTH, MAX_PATH_BYTES - 8);
    at += MAX_PATH_BYTES;
    at = UnicodeString.write(p + IMAGE_PATH_NAME, at, imagePath);
    at = UnicodeString.write(p + COMMAND_LINE, at, commandLine);
    at = UnicodeString.write(p + WINDOW_TITLE, at, windowTitle);
    at = UnicodeString.write(p + DESKTOP_INFO, at, desktop);
    at = UnicodeString.write(p + SHELL_INFO, at, "");
    at = UnicodeString.write(p + DLL_PATH, at, "");
    if (runtimeData.length != 0) {
      Memory.putShort(p + RUNTIME_DATA, runtimeData.length);
      Memory.putShort(p + RUNTIME_DATA + UnicodeString.MAXIMUM_LENGTH, runtimeData.length);
      Memory.putLong(p + RUNTIME_DATA + UnicodeString.BUFFER, at);
      Memory.write(at, runtimeData);
      at += Memory.alignUp(runtimeData.length, 8);
    }
    Memory.putInt(p + MAXIMUM_LENGTH, (int) (at - p));
    Memory.putInt(p + LENGTH, (int) (at - p));
    Memory.putLong(p + ENVIRONMENT, at);
    Memory.putLong(p + ENVIRONMENT_SIZE, environmentSize);
    long end = Memory.putWideZ(at, environment);
    Memory.putShort(end, 0);
    return p;
  }
}
