package decant.loader;

import decant.abi.adapter.BadShimsException;
import decant.cmd.CommandProcessor;
import decant.host.StartupProfile;
import decant.host.Unistd;
import decant.loader.pe.BadImageException;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;
import decant.nt.file.NullDevice;
import decant.nt.file.StandardHandles;
import decant.nt.memory.AddressSpace;
import decant.nt.process.ParentLink;
import decant.nt.process.Restart;
import decant.nt.process.StartInfo;
import decant.nt.process.SystemPrograms;

/** From what a parent says to a running process. */
public final class ChildStart {
  private ChildStart() {}

  /**
   * Becomes the process that a parent asks for, and ends with it; the exit code is that of Windows
   * for a program that cannot be started, which a message tells of as well.
   */
  public static void run() {
    GuestProcess process = ProcessStart.newProcess(null, false);
    String trace = System.getProperty(TraceStart.PROPERTY);
    if (trace != null) {
      TraceStart.beginChild(process, trace);
    }
    try {
      prepare(process);
    } catch (BadImageException e) { // no address space; the parent has not been heard yet
      Restart.once();
      giveUp(e);
    } catch (BadShimsException e) {
      giveUp(e);
    }
    ParentLink link = ParentLink.await(process);
    StartInfo info = link.info;
    link.begin();
    int status;
    String message;
    try {
      ParametersBuilder parameters = describe(process, info);
      StartupProfile.mark("environment, directory");
      if (SystemPrograms.isCommandProcessor(info.imagePath)) {
        commandProcessor(process, parameters, link);
      }
      ProcessStart.start(process, ProgramFile.at(process, info.imagePath), parameters, link, null);
      return;
    } catch (BadImageException e) {
      status = GuestLoader.status(e).status().code();
      message = e.getMessage();
    } catch (CannotRunException e) {
      status = NtStatus.INVALID_IMAGE_FORMAT.code();
      message = e.getMessage();
    } catch (NtStatusException e) {
      status = e.status().code();
      message = info.imagePath + " cannot be started: STATUS_" + e.status().name();
    }
    System.err.println("decant: " + message);
    ((ProcessEnd) process.ending).terminate(status);
  }

  private static void giveUp(RuntimeException e) {
    System.err.println("decant: " + e.getMessage());
    Unistd._exit(CannotRunException.NOT_RUNNABLE);
  }

  /** Does what can be done before it is known what the process is to be. */
  static void prepare(GuestProcess process) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    long scratch =
        process.memory.allocate(0, ThreadBlock.SCRATCH_SIZE, type, AddressSpace.PAGE_READWRITE);
    ProcessStart.prepare(process, scratch);
    process.memory.free(scratch, 0, AddressSpace.MEM_RELEASE);
  }

  /** What a child of another process is told about itself. */
  private static ParametersBuilder describe(GuestProcess process, StartInfo info) {
    Environment.start(process, info.environment);
    process.files.setCurrentDirectory(info.currentDirectory);
    StandardHandles handles = StandardHandles.of(process);
    handles.console();
    for (int i = 0; i < info.standard.length; i++) {
      if (info.hiddenConsole) {
        // Nobody sees it: what is written is gone, and there is nothing to read.
        info.standard[i] =
            process.handles.open(new NullDevice(), Handles.ALL_ACCESS, HandleTable.INHERIT);
      }
      handles.set(StandardHandles.STD_INPUT_HANDLE - i, info.standard[i]);
    }
    ParametersBuilder parameters = new ParametersBuilder();
    parameters.imagePath = info.imagePath;
    parameters.commandLine = info.commandLine;
    parameters.windowTitle = info.windowTitle;
    parameters.desktop = info.desktop;
    parameters.currentDirectory = process.files.currentDirectory();
    parameters.environment = Environment.of(process).block();
    parameters.standardInput = info.standard[0];
    parameters.standardOutput = info.standard[1];
    parameters.standardError = info.standard[2];
    parameters.windowFlags = info.windowFlags;
    parameters.showWindow = info.showWindow;
    parameters.runtimeData = info.runtimeData;
    parameters.processGroup = info.group;
    return parameters;
  }

  /** Is the command processor, which is no guest: it has memory of a thread, and no code. */
  static void commandProcessor(
      GuestProcess process, ParametersBuilder parameters, ParentLink link) {
    PebBuilder.build(process, parameters.write(process), process.heap.handle());
    GuestThread t = ThreadMemory.create(process, process.stackReserve, process.stackCommit);
    if (link != null) {
      link.awaitResume();
    }
    int code = CommandProcessor.run(t, parameters.commandLine);
    process.handles.closeAll();
    ((ProcessEnd) process.ending).terminate(code);
  }
}
