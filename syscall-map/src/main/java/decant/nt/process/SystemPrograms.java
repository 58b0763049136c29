package decant.nt.process;

import decant.nt.Environment;

/** Programs of Windows that Decant has itself. */
public final class SystemPrograms {
  /** The command processor. */
  public static final String COMMAND_PROCESSOR = Environment.SYSTEM_DIRECTORY + "\\cmd.exe";

  private SystemPrograms() {}

  /** Whether a full Windows path is that of the command processor. */
  public static boolean isCommandProcessor(String path) {
    return path.equalsIgnoreCase(COMMAND_PROCESSOR);
  }
}
