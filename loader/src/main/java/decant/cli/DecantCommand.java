package decant.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options and subcommands of {@code decant}. */
@Command(
    name = "decant",
    mixinStandardHelpOptions = true,
    version = {"decant 0.1.0", "Java ${java.version} on ${os.name} ${os.version}"},
    sortOptions = false,
    synopsisHeading = "Usage:%n  ",
    description = "%nRuns a Windows x86-64 console program directly on this host.%n",
    customSynopsis = {"decant [OPTIONS] PROGRAM [ARG...]", "  decant COMMAND ..."},
    commandListHeading = "%nCommands:%n",
    subcommands = {
      TraceCommand.class,
      InspectCommand.class,
      ApiCommand.class,
      NewShimCommand.class,
      DemoCommand.class,
      DoctorCommand.class,
      RegisterCommand.class,
      UnregisterCommand.class,
      CompletionCommand.class,
      ManCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0..255:the low 8 bits of the program's own exit code",
      "2:decant was called with options that it does not have",
      "125:an internal error of decant",
      "126:the program cannot be run (a bad file, another machine, a missing DLL)",
      "127:the program was not found"
    },
    footer = {
      "",
      "Everything behind PROGRAM belongs to the program. Windows paths work: Z: is the host's root"
          + " directory.",
    })
final class DecantCommand implements Callable<Integer> {
  private static final int USAGE = 2;

  @Spec private CommandSpec spec;

  @Mixin private ProgramOptions program;

  @Option(
      names = "--startup-profile",
      description = "as the first option: print what the start's time went into, on standard error")
  private boolean startupProfile; // the launcher takes it away

  @Parameters(arity = "0..*", paramLabel = "PROGRAM [ARG]", hidden = true)
  private List<String> command = List.of();

  private DecantCommand() {}

  /** The command as the option parser knows it, for help, completion and manual. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new DecantCommand());
    line.setStopAtPositional(true); // what follows a program's name is the program's
    line.getSubcommands().get(ApiCommand.NAME).setStopAtPositional(false);
    line.getSubcommands().get(NewShimCommand.NAME).setStopAtPositional(false);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(
        (e, a) -> {
          CommandSpec spec = e.getCommandLine().getCommandSpec();
          e.getCommandLine()
              .getErr()
              .println("decant: " + e.getMessage() + ". Try: " + spec.qualifiedName() + " --help");
          return USAGE;
        });
    return line;
  }

  /** Parses and executes; returns the exit code. */
  static int execute(String[] args) {
    return line().execute(ProgramOptions.withoutGreed(args));
  }

  @Override
  public Integer call() {
    if (command.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "No program was named");
    }
    if (startupProfile) {
      throw new ParameterException(
          spec.commandLine(), "--startup-profile must be the first option");
    }
    return Main.run(program.toRun(spec.commandLine(), command));
  }
}
