package decant.crt.start;

import decant.abi.Text;
import decant.nt.GuestThread;
import decant.nt.ProcessParameters;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a process as its CRT hands them out. */
final class Arguments {
  private List<String> texts;
  private long narrow;
  private long wide;

  private Arguments(List<String> texts) {
    this.texts = texts;
  }

  /** The arguments, split by the rules of msvcrt unless {@link #configure} did so before. */
  static Arguments of(GuestThread t) {
    return t.process.state(
        Arguments.class,
        p -> {
          List<String> texts = new ArrayList<>();
          for (CommandLine.Argument a :
              CommandLine.split(
                  ProcessParameters.string(p, ProcessParameters.COMMAND_LINE), false)) {
            texts.add(a.text());
          }
          return new Arguments(texts);
        });
  }

  /**
   * Splits the command line again.
   *
   * @param expand whether file names are put in the place of arguments with wildcards
   */
  static synchronized Arguments configure(GuestThread t, boolean universal, boolean expand) {
    List<String> texts = new ArrayList<>();
    String line = ProcessParameters.string(t.process, ProcessParameters.COMMAND_LINE);
    for (CommandLine.Argument a : CommandLine.split(line, universal)) {
      if (!expand || !a.wildcard() || !Wildcards.expand(t.process.files, a.text(), texts)) {
        texts.add(a.text());
      }
    }
    Arguments arguments = of(t);
    if (!arguments.texts.equals(texts)) {
      arguments.texts = texts;
      arguments.narrow = 0;
      arguments.wide = 0;
    }
    return arguments;
  }

  int count() {
    return texts.size();
  }

  /** The address of {@code argv}. */
  synchronized long narrow(GuestThread t) {
    if (narrow == 0) {
      narrow = Strings.array(t, Text.ANSI, texts);
    }
    return narrow;
  }

  /** The address of {@code wargv}. */
  synchronized long wide(GuestThread t) {
    if (wide == 0) {
      wide = Strings.array(t, Text.WIDE, texts);
    }
    return wide;
  }
}
