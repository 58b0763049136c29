package decant.loader;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.ProcessParameters;
import decant.nt.memory.AddressSpace;

/**
 * Makes the {@code RTL_USER_PROCESS_PARAMETERS}: what a process is told at its start. Set the
 * fields, then {@link #write}.
 */
public final class ParametersBuilder {
  /** Size of the structure in Windows 10. */
  static final int SIZE = 0x448;

  static final int SHELL_INFO = 0x0D0;

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

  /** Windows' process group. */
  public int processGroup;

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
    Memory.putInt(p + ProcessParameters.FLAGS, NORMALIZED);
    Memory.putLong(p + ProcessParameters.CONSOLE_HANDLE, console);
    Memory.putLong(p + ProcessParameters.STANDARD_INPUT, standardInput);
    Memory.putLong(p + ProcessParameters.STANDARD_OUTPUT, standardOutput);
    Memory.putLong(p + ProcessParameters.STANDARD_ERROR, standardError);
    Memory.putInt(p + ProcessParameters.WINDOW_FLAGS, windowFlags);
    Memory.putInt(p + ProcessParameters.SHOW_WINDOW_FLAGS, showWindow);
    Memory.putInt(p + ProcessParameters.PROCESS_GROUP_ID, processGroup);
    long at = p + Memory.alignUp(SIZE, 16);
    boolean root = currentDirectory.endsWith("\\");
    UnicodeString.write(
        p + ProcessParameters.CURRENT_DIRECTORY,
        at,
        root ? currentDirectory : currentDirectory + "\\");
    Memory.putShort(
        p + ProcessParameters.CURRENT_DIRECTORY + UnicodeString.MAXIMUM_LENGTH, MAX_PATH_BYTES - 8);
    Memory.putLong(
        p + ProcessParameters.CURRENT_DIRECTORY_HANDLE,
        ProcessParameters.openCurrentDirectory(process));
    at += MAX_PATH_BYTES;
    at = UnicodeString.write(p + ProcessParameters.IMAGE_PATH_NAME, at, imagePath);
    at = UnicodeString.write(p + ProcessParameters.COMMAND_LINE, at, commandLine);
    at = UnicodeString.write(p + ProcessParameters.WINDOW_TITLE, at, windowTitle);
    at = UnicodeString.write(p + ProcessParameters.DESKTOP_INFO, at, desktop);
    at = UnicodeString.write(p + SHELL_INFO, at, "");
    at = UnicodeString.write(p + ProcessParameters.DLL_PATH, at, "");
    if (runtimeData.length != 0) {
      Memory.putShort(p + ProcessParameters.RUNTIME_DATA, runtimeData.length);
      Memory.putShort(
          p + ProcessParameters.RUNTIME_DATA + UnicodeString.MAXIMUM_LENGTH, runtimeData.length);
      Memory.putLong(p + ProcessParameters.RUNTIME_DATA + UnicodeString.BUFFER, at);
      Memory.write(at, runtimeData);
      at += Memory.alignUp(runtimeData.length, 8);
    }
    Memory.putInt(p + ProcessParameters.MAXIMUM_LENGTH, (int) (at - p));
    Memory.putInt(p + ProcessParameters.LENGTH, (int) (at - p));
    Memory.putLong(p + ProcessParameters.ENVIRONMENT, at);
    Memory.putLong(p + ProcessParameters.ENVIRONMENT_SIZE, environmentSize);
    long end = Memory.putWideZ(at, environment);
    Memory.putShort(end, 0);
    return p;
  }
}
