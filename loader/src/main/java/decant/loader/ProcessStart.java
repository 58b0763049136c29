package decant.loader;

import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.abi.Overlay;
import decant.abi.adapter.BadShimsException;
import decant.abi.adapter.UserShims;
import decant.host.StartupProfile;
import decant.host.Unistd;
import decant.loader.pe.BadImageException;
import decant.loader.pe.PeImage;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.SharedUserData;
import decant.nt.ThreadMemory;
import decant.nt.file.StandardHandles;
import decant.nt.memory.AddressSpace;
import decant.nt.process.HostPrograms;
import decant.nt.process.ParentLink;
import decant.nt.process.Restart;
import decant.nt.process.SystemPrograms;
import java.util.Map;

/** From a program file to a running process. */
public final class ProcessStart {
  private ProcessStart() {}

  /**
   * Runs a program in this JVM, which ends with it.
   *
   * @return never, when the program was started
   * @throws CannotRunException when it cannot be
   */
  public static int run(RunOptions options) throws CannotRunException {
    try {
      start(options);
      return 0;
    } catch (BadImageException e) {
      if (e.reason() == BadImageException.Reason.NO_ADDRESS_SPACE) {
        Restart.once();
      }
      throw CannotRunException.of(e, options.program);
    } catch (NtStatusException e) {
      throw new CannotRunException(
          CannotRunException.NOT_RUNNABLE,
          options.program + " cannot be started: STATUS_" + e.status().name(),
          "to see whether this machine has what Decant needs: decant doctor");
    } catch (BadShimsException e) {
      throw new CannotRunException(CannotRunException.NOT_RUNNABLE, e.getMessage());
    }
  }

  private static void start(RunOptions options) throws CannotRunException {
    GuestProcess process = newProcess(options.exitCodeFile, options.perfMap);
    enter(process, options);
    StartupProfile.mark("process, address space");
    ProgramFile program = ProgramFile.find(process, options.program);
    if (options.trace != null) {
      TraceStart.begin(process, options.trace);
    }
    ParametersBuilder parameters =
        describe(process, program.path, CommandLineQuoting.join(program.path, options.arguments));
    if (!program.path.endsWith(".exe") || program.path.startsWith(Environment.SYSTEM_DIRECTORY)) {
      commandProcessor(process, parameters);
    }
    start(process, program, parameters, null, options.entry);
  }

  /** Runs batch files, and the command processor itself; comes back for all other programs. */
  private static void commandProcessor(GuestProcess process, ParametersBuilder parameters) {
    if (SystemPrograms.isBatch(parameters.imagePath)) {
      parameters.commandLine = SystemPrograms.batchCommand(parameters.commandLine);
      parameters.imagePath = SystemPrograms.COMMAND_PROCESSOR;
    }
    if (SystemPrograms.isCommandProcessor(parameters.imagePath)) {
      ChildStart.prepare(process);
      ChildStart.commandProcessor(process, parameters, null);
    }
  }

  static GuestProcess newProcess(String exitCodeFile, boolean perfMap) {
    GuestProcess process = new GuestProcess(new AddressSpace(), Unistd.getpid() << 2);
    process.ending = new ProcessEnd(process, exitCodeFile, perfMap);
    return process;
  }

  /**
   * Runs the program of a process.
   *
   * @param link to the parent, null when there is none
   * @param way into the program, null for the usual one
   */
  static void start(
      GuestProcess process,
      ProgramFile program,
      ParametersBuilder parameters,
      ParentLink link,
      ProgramEntry way)
      throws CannotRunException {
    PeImage image;
    PeImage mapped;
    GuestThread t;
    GuestLoader loader;
    try (ImageFile file = program.open()) {
      image = PeImage.parse(file.bytes(), program.shownName);
      image.requireProgram();
      process.stackReserve = image.headers().sizeOfStackReserve;
      process.stackCommit = image.headers().sizeOfStackCommit;
      StartupProfile.mark("program found and read");
      PebBuilder.build(process, parameters.write(process), process.heap.handle());
      StartupProfile.mark("parameters, PEB");
      t = ThreadMemory.create(process, process.stackReserve, process.stackCommit);
      StartupProfile.mark("thread");
      loader =
          process.loader == null ? prepare(process, t.scratch()) : (GuestLoader) process.loader;
      Gate.prepare(t);
      Gate.systemCalls().watch(process);
      StartupProfile.mark("built-in libraries");
      mapped = loader.loadProgram(t, image, file);
      StartupProfile.mark("program mapped and bound");
    }
    if (link != null) {
      link.awaitResume();
    }
    long entry = ImageMapper.base(mapped) + mapped.entryPoint();
    GuestThreads.runMain(
        t,
        () -> {
          loader.initialize(t);
          StartupProfile.mark("libraries initialised");
          return way == null ? Gate.call(t, entry, process.peb) : way.run(t, mapped);
        });
  }

  /**
   * Makes what no program has a say in: the machine code, and the loader.
   *
   * @param scratch guest memory for host calls
   * @throws BadShimsException when the shims of the user's cannot be used
   */
  static GuestLoader prepare(GuestProcess process, long scratch) {
    mapSharedUserData(process);
    Overlay users = null;
    if (System.getProperty(ParentLink.SHIMS) != null) {
      UserShims shims = UserShims.ofUser();
      users = shims.overlay();
      shims.initialize();
      StartupProfile.mark("shims of the user's");
    }
    Gate.open(scratch, users);
    StartupProfile.mark("gate");
    GuestLoader loader = new GuestLoader(process, Gate.modules());
    process.loader = loader;
    return loader;
  }

  private static void mapSharedUserData(GuestProcess process) {
    try {
      SharedUserData.map(process);
    } catch (NtStatusException e) {
      throw new BadImageException(
          BadImageException.Reason.NO_ADDRESS_SPACE,
          "the address 0x7FFE0000, where Windows programs look for shared system data, is taken in"
              + " this process");
    }
  }

  /** Sets drives, directory and environment up, as the options say. */
  private static void enter(GuestProcess process, RunOptions options) throws CannotRunException {
    for (Map.Entry<Character, String> drive : options.drives.entrySet()) {
      try {
        process.files.drives().map(drive.getKey(), ProgramFile.absolute(process, drive.getValue()));
      } catch (NtStatusException e) {
        throw new CannotRunException(
            CannotRunException.NOT_RUNNABLE,
            "drive "
                + drive.getKey()
                + ": cannot be "
                + drive.getValue()
                + " (letters are A to Y)");
      }
    }
    if (options.allowRun != null) {
      process.hostPrograms = new HostPrograms(options.allowRun);
      process.files.drives().show(process.hostPrograms);
      Environment environment = Environment.of(process);
      environment.set("Path", environment.get("Path") + ';' + Environment.HOST_PROGRAMS);
    }
    if (options.directory != null) {
      try {
        process.files.setCurrentDirectory(
            process.files.windowsPath(ProgramFile.absolute(process, options.directory)));
      } catch (NtStatusException e) {
        boolean file = e.status() == NtStatus.NOT_A_DIRECTORY;
        throw new CannotRunException(
            CannotRunException.NOT_RUNNABLE,
            options.directory + (file ? ": is not a directory" : ": there is no such directory"));
      }
    }
    if (!options.environment.isEmpty()) {
      Environment environment = Environment.of(process);
      options.environment.forEach(environment::set);
    }
  }

  /** What a process that no other guest has started is told about itself. */
  static ParametersBuilder describe(GuestProcess process, String path, String commandLine) {
    StandardHandles handles = StandardHandles.of(process);
    handles.inherit();
    ParametersBuilder parameters = new ParametersBuilder();
    parameters.imagePath = path;
    parameters.windowTitle = path;
    parameters.commandLine = commandLine;
    parameters.currentDirectory = process.files.currentDirectory();
    parameters.environment = Environment.of(process).block();
    parameters.standardInput = handles.get(StandardHandles.STD_INPUT_HANDLE);
    parameters.standardOutput = handles.get(StandardHandles.STD_OUTPUT_HANDLE);
    parameters.standardError = handles.get(StandardHandles.STD_ERROR_HANDLE);
    parameters.processGroup = process.id;
    return parameters;
  }
}
