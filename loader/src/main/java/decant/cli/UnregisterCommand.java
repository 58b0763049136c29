package decant.cli;

import decant.api.Home;
import decant.binfmt.Registration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code decant unregister}. */
@Command(
    name = UnregisterCommand.NAME,
    mixinStandardHelpOptions = true,
    description = "Undoes decant register, and what --persist wrote.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is not registered any more",
      "1:the kernel refused",
      "2:wrong options",
      "3:root must do it: the command for that is printed"
    })
final class UnregisterCommand implements Callable<Integer> {
  static final String NAME = "unregister";

  @Override
  public Integer call() {
    Registration registration = Registration.ofHost(Home.launcher().toString());
    return RegisterCommand.report(registration, registration.unregister());
  }
}
