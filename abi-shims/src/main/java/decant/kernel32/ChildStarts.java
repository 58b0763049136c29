package decant.kernel32;

import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.file.StandardHandles;
import decant.nt.process.StartInfo;
import decant.nt.process.SystemPrograms;

/** What a child is told that comes from its parent, however it is started. */
public final class ChildStarts {
  private ChildStarts() {}

  /** Directory, variables, process group: those of the parent. */
  public static void surroundings(GuestThread t, StartInfo info) {
    info.environment = Environment.of(t.process).block();
    info.currentDirectory = t.process.files.currentDirectory();
    info.group = ConsoleControl.group(t);
    info.ignoreCtrlC = ConsoleControl.ignoresCtrlC(t);
  }

  /** The parent's standard handles. */
  public static void standardHandles(GuestThread t, StartInfo info) {
    StandardHandles own = StandardHandles.of(t.process);
    for (int i = 0; i < info.standard.length; i++) {
      info.standard[i] = own.get(StandardHandles.STD_INPUT_HANDLE - i);
    }
  }

  /**
   * The program, by its full path; the command line is there already. A batch file is run by the
   * command processor. {@code ERROR_BAD_EXE_FORMAT} and the like for what cannot be started.
   */
  public static void program(GuestThread t, StartInfo info, String path) {
    info.imagePath = path;
    if (isBatch(path)) {
      info.commandLine = "cmd.exe /c \"" + info.commandLine + "\"";
      info.imagePath = SystemPrograms.COMMAND_PROCESSOR;
    }
    info.windowTitle = info.imagePath;
    if (!SystemPrograms.isCommandProcessor(info.imagePath)) {
      t.process.loader.requireProgram(path);
    }
  }

  private static boolean isBatch(String path) {
    int dot = path.length() - 4;
    return dot > 0
        && (path.regionMatches(true, dot, ".bat", 0, 4)
            || path.regionMatches(true, dot, ".cmd", 0, 4));
  }
}
