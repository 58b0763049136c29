package decant.cli;

import decant.api.Home;
import decant.binfmt.Registration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code decant register}. */
@Command(
    name = RegisterCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Has the kernel run Windows programs by Decant, so that ./program.exe runs.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is registered",
      "1:another program is registered (see --replace), or the kernel does not offer that",
      "2:wrong options",
      "3:root must do it: the command for that is printed"
    },
    footer = {
      "",
      "The entry of binfmt_misc is called decant and has the magic number MZ and no flags."
          + " decant unregister takes it away."
    })
final class RegisterCommand implements Callable<Integer> {
  static final String NAME = "register";

  @Option(
      names = "--replace",
      description = "switch off what else is registered for Windows programs, such as Wine")
  private boolean replace;

  @Option(
      names = "--persist",
      description = "for the system's next starts too: writes /etc/binfmt.d/decant.conf")
  private boolean persist;

  @Override
  public Integer call() {
    Registration registration = Registration.ofHost(Home.launcher().toString());
    return report(registration, registration.register(replace, persist));
  }

  static int report(Registration registration, Registration.Outcome outcome) {
    if (outcome == Registration.Outcome.DONE) {
      System.out.print(registration.said());
    } else {
      System.err.print("decant: " + registration.said());
    }
    return outcome.exitCode();
  }
}
