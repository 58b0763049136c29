package decant.nt.process;

import java.util.List;

/**
 * What a process is told by who starts it. Mutable until it is handed over.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/ns-processthreadsapi-startupinfow">STARTUPINFOW</a>
 */
public final class StartInfo {
  /** The full Windows path of the program. */
  public String imagePath = "";

  /** The command line, exactly. */
  public String commandLine = "";

  /** {@code name=value} strings, each with a terminating zero. */
  public String environment = "";

  /** A full Windows path. */
  public String currentDirectory = "";

  public String windowTitle = "";
  public String desktop = "WinSta0\\Default";

  /** {@code STARTF_*} and {@code SW_*}. */
  public int windowFlags;

  public int showWindow;

  /** {@code lpReserved2} of {@code STARTUPINFO}. */
  public byte[] runtimeData = {};

  /** Standard input, output and error; 0 for none. */
  public final long[] standard = new long[3];

  /** Windows' process group, 0 for one of its own. */
  public int group;

  /** Whether Ctrl-C is ignored from the beginning. */
  public boolean ignoreCtrlC;

  /** Whether the process has a console that nobody sees, instead of its parent's. */
  public boolean hiddenConsole;

  /** Whether the first thread waits to be resumed. */
  public boolean suspended;

  /** For a program of the host, its arguments without its name; else null. Not handed over. */
  public List<String> hostArguments;

  void put(HandOver out) {
    out.putText(imagePath);
    out.putText(commandLine);
    out.putText(environment);
    out.putText(currentDirectory);
    out.putText(windowTitle);
    out.putText(desktop);
    out.putInt(windowFlags);
    out.putInt(showWindow);
    out.putBytes(runtimeData);
    for (long handle : standard) {
      out.putLong(handle);
    }
    out.putInt(group);
    out.putInt(ignoreCtrlC ? 1 : 0);
    out.putInt(hiddenConsole ? 1 : 0);
    out.putInt(suspended ? 1 : 0);
  }

  static StartInfo get(HandOver in) {
    StartInfo info = new StartInfo();
    info.imagePath = in.getText();
    info.commandLine = in.getText();
    info.environment = in.getText();
    info.currentDirectory = in.getText();
    info.windowTitle = in.getText();
    info.desktop = in.getText();
    info.windowFlags = in.getInt();
    info.showWindow = in.getInt();
    info.runtimeData = in.getBytes();
    for (int i = 0; i < info.standard.length; i++) {
      info.standard[i] = in.getLong();
    }
    info.group = in.getInt();
    info.ignoreCtrlC = in.getInt() != 0;
    info.hiddenConsole = in.getInt() != 0;
    info.suspended = in.getInt() != 0;
    return info;
  }
}
