package decant.cli;

import decant.demo.Demo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code decant demo}. */
@Command(
    name = DemoCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows and measures on this machine that Decant is not an emulator: one Windows program is"
          + " executed by the processor, by an interpreter, and as a build for Linux. Takes less"
          + " than a minute."
    })
final class DemoCommand implements Callable<Integer> {
  static final String NAME = "demo";

  @Option(names = "--html", paramLabel = "FILE", description = "write a page with pictures, too")
  private String html;

  @Option(names = "--json", description = "print the figures as JSON")
  private boolean json;

  @Option(names = "--with-qemu", description = "measure QEMU's user-mode emulator, too")
  private boolean qemu;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "2000",
      description = "how much the program computes (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "9",
      description = "how often Decant and Linux run it in turn (default: ${DEFAULT-VALUE})")
  private int pairs;

  @Override
  public Integer call() {
    return Demo.run(new Demo.Settings(Math.max(1, rounds), Math.max(1, pairs), qemu), json, html);
  }
}
