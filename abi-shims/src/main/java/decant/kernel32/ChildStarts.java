package decant.kernel32;

import decant.crt.start.CommandLine;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.NameCodec;
import decant.nt.file.StandardHandles;
import decant.nt.process.HostPrograms;
import decant.nt.process.StartInfo;
import decant.nt.process.SystemPrograms;
import java.util.ArrayList;
import java.util.List;

/** What a child is told that comes from its parent, however it is started. */
public final class ChildStarts {
  private static final int SCS_32BIT_BINARY = 0;
  private static final int SCS_64BIT_BINARY = 6;

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
    if (SystemPrograms.isBatch(path)) {
      info.commandLine = SystemPrograms.batchCommand(info.commandLine);
      info.imagePath = SystemPrograms.COMMAND_PROCESSOR;
    }
    info.windowTitle = info.imagePath;
    if (SystemPrograms.isCommandProcessor(info.imagePath)) {
      return;
    }
    try {
      t.process.loader.requireProgram(path);
    } catch (Win32Exception e) {
      if (e.error() != Win32Error.BAD_EXE_FORMAT || !isOfHost(t, path)) {
        throw e;
      }
      info.hostArguments = hostArguments(info.commandLine);
    }
  }

  /** {@code SCS_*}, the kind of a program; throws as {@link #program} for what is none. */
  static int binaryType(GuestThread t, String name) {
    if (name == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String path = ProgramSearch.ofApplication(t, name);
    if (SystemPrograms.isCommandProcessor(path)) {
      return SCS_64BIT_BINARY;
    }
    try {
      t.process.loader.requireProgram(path);
      return SCS_64BIT_BINARY;
    } catch (Win32Exception e) {
      if (e.error() == Win32Error.EXE_MACHINE_TYPE_MISMATCH) {
        return SCS_32BIT_BINARY;
      }
      HostPrograms allowed = t.process.hostPrograms;
      byte[] host = t.process.files.hostPath(path);
      if (allowed == null || !HostPrograms.isOne(host) || !allowed.allows(host)) {
        throw e;
      }
      return SCS_64BIT_BINARY;
    }
  }

  /** Whether a file is a program of the host, which must be allowed. */
  private static boolean isOfHost(GuestThread t, String path) {
    byte[] host = t.process.files.hostPath(path);
    if (!HostPrograms.isOne(host)) {
      return false;
    }
    HostPrograms allowed = t.process.hostPrograms;
    if (allowed == null || !allowed.allows(host)) {
      System.err.println(
          "decant: "
              + NameCodec.decodeText(host)
              + " is a program of the host; option --allow-run would let the program start it.");
      throw Win32Error.ACCESS_DISABLED_BY_POLICY.exception();
    }
    return true;
  }

  private static List<String> hostArguments(String line) {
    List<String> arguments = new ArrayList<>();
    for (CommandLine.Argument argument : CommandLine.split(line, true)) {
      arguments.add(argument.text());
    }
    arguments.remove(0);
    return arguments;
  }
}
