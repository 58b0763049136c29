package decant.cli;

import decant.host.StartupProfile;
import decant.loader.CannotRunException;
import decant.loader.ChildStart;
import decant.loader.ProcessStart;
import decant.loader.RunOptions;
import decant.nt.process.ParentLink;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code decant} command. The usual call – a program and its arguments, no options – does not
 * wait for the option parser; everything else goes through {@link DecantCommand}.
 */
public final class Main {
  /** picocli's own command {@code help}. */
  private static final String HELP = "help";

  private Main() {}

  public static void main(String[] args) {
    StartupProfile.mark("launcher and JVM");
    if (args.length == 1 && args[0].equals(ParentLink.ARGUMENT)) {
      ChildStart.run();
    }
    if (args.length > 0 && !args[0].startsWith("-") && !isSubcommand(args[0])) {
      List<String> all = Arrays.asList(args);
      end(run(new RunOptions(args[0], all.subList(1, all.size()))));
    }
    end(DecantCommand.execute(args));
  }

  /**
   * Whether the first word is a subcommand and not a program; a program of such a name is started
   * by a path ({@code ./trace}). The option parser is not asked: most starts do without it.
   */
  static boolean isSubcommand(String word) {
    return switch (word) {
      case ApiCommand.NAME,
          CompletionCommand.NAME,
          DemoCommand.NAME,
          DoctorCommand.NAME,
          InspectCommand.NAME,
          ManCommand.NAME,
          NewShimCommand.NAME,
          RegisterCommand.NAME,
          TraceCommand.NAME,
          UnregisterCommand.NAME,
          HELP ->
          true;
      default -> false;
    };
  }

  /** Runs a program; comes back only when it cannot be run, with the exit code for that. */
  static int run(RunOptions options) {
    try {
      return ProcessStart.run(options);
    } catch (CannotRunException e) {
      return Problems.report(e, options.program);
    }
  }

  private static void end(int exitCode) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
