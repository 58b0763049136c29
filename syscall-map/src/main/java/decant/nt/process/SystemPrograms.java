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

  /** Whether a path is that of a batch file, which the command processor runs. */
  public static boolean isBatch(String path) {
    int dot = path.length() - 4;
    return dot > 0
        && (path.regionMatches(true, dot, ".bat", 0, 4)
            || path.regionMatches(true, dot, ".cmd", 0, 4));
  }

  /** The command line by which the command processor runs a batch file's. */
  public static String batchCommand(String commandLine) {
    return "cmd.exe /c \"" + commandLine + '"';
  }
}
