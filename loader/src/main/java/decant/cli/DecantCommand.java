package decant.cli;

import decant.loader.RunOptions;
import decant.nt.process.ParentLink;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
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
      InspectCommand.class,
      NewShimCommand.class,
      DemoCommand.class,
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
  private static final String ALLOW_RUN = "--allow-run";

  /** Options whose value may be the next word. */
  private static final List<String> VALUED =
      List.of("-C", "--directory", "--env", "--drive", "--exit-code-file", "--shims");

  @Spec private CommandSpec spec;

  @Option(
      names = {"-C", "--directory"},
      paramLabel = "DIR",
      description = "start the program in this directory")
  private String directory;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      mapFallbackValue = "",
      description = "set an environment variable of the program (repeatable)")
  private Map<String, String> environment = Map.of();

  @Option(
      names = "--drive",
      paramLabel = "X=DIR",
      description = "make a host directory drive X: (repeatable)")
  private Map<String, String> drives = Map.of();

  @Option(
      names = ALLOW_RUN,
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "LIST",
      description =
          "let the program start programs of the host: all, or with =LIST those of the names and"
              + " directories in a list with commas")
  private String allowRun;

  /** For the subcommands too, and for the processes that the program starts. */
  @Option(
      names = "--shims",
      split = ":",
      paramLabel = "JAR[:JAR...]",
      description = "let the shims in these jars add functions, or replace Decant's (repeatable)")
  private void setShims(List<String> jars) {
    StringBuilder list = new StringBuilder();
    for (String jar : jars) {
      if (jar.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--shims takes jars with colons between, as in --shims my.jar");
      }
      list.append(list.isEmpty() ? "" : ":").append(new File(jar).getAbsolutePath());
    }
    System.setProperty(ParentLink.SHIMS, list.toString());
  }

  @Option(
      names = "--exit-code-file",
      paramLabel = "FILE",
      description = "write the exit code, all 32 bits, to this file in decimal")
  private String exitCodeFile;

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
    line.setStopAtPositional(true);
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
    return line().execute(withoutGreed(args));
  }

  /** An option whose value may be missing takes one behind an equals sign only. */
  private static String[] withoutGreed(String[] args) {
    String[] words = args.clone();
    for (int i = 0; i < words.length && words[i].startsWith("-"); i++) {
      if (words[i].equals(ALLOW_RUN)) {
        words[i] = ALLOW_RUN + "=";
      } else if (VALUED.contains(words[i])) {
        i++;
      }
    }
    return words;
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
    RunOptions options = new RunOptions(command.get(0), command.subList(1, command.size()));
    options.directory = directory;
    if (exitCodeFile != null) {
      options.exitCodeFile = exitCodeFile;
    }
    if (allowRun != null) {
      options.allowRun = allowRun.isEmpty() ? List.of() : List.of(allowRun.split(","));
    }
    options.environment.putAll(environment);
    drives.forEach(
        (letter, host) -> {
          String name = letter.endsWith(":") ? letter.substring(0, letter.length() - 1) : letter;
          if (name.length() != 1 || !Character.isLetter(name.charAt(0)) || name.charAt(0) > 'z') {
            throw new ParameterException(
                spec.commandLine(),
                "--drive takes a letter and a directory, as in X=/data, not "
                    + letter
                    + "="
                    + host);
          }
          options.drives.put(Character.toUpperCase(name.charAt(0)), host);
        });
    return Main.run(options);
  }
}
