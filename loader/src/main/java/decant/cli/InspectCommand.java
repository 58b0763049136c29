package decant.cli;

import decant.loader.CannotRunException;
import decant.loader.Inspect;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code decant inspect FILE}. */
@Command(
    name = InspectCommand.NAME,
    mixinStandardHelpOptions = true,
    description = "Prints what a program file is, and which of its imports Decant lacks.")
final class InspectCommand implements Callable<Integer> {
  static final String NAME = "inspect";

  @Parameters(paramLabel = "FILE", description = "a Windows program or DLL")
  private String file;

  @Override
  public Integer call() {
    try {
      System.out.print(Inspect.describe(file));
      return 0;
    } catch (CannotRunException e) {
      return Problems.report(e);
    }
  }
}
