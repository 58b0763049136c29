package decant.cli;

import decant.doctor.Doctor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code decant doctor}. */
@Command(
    name = DoctorCommand.NAME,
    mixinStandardHelpOptions = true,
    description = {
      "Says whether this machine has what Decant needs, and what to do where it does not.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:programs can run here", "1:they cannot", "2:wrong options"})
final class DoctorCommand implements Callable<Integer> {
  static final String NAME = "doctor";

  @Option(names = "--json", description = "for scripts: an object with ok and findings")
  private boolean json;

  @Override
  public Integer call() {
    Doctor doctor = Doctor.examine();
    Output.print(json ? doctor.json() : doctor.text());
    return doctor.isWell() ? 0 : 1;
  }
}
