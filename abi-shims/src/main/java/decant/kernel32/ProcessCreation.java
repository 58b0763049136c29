package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ProcessObject;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.process.Children;
import decant.nt.process.RemoteProcess;
import decant.nt.process.StartInfo;

/** processthreadsapi.h: starting programs. */
@Library({"kernel32", "kernelbase"})
public final class ProcessCreation {
  private static final int DEBUG_FLAGS = 0x3;
  private static final int CREATE_SUSPENDED = 0x4;
  private static final int DETACHED_PROCESS = 0x8;
  private static final int CREATE_NEW_CONSOLE = 0x10;
  private static final int CREATE_NEW_PROCESS_GROUP = 0x200;
  private static final int CREATE_UNICODE_ENVIRONMENT = 0x400;
  private static final int EXTENDED_STARTUPINFO_PRESENT = 0x8_0000;
  private static final int CREATE_BREAKAWAY_FROM_JOB = 0x100_0000;
  private static final int CREATE_NO_WINDOW = 0x800_0000;
  private static final int OTHER_CONSOLE = DETACHED_PROCESS | CREATE_NEW_CONSOLE | CREATE_NO_WINDOW;

  /** {@code STARTUPINFO}. */
  private static final int SI_DESKTOP = 16;

  private static final int SI_TITLE = 24;
  private static final int SI_FLAGS = 60;
  private static final int SI_SHOW_WINDOW = 64;
  private static final int SI_RESERVED2_SIZE = 66;
  private static final int SI_RESERVED2 = 72;
  private static final int SI_STANDARD = 80;
  private static final int SI_ATTRIBUTES = 104;
  private static final int SIZE_EX = 112;
  private static final int STARTF_USESTDHANDLES = 0x100;

  /** {@code PROCESS_INFORMATION}. */
  private static final int PI_THREAD = 8;

  private static final int PI_PROCESS_ID = 16;
  private static final int PI_THREAD_ID = 20;

  /** What {@code WinExec} returns when all is well, and for what is no program. */
  private static final int WIN_EXEC_DONE = 33;

  private static final int WIN_EXEC_BAD_FORMAT = 11;

  private ProcessCreation() {}

  /**
   * Starts a program.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw">CreateProcessW</a>
   */
  @Export(
      support = Support.PARTIAL,
      note =
          "No debugging, no other parent; a console of its own takes output to nowhere. Threads and"
              + " jobs are not inherited.")
  public static boolean CreateProcess(
      GuestThread t,
      Text text,
      @Opt String lpApplicationName,
      @Opt String lpCommandLine,
      @Opt long lpProcessAttributes,
      @Opt long lpThreadAttributes,
      boolean bInheritHandles,
      int dwCreationFlags,
      @Opt long lpEnvironment,
      @Opt String lpCurrentDirectory,
      @In long lpStartupInfo,
      @Out long lpProcessInformation) {
    checkFlags(dwCreationFlags);
    StartInfo info = new StartInfo();
    program(t, info, lpApplicationName, lpCommandLine);
    ChildStarts.surroundings(t, info);
    if (lpEnvironment != 0) {
      info.environment = environment(lpEnvironment, dwCreationFlags);
    }
    if (lpCurrentDirectory != null) {
      info.currentDirectory = directory(t, lpCurrentDirectory);
    }
    info.suspended = (dwCreationFlags & CREATE_SUSPENDED) != 0;
    boolean newGroup =
        (dwCreationFlags & (CREATE_NEW_PROCESS_GROUP | CREATE_NEW_CONSOLE))
            == CREATE_NEW_PROCESS_GROUP;
    if (newGroup) {
      info.group = 0;
      info.ignoreCtrlC = true;
    }
    Children.Handles handles = new Children.Handles();
    handles.inheritable = bInheritHandles;
    startupInfo(t, text, info, handles, lpStartupInfo, dwCreationFlags);
    long attributes = attributes(lpStartupInfo, dwCreationFlags);
    handles.only = ProcThreadAttributes.handles(t, attributes, ProcThreadAttributes.HANDLE_LIST);
    requireOwnParent(t, attributes);
    RemoteProcess child =
        Children.start(
            t.process,
            info,
            handles,
            (dwCreationFlags & OTHER_CONSOLE) != 0,
            (dwCreationFlags & CREATE_BREAKAWAY_FROM_JOB) != 0);
    try {
      Memory.putLong(lpProcessInformation, open(t, child, lpProcessAttributes));
      Memory.putLong(lpProcessInformation + PI_THREAD, open(t, child.thread(), lpThreadAttributes));
      Memory.putInt(lpProcessInformation + PI_PROCESS_ID, child.id());
      Memory.putInt(lpProcessInformation + PI_THREAD_ID, child.thread().id());
    } finally {
      child.release();
    }
    return true;
  }

  /**
   * Starts a program; returns more than 31, or an error that is less.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-winexec">WinExec</a>
   */
  @Export
  static int WinExec(GuestThread t, @Narrow String lpCmdLine, int uCmdShow) {
    try {
      StartInfo info = new StartInfo();
      program(t, info, null, lpCmdLine);
      ChildStarts.surroundings(t, info);
      ChildStarts.standardHandles(t, info);
      info.showWindow = uCmdShow;
      Children.Handles handles = new Children.Handles();
      handles.standard = true;
      Children.start(t.process, info, handles, false, false).release();
      return WIN_EXEC_DONE;
    } catch (NtStatusException e) {
      t.setLastError(e.status().error());
      return Math.min(e.status().error().code(), WIN_EXEC_DONE - 2);
    } catch (Win32Exception e) {
      t.setLastError(e.error());
      return e.error() == Win32Error.BAD_EXE_FORMAT
          ? WIN_EXEC_BAD_FORMAT
          : Math.min(e.error().code(), WIN_EXEC_DONE - 2);
    }
  }

  private static long open(GuestThread t, decant.nt.NtObject object, long attributes) {
    return t.process.handles.open(
        object, Handles.ALL_ACCESS, SecurityAttributes.handleFlags(attributes));
  }

  private static void checkFlags(int flags) {
    if ((flags & DEBUG_FLAGS) != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    if ((flags & (DETACHED_PROCESS | CREATE_NEW_CONSOLE))
        == (DETACHED_PROCESS | CREATE_NEW_CONSOLE)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }

  /** Finds the program. A batch file is run by the command processor. */
  private static void program(
      GuestThread t, StartInfo info, String application, String commandLine) {
    if (application == null && (commandLine == null || commandLine.isBlank())) {
      throw (commandLine == null ? Win32Error.INVALID_PARAMETER : Win32Error.PATH_NOT_FOUND)
          .exception();
    }
    String path;
    if (application == null) {
      ProgramSearch.Found found = ProgramSearch.ofCommandLine(t, commandLine);
      path = found.path();
      info.commandLine = found.line();
    } else {
      path = ProgramSearch.ofApplication(t, application);
      info.commandLine = commandLine != null ? commandLine : "\"" + application + "\"";
    }
    ChildStarts.program(t, info, path);
  }

  private static String environment(long block, int flags) {
    return (flags & CREATE_UNICODE_ENVIRONMENT) != 0
        ? ProcessEnv.block(block)
        : ProcessEnv.narrowBlock(block);
  }

  private static String directory(GuestThread t, String path) {
    try {
      String full = t.process.files.fullPath(path);
      if (t.process.files.status(full).isDirectory()) {
        return full;
      }
    } catch (NtStatusException e) {
      // As Windows says it, whatever is wrong with the directory.
    }
    throw Win32Error.DIRECTORY.exception();
  }

  private static void startupInfo(
      GuestThread t,
      Text text,
      StartInfo info,
      Children.Handles handles,
      long startup,
      int creationFlags) {
    String desktop = text.read(Memory.getLong(startup + SI_DESKTOP));
    info.desktop = desktop == null ? info.desktop : desktop;
    String title = text.read(Memory.getLong(startup + SI_TITLE));
    info.windowTitle = title == null ? info.windowTitle : title;
    info.windowFlags = Memory.getInt(startup + SI_FLAGS);
    info.showWindow = Memory.getU16(startup + SI_SHOW_WINDOW);
    int size = Memory.getU16(startup + SI_RESERVED2_SIZE);
    long data = Memory.getLong(startup + SI_RESERVED2);
    if (size != 0 && data != 0) {
      info.runtimeData = Memory.read(data, size);
    }
    if ((info.windowFlags & STARTF_USESTDHANDLES) != 0) {
      for (int i = 0; i < 3; i++) {
        info.standard[i] = Memory.getLong(startup + SI_STANDARD + 8L * i);
      }
    } else if ((creationFlags & OTHER_CONSOLE) == 0) {
      ChildStarts.standardHandles(t, info);
      handles.standard = true;
    } else {
      info.hiddenConsole = (creationFlags & DETACHED_PROCESS) == 0;
    }
  }

  private static long attributes(long startup, int flags) {
    if ((flags & EXTENDED_STARTUPINFO_PRESENT) == 0) {
      return 0;
    }
    if (Memory.getInt(startup) != SIZE_EX) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return Memory.getLong(startup + SI_ATTRIBUTES);
  }

  private static void requireOwnParent(GuestThread t, long attributes) {
    long[] parent =
        ProcThreadAttributes.handles(t, attributes, ProcThreadAttributes.PARENT_PROCESS);
    if (parent != null
        && Handles.get(t, parent[0], ProcessObject.class) != ProcessObject.of(t.process)) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
  }
}
