package decant.cli;

import decant.loader.RunOptions;
import decant.nt.process.ParentLink;
import java.io.File;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all commands that run a program. */
final class ProgramOptions {
  private static final String ALLOW_RUN = "--allow-run";

  /** Options whose value may be the next word. */
  private static final List<String> VALUED =
      List.of(
          "-C",
          "--directory",
          "--env",
          "--drive",
          "--exit-code-file",
          "-o",
          "--output",
          "--only",
          "--not",
          "--thread",
          "--format",
          "--max-string");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

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
            mixee.commandLine(), "--shims takes jars with colons between, as in --shims my.jar");
      }
      list.append(list.isEmpty() ? "" : ":").append(new File(jar).getAbsolutePath());
    }
    System.setProperty(ParentLink.SHIMS, list.toString());
  }

  @Option(
      names = "--perf-map",
      description =
          "when the program ends, write /tmp/perf-PID.map, by which perf report names Decant's own"
              + " code")
  private boolean perfMap;

  @Option(
      names = "--exit-code-file",
      paramLabel = "FILE",
      description = "write the exit code, all 32 bits, to this file in decimal")
  private String exitCodeFile;

  /**
   * The words of a command line, in which an option whose value may be missing takes one behind an
   * equals sign only.
   */
  static String[] withoutGreed(String[] args) {
    String[] words = args.clone();
    boolean subcommand = words.length > 0 && words[0].equals(TraceCommand.NAME);
    for (int i = subcommand ? 1 : 0; i < words.length && words[i].startsWith("-"); i++) {
      if (words[i].equals(ALLOW_RUN)) {
        words[i] = ALLOW_RUN + "=";
      } else if (VALUED.contains(words[i])) {
        i++;
      }
    }
    return words;
  }

  /**
   * The run that is asked for.
   *
   * @param command the program and its arguments
   * @throws ParameterException when an option makes no sense
   */
  RunOptions toRun(CommandLine line, List<String> command) {
    RunOptions options = new RunOptions(command.getFirst(), command.subList(1, command.size()));
    options.directory = directory;
    if (exitCodeFile != null) {
      options.exitCodeFile = exitCodeFile;
    }
    options.perfMap = perfMap;
    if (allowRun != null) {
      options.allowRun = allowRun.isEmpty() ? List.of() : List.of(allowRun.split(","));
    }
    options.environment.putAll(environment);
    drives.forEach(
        (letter, host) -> {
          String name = letter.endsWith(":") ? letter.substring(0, letter.length() - 1) : letter;
          if (name.length() != 1 || !Character.isLetter(name.charAt(0)) || name.charAt(0) > 'z') {
            throw new ParameterException(
                line,
                "--drive takes a letter and a directory, as in X=/data, not "
                    + letter
                    + "="
                    + host);
          }
          options.drives.put(Character.toUpperCase(name.charAt(0)), host);
        });
    return options;
  }
}
