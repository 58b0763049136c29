package decant.cli;

import decant.newshim.NewShimException;
import decant.newshim.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code decant new-shim library!Function}. */
@Command(
    name = NewShimCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a project that adds functions to Decant, to be run with --shims.")
final class NewShimCommand implements Callable<Integer> {
  static final String NAME = "new-shim";
  private static final int USAGE = 2;
  private static final int MOST_PARAMETERS = 32;

  @Parameters(
      arity = "1..*",
      paramLabel = "LIBRARY!FUNCTION",
      description = "functions, as in 'kernel32!Beep'; without A or W both are made")
  private List<String> functions;

  @Option(
      names = {"-d", "--directory"},
      paramLabel = "DIR",
      description = "where to write the project (LIBRARY-shims)")
  private String directory;

  @Option(
      names = "--parameters",
      paramLabel = "N",
      defaultValue = "4",
      description = "how many parameters a function has whose signature is not known (4)")
  private int parameters;

  @Option(names = "--force", description = "replace the files of a project that is there")
  private boolean force;

  @Override
  public Integer call() {
    if (parameters < 0 || parameters > MOST_PARAMETERS) {
      System.err.println("decant: --parameters takes 0 to " + MOST_PARAMETERS);
      return USAGE;
    }
    try {
      String folder = directory;
      if (folder == null) {
        String first = functions.getFirst();
        int mark = first.indexOf('!');
        folder = (mark < 0 ? first : first.substring(0, mark)).toLowerCase() + "-shims";
      }
      Path path = Path.of(folder);
      String name = path.toAbsolutePath().normalize().getFileName().toString();
      Project project = new Project(functions, parameters, name);
      project.write(path, force);
      project.summary().forEach(System.out::println);
      System.out.println("written to " + folder + "; its README.md says what to do next:");
      System.out.println("  " + folder + "/build.sh");
      System.out.println("  decant --shims " + folder + "/target/" + name + ".jar PROGRAM.exe");
      return 0;
    } catch (NewShimException e) {
      System.err.println("decant: " + e.getMessage());
      return USAGE;
    }
  }
}
