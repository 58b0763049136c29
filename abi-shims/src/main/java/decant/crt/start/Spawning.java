package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Gate;
import decant.abi.Text;
import decant.crt.io.InheritedFiles;
import decant.crt.io.Streams;
import decant.host.Memory;
import decant.kernel32.ChildStarts;
import decant.kernel32.ProgramSearch;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.file.WinPath;
import decant.nt.process.Children;
import decant.nt.process.RemoteProcess;
import decant.nt.process.StartInfo;
import decant.nt.process.SystemPrograms;
import decant.nt.sync.Waits;

/**
 * What the functions of process.h share that start programs.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/spawn-wspawn-functions">_spawn,
 *     _wspawn functions</a>
 */
public final class Spawning {
  static final int WAIT = 0;
  static final int OVERLAY = 2;
  static final int DETACH = 4;

  private static final String[] EXTENSIONS = {".com", ".exe", ".bat", ".cmd"};
  private static final int MAX_ARGUMENTS = 1 << 16;

  private Spawning() {}

  /**
   * Starts a program, and waits for it or becomes it.
   *
   * @param mode {@code _P_*}
   * @param text how the strings are encoded
   * @param search whether the program is looked for in the PATH
   * @param name address of the program's name
   * @param arguments address of the pointers to the arguments, the last one null
   * @param environment address of the pointers to variables, or 0 for the parent's
   * @return the exit code ({@link #WAIT}), or a handle
   */
  static long spawn(
      GuestThread t,
      int mode,
      Text text,
      boolean search,
      long name,
      long arguments,
      long environment) {
    if (mode < WAIT || mode > DETACH || name == 0 || arguments == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    if (Memory.getLong(arguments) == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    String program = find(t, text.read(name), search);
    String line = join(text, arguments, ' ');
    line = line.substring(0, line.length() - 1);
    StartInfo info = info(t, program, line, mode == DETACH);
    if (environment != 0) {
      info.environment = join(text, environment, '\0');
    }
    RemoteProcess child = start(t, info, mode == DETACH);
    try {
      switch (mode) {
        case WAIT -> {
          return await(t, child);
        }
        case OVERLAY -> {
          Streams.abandon(t);
          throw Gate.exitProcess(t, 0);
        }
        default -> {
          return t.process.handles.open(child, Handles.ALL_ACCESS, 0);
        }
      }
    } finally {
      child.release();
    }
  }

  /** What a child of the C runtime is told: all as its parent has it, descriptors included. */
  public static StartInfo info(GuestThread t, String program, String line, boolean detached) {
    StartInfo info = new StartInfo();
    info.commandLine = line;
    ChildStarts.surroundings(t, info);
    ChildStarts.program(t, info, program);
    info.runtimeData = InheritedFiles.encode(t.process, detached);
    if (!detached) {
      ChildStarts.standardHandles(t, info);
    }
    return info;
  }

  /** Starts a child, with a reference for the caller. */
  public static RemoteProcess start(GuestThread t, StartInfo info, boolean detached) {
    Children.Handles handles = new Children.Handles();
    handles.inheritable = true;
    handles.standard = !detached;
    return Children.start(t.process, info, handles, detached, false);
  }

  /** Waits for the end of a child; returns its exit code. */
  public static int await(GuestThread t, RemoteProcess child) {
    Waits.one(t, child, Waits.INFINITE);
    return child.exitCode();
  }

  /** The full path of a program; {@code ENOENT} when there is none. */
  private static String find(GuestThread t, String name, boolean search) {
    String found = withExtensions(t, name);
    if (found == null && search && WinPath.lastName(name) == 0) {
      String path = Environment.of(t.process).get("Path");
      int start = 0;
      for (int i = 0; path != null && found == null && i <= path.length(); i++) {
        if (i == path.length() || path.charAt(i) == ';') {
          if (i > start) {
            found = withExtensions(t, WinPath.join(path.substring(start, i), name));
          }
          start = i + 1;
        }
      }
    }
    if (found == null) {
      throw CrtErrno.ENOENT.exception();
    }
    return found;
  }

  private static String withExtensions(GuestThread t, String name) {
    if (name.indexOf('.', WinPath.lastName(name)) >= 0) {
      return ProgramSearch.program(t.process.files, name);
    }
    for (String extension : EXTENSIONS) {
      String found = ProgramSearch.program(t.process.files, name + extension);
      if (found != null) {
        return found;
      }
    }
    // A name without extension is that of a program of the host, where those may be started.
    return t.process.hostPrograms == null ? null : ProgramSearch.program(t.process.files, name);
  }

  /** The strings of a list, each with a character behind it. */
  private static String join(Text text, long pointers, char separator) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; ; i++) {
      long string = Memory.getLong(pointers + 8L * i);
      if (string == 0) {
        return all.toString();
      }
      if (i == MAX_ARGUMENTS) {
        throw CrtErrno.E2BIG.exception();
      }
      all.append(text.read(string)).append(separator);
    }
  }

  /** The command processor, as COMSPEC names it; null when there is none. */
  public static String commandProcessor(GuestThread t) {
    String named = Environment.of(t.process).get("ComSpec");
    String found = named == null ? null : ProgramSearch.program(t.process.files, named);
    return found != null
        ? found
        : ProgramSearch.program(t.process.files, SystemPrograms.COMMAND_PROCESSOR);
  }
}
